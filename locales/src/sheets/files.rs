//! A Fluent file with some of its messages replaced and others added, and everything else as it was.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Comment, Entry};

use crate::resources::{Message, Resource};

/// `file` with the entries of `texts` (by key, without comments, with LF at the end) in the place of its own; those that
/// it lacks stand at its end, in the order of `order`.
///
/// Entries that cannot be read are left out, as far as they would be in the way of others.
pub fn edited(file: &str, texts: &BTreeMap<String, String>, order: &[String]) -> String {
    let file = file.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let resource = Resource::parse(&file);
    let mut done = String::with_capacity(file.len());
    let mut written = std::collections::BTreeSet::new();
    for (at, entry) in resource.body().iter().enumerate() {
        let end = resource.body().get(at + 1).map_or(Some(file.len()), |next| begin(&file, next));
        let (Some(begin), Some(end)) = (begin(&file, entry), end) else { continue };
        let body = name(&file, entry).unwrap_or(begin);
        let (Some(before), Some(span)) = (file.get(begin..body), file.get(body..end)) else { continue };
        let Some(message) = Message::of(entry) else {
            if !matches!(entry, Entry::Junk { .. }) {
                done.push_str(span);
            }
            continue;
        };
        let key = message.key().into_owned();
        done.push_str(before);
        match texts.get(&key) {
            Some(text) if written.insert(key) => {
                let blank = span.len() - span.trim_end_matches(['\n', ' ']).len();
                done.push_str(text.trim_end_matches('\n'));
                done.push_str(&span[span.len() - blank..]);
            }
            _ => done.push_str(span),
        }
    }
    let rest = texts.keys().filter(|key| !order.contains(key));
    for key in order.iter().chain(rest) {
        if let Some(text) = texts.get(key).filter(|_| !written.contains(key)) {
            if !done.is_empty() && !done.ends_with('\n') {
                done.push('\n');
            }
            done.push_str(text);
        }
    }
    done
}

/// Where an entry begins, its comment included.
fn begin(file: &str, entry: &Entry<&str>) -> Option<usize> {
    let of_comment = |comment: &Comment<&str>| comment.content.first().and_then(|line| offset(file, line));
    let found = match entry {
        Entry::Message(message) => message.comment.as_ref().and_then(of_comment),
        Entry::Term(term) => term.comment.as_ref().and_then(of_comment),
        Entry::Comment(comment) | Entry::GroupComment(comment) | Entry::ResourceComment(comment) => of_comment(comment),
        Entry::Junk { content } => offset(file, content),
    };
    found.map(|at| line_start(file, at)).or_else(|| name(file, entry))
}

/// Where an entry begins behind its comment.
fn name(file: &str, entry: &Entry<&str>) -> Option<usize> {
    Message::of(entry).and_then(|message| offset(file, message.name)).map(|at| line_start(file, at))
}

fn line_start(file: &str, at: usize) -> usize {
    file[..at].rfind('\n').map_or(0, |end| end + 1)
}

fn offset(file: &str, part: &str) -> Option<usize> {
    let at = (part.as_ptr() as usize).checked_sub(file.as_ptr() as usize)?;
    (at <= file.len() && file.is_char_boundary(at)).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_replaced_stays_as_it_was() {
        let file = "### App\n\n# Gruß\nhallo   =   Hallo\n    .x = y\n\n\n## Mehr\n\n#\nende = Ende\n-t = T\n";
        let texts = [("hallo", "hallo = Moin\n"), ("-t", "-t = U\n"), ("neu", "neu = Neu\n"), ("alt", "alt = A\n")];
        let texts = texts.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
        let order = ["neu".to_owned(), "alt".to_owned()];

        assert_eq!(
            edited(file, &texts, &order),
            "### App\n\n# Gruß\nhallo = Moin\n\n\n## Mehr\n\n#\nende = Ende\n-t = U\nneu = Neu\nalt = A\n"
        );
        assert_eq!(edited(file, &BTreeMap::new(), &[]), file);
        assert_eq!(edited("", &[("a".to_owned(), "a = b\n".to_owned())].into(), &[]), "a = b\n");
    }
}
