//! Anchors: the earlier publications of a scope from which a delta leads to the newest.

/// A day in milliseconds.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1000;
/// How old the anchors beside the previous publication are, in days.
const AGES: [i64; 5] = [1, 7, 30, 90, 180];

/// The revision at which a scope was published, and when, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Publication {
    pub(crate) rev: i64,
    pub(crate) at: i64,
}

/// The anchors of a publication, the nearest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Anchors {
    pub(crate) revs: Vec<i64>,
    /// The one from a day before.
    pub(crate) day: Option<i64>,
    /// The one from seven days before.
    pub(crate) week: Option<i64>,
}

/// Chooses among the publications of this epoch, ascending: the previous one, and for each age the newest that old,
/// else the oldest (delta sync, section 1).
pub(crate) fn choose(history: &[Publication], now: i64) -> Anchors {
    let Some(previous) = history.last() else { return Anchors::default() };
    let aged = |days: i64| {
        let old = history.iter().rev().find(|publication| publication.at <= now - days * DAY);
        old.unwrap_or(&history[0]).rev
    };
    let mut revs: Vec<i64> = AGES.into_iter().map(aged).chain([previous.rev]).collect();
    revs.sort_unstable_by(|a, b| b.cmp(a));
    revs.dedup();
    Anchors { revs, day: Some(aged(1)), week: Some(aged(7)) }
}

/// The publications that are no longer needed: of those older than a week one a day stays, of those older than a month
/// one a week; the oldest and the newest always stay.
pub(crate) fn surplus(history: &[Publication], now: i64) -> Vec<i64> {
    let slot = |publication: &Publication| match now - publication.at {
        age if age <= 8 * DAY => None,
        age if age <= 31 * DAY => Some(publication.at / DAY),
        _ => Some(publication.at / (7 * DAY)),
    };
    let followed = history.windows(2).skip(1);
    let same_slot = followed.filter(|pair| slot(&pair[0]).is_some() && slot(&pair[0]) == slot(&pair[1]));
    same_slot.map(|pair| pair[0].rev).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 400 * DAY;

    fn history(days_ago: &[i64]) -> Vec<Publication> {
        let publication =
            |(rev, days): (usize, &i64)| Publication { rev: 1 + i64::try_from(rev).unwrap(), at: NOW - days * DAY };
        days_ago.iter().enumerate().map(publication).collect()
    }

    #[test]
    fn the_first_publication_has_no_anchors() {
        assert_eq!(choose(&[], NOW), Anchors::default());
    }

    #[test]
    fn young_publications_lead_back_to_the_oldest() {
        assert_eq!(choose(&history(&[0, 0, 0]), NOW), Anchors { revs: vec![3, 1], day: Some(1), week: Some(1) });
    }

    #[test]
    fn each_age_has_the_newest_publication_that_old() {
        let anchors = choose(&history(&[300, 200, 100, 40, 8, 6, 2, 0]), NOW);

        assert_eq!(anchors, Anchors { revs: vec![8, 7, 5, 4, 3, 2], day: Some(7), week: Some(5) });
    }

    #[test]
    fn old_publications_are_thinned_out_and_their_ends_stay() {
        let history = history(&[300, 299, 298, 20, 20, 20, 3, 3, 3]);

        assert_eq!(surplus(&history, NOW), [2, 4, 5]);
    }
}
