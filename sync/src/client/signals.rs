//! Signals: a server's word that a region has a new head, for those who stay connected (mirrors, consoles).

use std::io::{self, BufRead, BufReader};
use std::time::Duration;

use serde::Deserialize;
use ureq::Agent;

use crate::client::transports::TransportError;

/// A server sends something every 20 seconds; after this long it is gone.
const PATIENCE: Duration = Duration::from_secs(60);
/// The longest line that is read.
const LONGEST: u64 = 64 << 10;

/// A region has a new head.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Signal {
    /// The region.
    pub region: String,
    /// The epoch of its revisions.
    pub epoch: String,
    /// Its newest revision.
    pub rev: i64,
    /// Over how many seconds its listeners should spread their questions.
    pub spread_s: u32,
}

/// The signals of a server, until it closes the connection (server-sent events).
pub struct Signals {
    lines: Box<dyn BufRead + Send>,
}

impl Signals {
    /// Listens to the server at `base` for `regions`.
    pub fn listen(base: &str, regions: &[String]) -> Result<Self, TransportError> {
        let base = base.trim_end_matches('/').trim_end_matches("/sync/v1");
        let config = Agent::config_builder().timeout_connect(Some(PATIENCE)).timeout_recv_response(Some(PATIENCE));
        let agent: Agent = config.timeout_per_read(Some(PATIENCE)).build().into();
        let url = format!("{base}/sync/v1/signals?region={}", regions.join(","));
        let response = agent.get(url).header("Accept", "text/event-stream").call();
        let response = response.map_err(|error| TransportError::Unreachable(error.to_string()))?;
        Ok(Self::of(BufReader::new(response.into_body().into_reader())))
    }

    fn of(lines: impl BufRead + Send + 'static) -> Self {
        Self { lines: Box::new(lines) }
    }

    fn next_line(&mut self) -> io::Result<Option<String>> {
        let mut line = String::new();
        let read = io::Read::take(&mut self.lines, LONGEST).read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim_end().to_owned()))
    }
}

impl Iterator for Signals {
    type Item = io::Result<Signal>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut is_head = false;
        loop {
            match self.next_line() {
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
                Ok(Some(line)) => match line.split_once(':').map(|(field, value)| (field, value.trim_start())) {
                    Some(("event", event)) => is_head = event == "head",
                    Some(("data", data)) if is_head => {
                        return Some(serde_json::from_str(data).map_err(io::Error::other));
                    }
                    _ => {}
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_told_and_everything_else_is_passed_over() {
        let stream = ":\n\nevent: head\nid: 1\ndata: {\"epoch\":\"e\",\"region\":\"ulm\",\"rev\":7,\"spread_s\":60}\n\n\
                      event: other\ndata: {}\n\n";

        let heard: Vec<Signal> = Signals::of(stream.as_bytes()).map(Result::unwrap).collect();

        assert_eq!(heard, [Signal { region: "ulm".into(), epoch: "e".into(), rev: 7, spread_s: 60 }]);
    }
}
