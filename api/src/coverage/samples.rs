//! A report to render in tests.

use crate::coverage::report::{Changes, Counts, Figures, Language, Month, Report, Share, Topic};

fn counts([up_to_date, outdated, machine, missing]: [usize; 4]) -> Counts {
    Counts { up_to_date, outdated, machine, missing, total: up_to_date + outdated + machine + missing }
}

fn figures(pages: [usize; 4], words: [usize; 4], waiting_since: Option<&str>) -> Figures {
    Figures { pages: counts(pages), words: counts(words), waiting_since: waiting_since.map(str::to_owned) }
}

fn topic(number: u8, title: &str, german: Figures, arabic: Figures) -> Topic {
    let total = arabic.clone();
    let shares = [("de", german), ("ar", arabic)];
    Topic {
        id: format!("00000000-0000-4000-8000-{number:012}"),
        title: title.to_owned(),
        title_language: "de".to_owned(),
        languages: shares.map(|(language, figures)| Share { language: language.to_owned(), figures }).into(),
        total,
    }
}

fn language(tag: &str, name: &str, direction: &'static str, source: Option<&str>, figures: Figures) -> Language {
    let (language, name, source) = (tag.to_owned(), name.to_owned(), source.map(str::to_owned));
    Language { language, name, direction, source, figures }
}

/// Two topics in German and Arabic.
pub(crate) fn report() -> Report {
    let since = Some("2024-01-17T11:10:58Z");
    let total = figures([1, 1, 1, 2], [50, 150, 120, 1280], since);
    Report {
        region: "musterkreis".to_owned(),
        name: "Landkreis <Muster>".to_owned(),
        time_zone: "Europe/Berlin".to_owned(),
        languages: vec![
            language("de", "Deutsch", "ltr", None, figures([5, 0, 0, 0], [1600, 0, 0, 0], None)),
            language("ar", "العربية", "rtl", Some("de"), total.clone()),
        ],
        topics: vec![
            topic(
                1,
                "Arbeit, Beruf",
                figures([4, 0, 0, 0], [400, 0, 0, 0], None),
                figures([1, 1, 1, 1], [50, 150, 120, 80], since),
            ),
            topic(
                2,
                "=1+1",
                figures([1, 0, 0, 0], [1200, 0, 0, 0], None),
                figures([0, 0, 0, 1], [0, 0, 0, 1200], None),
            ),
        ],
        total,
        rhythm: vec![Month {
            month: "2024-01".to_owned(),
            texts: 3,
            languages: vec![Changes { language: "de".to_owned(), texts: 3 }],
        }],
    }
}
