//! The signals that end a process.

use tokio::signal::unix::{SignalKind, signal};

/// Ends when the process is told to stop: by SIGTERM, or by Ctrl-C.
pub(crate) fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
