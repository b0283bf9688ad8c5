//! What an upload would change: from a checked file and what the layer holds to outcomes, without a database.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use locales::aliases::same_language;
use locales::checks::{self, Accepted, Against, Checked};
use locales::findings::{Code, Finding, Severity};
use locales::resources::Resource;

use super::stacks::{Stack, Texts};
use super::uploads::{Accept, Judged, Mode, OnConflict, Options, Outcome, Row, Verdict};
use super::{Address, Message, Origin, State, hash, joined, message_of};
use crate::error::{Conflict, Error, Reason, Result};

/// What an upload is judged by, as one snapshot has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Basis {
    /// None when there is no such bundle.
    pub(super) stack: Option<Stack>,
    /// The file of the newest revision.
    pub(super) file: Option<Vec<u8>>,
    /// Key, code and hash of the text of every acknowledged warning.
    pub(super) acknowledged: BTreeSet<(String, String, String)>,
}

impl Basis {
    /// The number of the newest revision; 0 when there is none.
    pub(super) fn number(&self, at: &Address) -> i64 {
        let layer = self.stack.as_ref().and_then(|stack| stack.layer(at.region, &at.language));
        layer.map_or(0, |layer| layer.number)
    }
}

/// A text that an upload brings, or that a rollback brings back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Put {
    pub(super) key: String,
    pub(super) text: String,
    pub(super) state: State,
    pub(super) origin: Origin,
    pub(super) follows: Option<String>,
}

/// What an upload would do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) verdict: Verdict,
    pub(super) rows: Vec<Row>,
    /// What was found that is about no message of the file.
    pub(super) findings: Vec<Judged>,
    pub(super) puts: Vec<Put>,
    pub(super) removed: Vec<String>,
    pub(super) is_new_file: bool,
    pub(super) source_hash: Option<String>,
    pub(super) errors: i64,
    pub(super) warnings: i64,
}

impl Plan {
    /// Whether there is anything to write.
    pub(super) fn is_change(&self) -> bool {
        self.verdict == Verdict::Accepted && (self.is_new_file || !self.puts.is_empty() || !self.removed.is_empty())
    }
}

/// The source language of the bundle, which an upload in another language needs the text of.
pub(super) fn check_source(at: &Address, options: &Options, basis: &Basis) -> Result<()> {
    let Some(stack) = &basis.stack else {
        let source = options.source();
        let is_source = same_language(&at.language, &source);
        return if is_source {
            Ok(())
        } else {
            Err(Error::Conflict(Conflict::NoSource { language: source.to_string() }))
        };
    };
    if options.source.as_ref().is_some_and(|source| !same_language(source, &stack.source)) {
        return Err(Error::invalid("source", Reason::UnknownValue { allowed: stack.source.to_string() }));
    }
    if !same_language(&at.language, &stack.source) && stack.reference(at.region).is_empty() {
        return Err(Error::Conflict(Conflict::NoSource { language: stack.source.to_string() }));
    }
    Ok(())
}

/// Checks `file` and decides what becomes of each of its messages.
pub(super) fn make(at: &Address, file: &[u8], options: &Options, basis: &Basis) -> Plan {
    let layer = Held::of(at, options, basis);
    let Some(text) = readable(file) else {
        return layer.refusal(Verdict::Unreadable, checks::check(file, &layer.against(&[], None)).findings);
    };
    let (reference, own) = (joined(layer.reference.values()), joined(layer.own.values()));
    let (reference, own) = (Resource::parse(&reference), Resource::parse(&own));
    let compared = (!layer.reference.is_empty()).then_some(&reference);
    let mut checked = checks::check(file, &layer.against(std::slice::from_ref(&own), compared));
    if layer.is_source {
        // A region's own additions to the source text are part of it.
        checked.findings.retain(|finding| finding.code != Code::ObsoleteMessage);
    }
    if let Some(verdict) = of_file(&checked.findings) {
        return layer.refusal(verdict, checked.findings);
    }
    let keys = keys(text, &checked.findings);
    layer.plan(file, &keys, checked)
}

