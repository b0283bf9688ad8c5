//! Another server, which tells what it was asked.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// What a site does when it is asked.
pub(super) enum Reaction {
    /// Answers with this status line and these headers, without a body.
    Head(&'static str),
    /// Sends a body until nobody listens any more.
    Endless,
    /// Says nothing until the other side gives up.
    Silent,
}

/// A site on a port of this machine.
pub(super) struct Site {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<(Instant, String)>>>,
    news: mpsc::Receiver<()>,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Site {
    /// A site that reacts to method and path, such as `HEAD /x`.
    pub(super) fn start(react: fn(&str) -> Reaction) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, is_over) = (Arc::<Mutex<Vec<_>>>::default(), Arc::new(AtomicBool::new(false)));
        let (tell, news) = mpsc::channel();
        let (noted, stop) = (Arc::clone(&asked), Arc::clone(&is_over));
        let thread = thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::Relaxed) {
                    return;
                }
                let (noted, tell) = (Arc::clone(&noted), tell.clone());
                let mut stream = stream.unwrap();
                thread::spawn(move || {
                    let Some(head) = head(&mut stream) else { return };
                    let target = head.split(' ').take(2).collect::<Vec<_>>().join(" ");
                    noted.lock().unwrap().push((Instant::now(), head));
                    // Whoever has started this may not listen.
                    tell.send(()).ok();
                    answer(&mut stream, &react(&target));
                });
            }
        });
        Self { address, asked, news, is_over, thread: Some(thread) }
    }

    /// The address of `path` there.
    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Method and path of every request, in order.
    pub(super) fn asked(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().map(|(_, head)| head.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
    }

    /// The heads of all requests.
    pub(super) fn heads(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|(_, head)| head.clone()).collect()
    }

    /// The shortest time between two requests.
    pub(super) fn shortest_pause(&self) -> Duration {
        let asked = self.asked.lock().unwrap();
        asked.windows(2).map(|pair| pair[1].0 - pair[0].0).min().unwrap()
    }

    /// Waits until it is asked.
    pub(super) fn wait(&self) {
        self.news.recv_timeout(Duration::from_secs(30)).expect("somebody asks");
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        drop(TcpStream::connect(self.address));
        self.thread.take().map(JoinHandle::join);
    }
}

/// The head of a request; none when it ends before.
fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

fn answer(stream: &mut TcpStream, reaction: &Reaction) {
    match reaction {
        Reaction::Head(head) => {
            let answer = format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).unwrap();
        }
        Reaction::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").unwrap();
            while stream.write_all(&[b'x'; 1024]).is_ok() {}
        }
        // It ends when the other side does.
        Reaction::Silent => drop(stream.read(&mut [0])),
    }
}
