//! Which pages of a source belong together, and which item each of them is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::import::rows::Key;
use crate::import::{Pair, PairKind, Source, SourcePage};

/// One page of the source in all the languages that were read.
#[derive(Debug, Default)]
pub(super) struct Cluster<'a> {
    /// The page by key of the language.
    pub(super) pages: BTreeMap<String, &'a SourcePage>,
    /// Every name it goes by, also in languages that were not read.
    pub(super) pairs: BTreeSet<Pair>,
}

impl Cluster<'_> {
    /// The page in `first` if there is one, else in the first language by key.
    pub(super) fn leading(&self, first: &str) -> Option<(&str, &SourcePage)> {
        let (language, page) = self.pages.get_key_value(first).or_else(|| self.pages.first_key_value())?;
        Some((language, page))
    }
}

/// Puts the pages of all languages together, the default language first, and at most one page of a language each.
pub(super) fn clusters<'a>(source: &'a Source, default: &str) -> Vec<Cluster<'a>> {
    let mut languages: Vec<_> = source.languages.iter().collect();
    languages.sort_by_key(|language| (language.tag.key() != default, language.tag.key().to_owned()));
    let mut clusters: Vec<Cluster<'a>> = Vec::new();
    let mut owner: HashMap<Pair, usize> = HashMap::new();
    for language in languages {
        let key = language.tag.key();
        for page in &language.pages {
            let own = Pair::both(key, page.id.as_deref(), &page.path);
            let names = own.iter().chain(&page.translations);
            let free = |at: &usize| !clusters[*at].pages.contains_key(key);
            let at = names.clone().filter_map(|pair| owner.get(pair).copied()).find(free).unwrap_or(clusters.len());
            if at == clusters.len() {
                clusters.push(Cluster::default());
            }
            clusters[at].pages.insert(key.to_owned(), page);
            for pair in names {
                if *owner.entry(pair.clone()).or_insert(at) == at {
                    clusters[at].pairs.insert(pair.clone());
                }
            }
        }
    }
    clusters
}

/// The item of each cluster that an earlier import has seen.
///
/// Names seen by the last import decide before older ones, then ids before paths, then the default language before
/// others; each item is matched once.
pub(super) fn items(clusters: &[Cluster<'_>], keys: &[Key], default: &str) -> Vec<Option<String>> {
    let last = keys.iter().map(|key| key.run).max().unwrap_or_default();
    let known: HashMap<&Pair, &Key> = keys.iter().map(|key| (&key.pair, key)).collect();
    let mut candidates = Vec::new();
    for (index, cluster) in clusters.iter().enumerate() {
        for pair in &cluster.pairs {
            if let Some(key) = known.get(pair) {
                let rank = (key.run != last, pair.kind, pair.language != default, &pair.language, index);
                candidates.push((rank, index, key.item.as_str()));
            }
        }
    }
    candidates.sort_unstable();
    let mut found = vec![None; clusters.len()];
    let mut taken = HashSet::new();
    for (_, index, item) in candidates {
        if found[index].is_none() && taken.insert(item) {
            found[index] = Some(item.to_owned());
        }
    }
    found
}

/// Which cluster a path of a language that was read belongs to.
pub(super) fn by_path<'a>(clusters: &'a [Cluster<'_>]) -> HashMap<(&'a str, &'a str), usize> {
    let mut found = HashMap::new();
    for (index, cluster) in clusters.iter().enumerate() {
        for pair in cluster.pairs.iter().filter(|pair| pair.kind == PairKind::Path) {
            found.insert((pair.language.as_str(), pair.value.as_str()), index);
        }
    }
    found
}

/// The clusters, those above before those below them, each with the cluster above it; the rest are in a circle.
pub(super) fn downwards(parents: &[Option<usize>]) -> (Vec<usize>, Vec<usize>) {
    let mut below: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
    for (index, parent) in parents.iter().enumerate() {
        below.entry(*parent).or_default().push(index);
    }
    let mut order = below.remove(&None).unwrap_or_default();
    let mut next = 0;
    while let Some(index) = order.get(next).copied() {
        order.extend(below.remove(&Some(index)).unwrap_or_default());
        next += 1;
    }
    let mut circling: Vec<usize> = below.into_values().flatten().collect();
    circling.sort_unstable();
    (order, circling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parents_come_before_their_children_and_circles_are_found() {
        let (order, circling) = downwards(&[Some(2), None, Some(1), Some(4), Some(3)]);

        assert_eq!((order, circling), (vec![1, 2, 0], vec![3, 4]));
    }
}
