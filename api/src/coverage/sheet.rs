//! Coverage as a table for spreadsheets: CSV in UTF-8 with a byte order mark, one row per topic and language.

use csv::{Terminator, WriterBuilder};

use crate::coverage::report::{Counts, Figures, Report, Share, Topic};

/// The first row; the names are stable, new columns go to the end.
pub(crate) const HEADER: [&str; 16] = [
    "topic",
    "title",
    "language",
    "name",
    "source",
    "pages_up_to_date",
    "pages_outdated",
    "pages_machine",
    "pages_missing",
    "pages",
    "words_up_to_date",
    "words_outdated",
    "words_machine",
    "words_missing",
    "words",
    "waiting_since",
];

/// Without it, spreadsheets read UTF-8 as something older.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// The report as CSV (RFC 4180); without totals, so that a spreadsheet can sum and pivot the rows.
pub(crate) fn render(report: &Report) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(HEADER)?;
    for topic in &report.topics {
        for share in &topic.languages {
            writer.write_record(row(report, topic, share))?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn row(report: &Report, topic: &Topic, share: &Share) -> Vec<String> {
    let language = report.languages.iter().find(|language| language.language == share.language);
    let mut cells = vec![
        topic.id.clone(),
        harmless(&topic.title),
        share.language.clone(),
        language.map(|language| harmless(&language.name)).unwrap_or_default(),
        language.and_then(|language| language.source.clone()).unwrap_or_default(),
    ];
    let Figures { pages, words, waiting_since } = &share.figures;
    cells.extend(counts(pages));
    cells.extend(counts(words));
    cells.extend([waiting_since.clone().unwrap_or_default()]);
    cells
}

fn counts(counts: &Counts) -> impl Iterator<Item = String> {
    counts.states().into_iter().chain([counts.total]).map(|count| count.to_string())
}

/// The text as a spreadsheet shows it: one that would be taken for a formula gets an apostrophe in front.
fn harmless(text: &str) -> String {
    let looks_like_a_formula = text.starts_with(['\t', '\r', '\n'])
        || text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if looks_like_a_formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::samples;

    #[test]
    fn a_sheet_has_one_row_for_each_topic_and_language() {
        let sheet = render(&samples::report()).expect("a sheet");

        let text = String::from_utf8(sheet).expect("UTF-8");
        let expected = concat!(
            "\u{feff}topic,title,language,name,source,pages_up_to_date,pages_outdated,pages_machine,pages_missing,pages,",
            "words_up_to_date,words_outdated,words_machine,words_missing,words,waiting_since\r\n",
            "00000000-0000-4000-8000-000000000001,\"Arbeit, Beruf\",de,Deutsch,,4,0,0,0,4,400,0,0,0,400,\r\n",
            "00000000-0000-4000-8000-000000000001,\"Arbeit, Beruf\",ar,العربية,de,1,1,1,1,4,50,150,120,80,400,2024-01-17T11:10:58Z\r\n",
            "00000000-0000-4000-8000-000000000002,'=1+1,de,Deutsch,,1,0,0,0,1,1200,0,0,0,1200,\r\n",
            "00000000-0000-4000-8000-000000000002,'=1+1,ar,العربية,de,0,0,0,1,1,0,0,0,1200,1200,\r\n",
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn nothing_that_a_spreadsheet_would_run_stays_at_the_start_of_a_cell() {
        for text in ["=1", "+1", "-1", "@A1", " =1", "\t=1", "\rx", "＝1"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["Arbeit", "1-2", "", "A=B"] {
            assert_eq!(harmless(text), text);
        }
    }
}
