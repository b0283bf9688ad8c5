//! What a check has found as a terminal shows it: `app.ftl:3:7: error: hello: … [unknown-variable]`.

use std::fmt::Display;

use locales::findings::Finding;
use locales::tags::Tag;
use serde::{Deserialize, Serialize};

/// A finding in the words of one language, as the API and `lotse check --json` write it.
#[derive(Debug, Deserialize, Serialize)]
pub(crate) struct Told {
    code: String,
    pub(crate) severity: String,
    key: Option<String>,
    line: usize,
    column: usize,
    message: String,
}

impl Told {
    /// `finding` in the language of `reader`.
    pub(crate) fn of(finding: &Finding, reader: &Tag) -> Self {
        Self {
            code: finding.code.as_str().to_owned(),
            severity: finding.severity.as_str().to_owned(),
            key: finding.key.clone(),
            line: finding.place.line,
            column: finding.place.column,
            message: plain(&finding.message(reader)),
        }
    }

    /// One line for a terminal about the file `what`.
    pub(crate) fn line(&self, what: impl Display) -> String {
        let Self { code, severity, line, column, .. } = self;
        let key = self.key.as_deref().map(|key| format!("{key}: ")).unwrap_or_default();
        format!("{what}:{line}:{column}: {severity}: {key}{} [{code}]", plain(&self.message))
    }
}

/// Without the marks around inserted names: somebody will copy a name from a terminal.
pub(crate) fn plain(sentence: &str) -> String {
    sentence.replace(['\u{2068}', '\u{2069}'], "")
}
