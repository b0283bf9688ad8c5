//! Functions that clients have, and what they know; what is given to terms.

use fluent_syntax::ast::{CallArguments, InlineExpression};

use super::expressions::{Part, walk};
use super::{Case, listed};
use crate::findings::{Code, Finding, Findings};

/// The values that an option takes.
#[derive(Clone, Copy)]
enum Values {
    Any,
    Number,
    One(&'static [&'static str]),
}

type Options = &'static [(&'static str, Values)];

/// The functions of clients with their options, as `Intl` of ECMA-402 has them.
const FUNCTIONS: &[(&str, Options)] = &[("NUMBER", NUMBER), ("DATETIME", DATETIME)];

const SHORT_LONG_NARROW: Values = Values::One(&["short", "long", "narrow"]);
const DIGITS: Values = Values::One(&["numeric", "2-digit"]);
const STYLES: Values = Values::One(&["full", "long", "medium", "short"]);

const NUMBER: Options = &[
    ("type", Values::One(&["cardinal", "ordinal"])),
    ("style", Values::One(&["decimal", "percent", "currency", "unit"])),
    ("currency", Values::Any),
    ("currencyDisplay", Values::One(&["symbol", "narrowSymbol", "code", "name"])),
    ("unit", Values::Any),
    ("unitDisplay", SHORT_LONG_NARROW),
    ("useGrouping", Values::One(&["true", "false", "auto", "always", "min2", "0", "1"])),
    ("minimumIntegerDigits", Values::Number),
    ("minimumFractionDigits", Values::Number),
    ("maximumFractionDigits", Values::Number),
    ("minimumSignificantDigits", Values::Number),
    ("maximumSignificantDigits", Values::Number),
    ("notation", Values::One(&["standard", "scientific", "engineering", "compact"])),
    ("compactDisplay", Values::One(&["short", "long"])),
    ("signDisplay", Values::One(&["auto", "never", "always", "exceptZero", "negative"])),
];

const DATETIME: Options = &[
    ("dateStyle", STYLES),
    ("timeStyle", STYLES),
    ("weekday", SHORT_LONG_NARROW),
    ("era", SHORT_LONG_NARROW),
    ("year", DIGITS),
    ("month", Values::One(&["numeric", "2-digit", "long", "short", "narrow"])),
    ("day", DIGITS),
    ("dayPeriod", SHORT_LONG_NARROW),
    ("hour", DIGITS),
    ("minute", DIGITS),
    ("second", DIGITS),
    ("fractionalSecondDigits", Values::Number),
    ("hour12", Values::One(&["true", "false", "0", "1"])),
    ("hourCycle", Values::One(&["h11", "h12", "h23", "h24"])),
    ("calendar", Values::Any),
    ("numberingSystem", Values::Any),
    ("timeZone", Values::Any),
    ("timeZoneName", Values::One(&["short", "long", "shortOffset", "longOffset", "shortGeneric", "longGeneric"])),
];

pub(super) fn check(case: &Case<'_>, findings: &mut Findings) {
    for (attribute, pattern) in case.message.patterns() {
        walk(pattern, &mut |part| {
            let (Part::Shown(inline) | Part::Asked(inline)) = part else { return };
            match inline {
                InlineExpression::FunctionReference { id, arguments } => {
                    check_call(case, attribute, id.name, arguments, findings);
                }
                InlineExpression::TermReference { id, arguments: Some(arguments), .. }
                    if !arguments.positional.is_empty() =>
                {
                    let place = case.context.file.place_of(id.name);
                    let finding = Finding::new(Code::TermPositionalArg, case.message.key_in(attribute), place);
                    findings.add(finding.with("term", format!("-{}", id.name)));
                }
                _ => {}
            }
        });
    }
}

fn check_call(
    case: &Case<'_>,
    attribute: Option<&str>,
    name: &str,
    arguments: &CallArguments<&str>,
    findings: &mut Findings,
) {
    let file = case.context.file;
    let Some((function, options)) = FUNCTIONS.iter().find(|(function, _)| *function == name) else {
        let finding = Finding::new(Code::UnknownFunction, case.message.key_in(attribute), file.place_of(name));
        findings.add(finding.with("name", name).with("known", listed(FUNCTIONS.iter().map(|(function, _)| function))));
        return;
    };
    for argument in &arguments.named {
        let option = argument.name.name;
        let kind = match options.iter().find(|(known, _)| *known == option) {
            None => "option",
            Some((_, values)) if !values.take(&argument.value) => "value",
            Some(_) => continue,
        };
        let finding = Finding::new(Code::FunctionOption, case.message.key_in(attribute), file.place_of(option));
        findings.add(finding.with("function", *function).with("option", option).with("kind", kind));
    }
}

impl Values {
    fn take(self, value: &InlineExpression<&str>) -> bool {
        let (text, is_number) = match value {
            InlineExpression::StringLiteral { value } => (value, false),
            InlineExpression::NumberLiteral { value } => (value, true),
            _ => return false,
        };
        match self {
            Self::Any => true,
            Self::Number => is_number,
            Self::One(values) => values.contains(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::checks::tests::found;
    use crate::findings::Code;

    const NOTHING: [&str; 0] = [];

    #[test]
    fn a_function_is_one_that_clients_have() {
        let wanted = ["1:7 a name=PLATFORM known=NUMBER, DATETIME"];
        assert_eq!(found(Code::UnknownFunction, "de", "", "a = { PLATFORM() ->\n   *[other] x\n}\n"), wanted);
        assert_eq!(found(Code::UnknownFunction, "de", "", "a = { NUMBER($n) } { DATETIME($d) }\n"), NOTHING);
    }

    #[test]
    fn an_option_and_its_value_are_known() {
        let of = |call: &str| found(Code::FunctionOption, "de", "", &format!("a = {{ {call} }}\n"));
        assert_eq!(of("NUMBER($n, digits: 2)"), ["1:18 a function=NUMBER option=digits kind=option"]);
        assert_eq!(of("NUMBER($n, minimumFractionDigits: \"x\")").len(), 1);
        assert_eq!(of("DATETIME($d, month: \"lnog\")"), ["1:20 a function=DATETIME option=month kind=value"]);
        assert_eq!(of("NUMBER($n, minimumFractionDigits: 2, style: \"percent\", currency: \"EUR\")"), NOTHING);
        assert_eq!(of("DATETIME($d, month: \"long\", hour12: \"false\")"), NOTHING);
    }

    #[test]
    fn a_term_takes_arguments_with_names() {
        let wanted = ["1:8 a term=-t"];
        assert_eq!(found(Code::TermPositionalArg, "de", "", "a = { -t(\"gen\") }\n-t = T\n"), wanted);
        assert_eq!(found(Code::TermPositionalArg, "de", "", "a = { -t(case: \"gen\") }\n-t = T\n"), NOTHING);
    }
}
