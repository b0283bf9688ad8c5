//! A stream of events, read as they come.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::Server;

/// Longer than a stream is ever silent.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open stream.
pub(crate) struct Stream(BufReader<TcpStream>);

impl Stream {
    /// Asks for `path` with these headers, and reads those that come back.
    pub(crate) fn open(server: &Server, path: &str, headers: &[(&str, &str)]) -> Self {
        let mut connection = TcpStream::connect(server.base().trim_start_matches("http://")).unwrap();
        connection.set_read_timeout(Some(PATIENCE)).unwrap();
        let headers: Vec<String> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        write!(connection, "GET {path} HTTP/1.1\r\nHost: lotse\r\n{}\r\n", headers.concat()).unwrap();
        let mut stream = Self(BufReader::new(connection));
        while stream.line().is_some_and(|line| !line.is_empty()) {}
        stream
    }

    /// The next line without its end; `None` when the stream is over.
    pub(crate) fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        (self.0.read_line(&mut line).unwrap() > 0).then(|| line.trim_end().to_owned())
    }

    /// The id of the next event called `name`, and what it says.
    pub(crate) fn event(&mut self, name: &str) -> (String, Value) {
        let (mut id, mut is_wanted) = (String::new(), false);
        loop {
            let line = self.line().expect("the stream is open");
            match line.split_once(": ") {
                Some(("event", event)) => is_wanted = event == name,
                Some(("id", value)) => value.clone_into(&mut id),
                Some(("data", data)) if is_wanted => return (id, serde_json::from_str(data).unwrap()),
                _ => {}
            }
        }
    }
}
