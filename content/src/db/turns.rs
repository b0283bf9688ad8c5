//! Writes take turns: threads of their own carry them out in the order in which they came.
//!
//! The next write begins in the thread that has ended the last one. Handing the turn from task to task instead costs, on a
//! busy machine, as much time as the write itself.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::{Error, Result};

/// How long a write waits for its turn before it gives up.
const TURN: Duration = Duration::from_secs(5);

/// How far writes step back behind readers where processors are short: an editor can wait a moment longer than a phone with
/// a bad connection.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

type Write = Box<dyn FnOnce() + Send>;

/// The queue of writes; its threads end when it is dropped and empty.
pub(super) struct Turns(mpsc::Sender<Write>);

impl Turns {
    /// Lets as many writes run at a time.
    pub(super) fn at_a_time(threads: u32) -> Result<Self> {
        let (queue, writes) = mpsc::channel();
        let writes = Arc::new(Mutex::new(writes));
        for _ in 0..threads {
            let writes = Arc::clone(&writes);
            let thread = std::thread::Builder::new().name("writes".to_owned());
            let started = thread.spawn(move || carry_out(&writes));
            started.map_err(|error| Error::Unavailable(format!("no thread for writes could be started: {error}")))?;
        }
        Ok(Self(queue))
    }

    /// Runs `write` when its turn has come; not at all if nobody waits for it any more.
    pub(super) async fn take<T: Send + 'static>(
        &self,
        write: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, mut answered) = oneshot::channel();
        let decided = Arc::new(AtomicBool::new(false));
        let begun = Arc::clone(&decided);
        let in_turn = move || {
            if !answer.is_closed() && !begun.swap(true, Ordering::AcqRel) {
                // Whoever has asked may have gone meanwhile; what is written stays.
                answer.send(write()).ok();
            }
        };
        let stopped = || Error::Unavailable("a write has stopped before its end".to_owned());
        self.0.send(Box::new(in_turn)).map_err(|_| stopped())?;
        let answered = match tokio::time::timeout(TURN, &mut answered).await {
            Ok(answered) => answered,
            Err(_) if !decided.swap(true, Ordering::AcqRel) => {
                return Err(Error::Unavailable("other writes take too long".to_owned()));
            }
            Err(_) => answered.await,
        };
        answered.unwrap_or_else(|_| Err(stopped()))
    }
}

fn carry_out(writes: &Mutex<mpsc::Receiver<Write>>) {
    // On Linux each thread has its own niceness; elsewhere it would be that of the whole server.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(NICENESS) {
        tracing::warn!(%error, "writes do not step back behind readers");
    }
    loop {
        let next = writes.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(write) = next else { return };
        // One that panics has dropped its answer, which tells whoever waits; the pool throws its connection away.
        catch_unwind(AssertUnwindSafe(write)).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        runtime(false).block_on(future)
    }

    /// With a clock that, if it is to leap, does so to the next time anybody waits for when nothing else is to be done.
    fn runtime(leaps: bool) -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(leaps).build().unwrap()
    }

    #[test]
    fn writes_run_in_the_order_in_which_they_came() {
        let turns = Turns::at_a_time(1).unwrap();
        let order = Arc::new(Mutex::new(Vec::new()));
        let note = |number: u32| {
            let order = Arc::clone(&order);
            turns.take(move || {
                order.lock().unwrap().push(number);
                Ok(number)
            })
        };

        let answers = block_on(async { tokio::join!(note(1), note(2), note(3)) });

        assert_eq!((answers.0.unwrap(), answers.1.unwrap(), answers.2.unwrap()), (1, 2, 3));
        assert_eq!(*order.lock().unwrap(), [1, 2, 3]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn writes_step_back_behind_readers() {
        let own = rustix::process::getpriority_process(None).unwrap();
        let turns = Turns::at_a_time(1).unwrap();

        let of_writes = block_on(turns.take(|| Ok(rustix::process::getpriority_process(None).unwrap())));

        assert_eq!(of_writes.unwrap(), (own + NICENESS).min(19));
    }

    #[test]
    fn a_write_that_panics_stops_no_other() {
        let turns = Turns::at_a_time(1).unwrap();

        let broken = block_on(turns.take::<()>(|| panic!("on purpose")));
        let next = block_on(turns.take(|| Ok(1)));

        assert!(matches!(broken, Err(Error::Unavailable(why)) if why == "a write has stopped before its end"));
        assert_eq!(next.unwrap(), 1);
    }

    #[test]
    fn a_write_that_waits_too_long_is_never_carried_out() {
        let turns = Turns::at_a_time(1).unwrap();
        let (release, wait) = mpsc::channel::<()>();
        let (started, is_started) = mpsc::channel();
        let ran = Arc::new(AtomicBool::new(false));
        let runs = Arc::clone(&ran);

        let (first, second) = runtime(true).block_on(async {
            let first = turns.take(move || {
                started.send(()).unwrap();
                wait.recv().unwrap();
                Ok(1)
            });
            let second = async {
                is_started.recv().unwrap();
                let late = turns.take(move || Ok(runs.swap(true, Ordering::AcqRel))).await;
                release.send(()).unwrap();
                late
            };
            tokio::join!(first, second)
        });
        block_on(turns.take(|| Ok(()))).unwrap();

        assert_eq!(first.unwrap(), 1, "its turn had come, so it counts however long it takes");
        assert!(matches!(second, Err(Error::Unavailable(why)) if why == "other writes take too long"));
        assert!(!ran.load(Ordering::Acquire));
    }

    #[test]
    fn a_write_that_nobody_waits_for_is_not_carried_out() {
        let turns = Turns::at_a_time(1).unwrap();
        let (release, wait) = mpsc::channel();
        let ran = Arc::new(AtomicBool::new(false));
        let runs = Arc::clone(&ran);

        block_on(async {
            let first = turns.take(move || Ok(wait.recv().unwrap()));
            let gone = async {
                let waiting = turns.take(move || Ok(runs.swap(true, Ordering::AcqRel)));
                // It is asked once, so that it stands in the queue, and then given up.
                drop(tokio::time::timeout(Duration::ZERO, waiting).await);
                release.send(1).unwrap();
            };
            let (first, ()) = tokio::join!(first, gone);
            assert_eq!(first.unwrap(), 1);
            turns.take(|| Ok(())).await.unwrap();
        });

        assert!(!ran.load(Ordering::Acquire));
    }
}