/// The text, unless it cannot be parsed or stored at all.
fn readable(file: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(file).ok().filter(|text| !text.contains('\0'))?;
    Some(text.trim_start_matches('\u{feff}'))
}

/// What an error about the whole file means.
fn of_file(findings: &[Finding]) -> Option<Verdict> {
    let mut errors = findings.iter().filter(|finding| finding.key.is_none() && finding.severity == Severity::Error);
    errors.next().map(|finding| match finding.code {
        Code::Encoding | Code::Nesting => Verdict::Unreadable,
        Code::TooLarge => Verdict::TooLarge,
        _ => Verdict::NothingApplicable,
    })
}

/// The messages and terms of the file in its order, also those that cannot be read but have a name.
fn keys(text: &str, findings: &[Finding]) -> Vec<String> {
    let resource = Resource::parse(text);
    let read = resource.messages().map(|message| (resource.place_of(message.name), message.key().into_owned()));
    let unread = findings.iter().filter(|finding| finding.code == Code::Syntax);
    let unread = unread.filter_map(|finding| Some((finding.place, message_of(finding.key.as_deref()?).to_owned())));
    let mut keys: Vec<_> = read.chain(unread).collect();
    keys.sort();
    let mut known = BTreeSet::new();
    keys.into_iter().map(|(_, key)| key).filter(|key| known.insert(key.clone())).collect()
}

/// The layer before the upload.
struct Held<'a> {
    at: &'a Address,
    options: &'a Options,
    basis: &'a Basis,
    is_source: bool,
    /// What the file is compared with; empty for the source text of all regions.
    reference: Texts,
    /// What the language has beside the file.
    own: Texts,
    accepted: BTreeMap<&'a str, &'a Message>,
    suggestions: BTreeMap<&'a str, &'a Message>,
}

impl<'a> Held<'a> {
    fn of(at: &'a Address, options: &'a Options, basis: &'a Basis) -> Self {
        let mut held = Self {
            at,
            options,
            basis,
            is_source: true,
            reference: Texts::new(),
            own: Texts::new(),
            accepted: BTreeMap::new(),
            suggestions: BTreeMap::new(),
        };
        let Some(stack) = &basis.stack else { return held };
        held.is_source = same_language(&at.language, &stack.source);
        held.accepted = stack.accepted(at.region, &at.language);
        held.suggestions = stack.suggestions(at.region, &at.language);
        if !held.is_source {
            held.reference = stack.reference(at.region);
        } else if at.region.is_some() {
            held.reference = stack.texts(None, &stack.source);
        }
        if at.region.is_some() {
            held.own = stack.texts(None, &at.language);
        }
        if options.mode == Mode::Additive {
            held.own.extend(stack.texts(at.region, &at.language));
        }
        held
    }

