//! From the forms and texts of rows back to one pattern.

use super::steps::parsed;
use super::{DEPTH, RAW, STEP, Select, Shape, UnknownForm, Variant};

/// The variants `(form, text)` of one pattern as Fluent, to stand after `=` with `indent` before further lines; none when
/// all are empty.
pub fn joined<'a>(
    rows: impl IntoIterator<Item = (&'a str, &'a str)>,
    indent: &str,
) -> Result<Option<String>, UnknownForm> {
    let mut shape = None;
    for (form, text) in rows {
        if form.matches(STEP).count() >= DEPTH {
            return Err(UnknownForm(form.to_owned()));
        }
        put(&mut shape, form, text).ok_or_else(|| UnknownForm(form.to_owned()))?;
    }
    Ok(shape.and_then(Shape::filled).map(|shape| shape.fluent(indent)))
}

/// Puts a text into its place; none when it does not fit beside what is there.
fn put(shape: &mut Option<Shape>, form: &str, text: &str) -> Option<()> {
    if form.is_empty() || form == RAW {
        let new = if form.is_empty() { Shape::Text(text.to_owned()) } else { Shape::Raw(text.to_owned()) };
        return shape.replace(new).is_none().then_some(());
    }
    let (first, rest) = form.split_once(STEP).unwrap_or((form, ""));
    let step = parsed(first)?;
    let select =
        shape.get_or_insert_with(|| Shape::Select(Select { selector: step.selector.to_owned(), variants: Vec::new() }));
    let Shape::Select(select) = select else { return None };
    if select.selector != step.selector {
        return None;
    }
    let known = select.variants.iter_mut().find(|variant| variant.name == step.name);
    if let Some(known) = known {
        let Shape::Select(_) = &known.shape else { return None };
        let mut inner = Some(known.shape.clone());
        put(&mut inner, Some(rest).filter(|rest| !rest.is_empty())?, text)?;
        known.shape = inner?;
        return Some(());
    }
    let mut inner = None;
    put(&mut inner, rest, text)?;
    select.variants.push(Variant { name: step.name.to_owned(), kind: step.kind, shape: inner? });
    Some(())
}