    fn against<'r>(&'r self, own: &'r [Resource<'r>], reference: Option<&'r Resource<'r>>) -> Against<'r> {
        Against { locale: &self.at.language, reference, own }
    }

    fn refusal(&self, verdict: Verdict, findings: Vec<Finding>) -> Plan {
        Plan {
            verdict,
            rows: Vec::new(),
            findings: findings.into_iter().map(|finding| self.judged(finding, None)).collect(),
            puts: Vec::new(),
            removed: Vec::new(),
            is_new_file: false,
            source_hash: None,
            errors: 0,
            warnings: 0,
        }
    }

    fn judged(&self, finding: Finding, text: Option<&str>) -> Judged {
        let name = |text: &str| {
            let key = finding.key.clone().unwrap_or_default();
            (key, finding.code.as_str().to_owned(), hash(text))
        };
        let acknowledged = text.is_some_and(|text| self.basis.acknowledged.contains(&name(text)));
        Judged { finding, acknowledged }
    }

    fn plan(&self, file: &[u8], keys: &[String], checked: Checked) -> Plan {
        let Checked { findings, accepted } = checked;
        let count = |severity| {
            let found = findings.iter().filter(|finding| finding.severity == severity).count();
            i64::try_from(found).unwrap_or(i64::MAX)
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        let accepted: HashMap<&str, &Accepted> = accepted.iter().map(|one| (one.key.as_str(), one)).collect();
        let (mut of_message, mut elsewhere) = (HashMap::<&str, Vec<Finding>>::new(), Vec::new());
        let known: BTreeMap<&str, &str> = keys.iter().map(|key| (key.as_str(), key.as_str())).collect();
        for finding in findings {
            match finding.key.as_deref().and_then(|key| known.get(message_of(key))) {
                Some(key) => of_message.entry(key).or_default().push(finding),
                None => elsewhere.push(finding),
            }
        }
        let mut plan = self.refusal(Verdict::Accepted, elsewhere);
        (plan.errors, plan.warnings) = (errors, warnings);
        for key in keys {
            let one = accepted.get(key.as_str()).copied();
            let (outcome, put) = one.map_or((Outcome::Rejected, None), |one| self.decide(one));
            let findings = of_message.remove(key.as_str()).unwrap_or_default().into_iter();
            let text = one.map(|one| one.text.as_str());
            let findings = findings.map(|finding| self.judged(finding, text)).collect();
            plan.rows.push(Row { id: key.clone(), outcome, findings });
            plan.puts.extend(put);
        }
        if accepted.is_empty() || (self.options.accept == Accept::AllOrNothing && errors > 0) {
            plan.verdict = Verdict::NothingApplicable;
            return plan;
        }
        if self.options.mode == Mode::Replace {
            let missing = self.accepted.keys().filter(|key| !known.contains_key(*key));
            plan.removed = missing.map(|key| (*key).to_owned()).collect();
        }
        plan.is_new_file = self.basis.file.as_deref() != Some(file);
        plan.source_hash = (!self.is_source).then(|| hash(&joined(self.reference.values())));
        plan
    }

    /// What becomes of an accepted text.
    fn decide(&self, one: &Accepted) -> (Outcome, Option<Put>) {
        let source = self.reference.get(&one.key).map(String::as_str);
        let put = |state| Put {
            key: one.key.clone(),
            text: one.text.clone(),
            state,
            origin: self.options.origin.unwrap_or(Origin::Human),
            follows: source.filter(|_| !self.is_source).map(hash),
        };
        let new = put(self.options.state_of(&one.key));
        let is_unknown = !self.is_source && source.is_none() && !one.key.starts_with('-');
        let changed = |outcome| if is_unknown { Outcome::Unknown } else { outcome };
        let Some(old) = self.accepted.get(one.key.as_str()) else {
            return (changed(Outcome::Created), Some(new));
        };
        if old.text == one.text {
            let is_same = !self.is_confirmed()
                || (old.state == new.state && old.follows == new.follows && old.origin == new.origin);
            return if is_same { (Outcome::Unchanged, None) } else { (changed(Outcome::Updated), Some(new)) };
        }
        let is_approved = old.state_beside(source) == State::Approved;
        match self.options.on_conflict_of(&one.key) {
            OnConflict::SkipTranslated => (Outcome::Skipped, None),
            OnConflict::SkipApproved if is_approved => (Outcome::Skipped, None),
            OnConflict::Suggest => {
                let known = self.suggestions.get(one.key.as_str()).is_some_and(|known| known.text == one.text);
                (Outcome::Conflict, (!known).then(|| put(State::Suggestion)))
            }
            OnConflict::SkipApproved | OnConflict::Overwrite => (changed(Outcome::Updated), Some(new)),
        }
    }

    /// Whether the caller says something about texts that have not changed, too.
    fn is_confirmed(&self) -> bool {
        self.options.state.is_some() || self.options.origin.is_some()
    }
}
