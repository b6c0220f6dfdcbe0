//! TextRank: words that are central among the words around them.
//!
//! (Mihalcea & Tarau, "TextRank: Bringing order into text", EMNLP 2004, <https://aclanthology.org/W04-3252/>.)
//! Window, damping, sweeps and normalisation are those of Python jieba 0.42.1, `jieba.analyse.textrank`, and so
//! is the order of every sum, so that the figures are the same to the last bit.

use crate::analysis::select::sort;
use std::cmp::Ordering;

/// How many places a window has: a candidate is tied to those at distance 1 to `SPAN` − 1 after it.
const SPAN: usize = 5;
/// d, the damping factor.
const DAMPING: f64 = 0.85;
/// How often every node is ranked anew.
const SWEEPS: usize = 10;

/// The candidate words that stand near one another, gathered from sequences of places.
///
/// ```
/// use hanlens::analysis::textrank::Cooccurrences;
/// let mut found = Cooccurrences::default();
/// for place in [Some(0), None, Some(1), Some(0)] {
///     found.push(place);
/// }
/// found.end_sequence();
/// let ranked = found.rank(|a, b| a.cmp(b));
/// assert_eq!(ranked.iter().map(|&(term, _)| term).collect::<Vec<_>>(), [0, 1]);
/// assert_eq!(ranked[0].1, 1.0);
/// ```
#[derive(Debug, Default)]
pub struct Cooccurrences {
    /// The last places; the first is complete when the others are known.
    window: [Option<u32>; SPAN],
    /// In the order of the text, equal ones too: [`distinct_edges`] counts them all at the end in a few linear
    /// passes, which is faster than a hash table and takes no more memory, as most pairs occur once.
    pairs: Vec<(u32, u32)>,
}

impl Cooccurrences {
    /// Adds a place: a candidate term, or `None` for a token that is none, punctuation or white space.
    pub fn push(&mut self, place: Option<u32>) {
        self.window.rotate_left(1);
        self.window[SPAN - 1] = place;
        let [Some(from), after @ ..] = self.window else {
            return;
        };
        self.pairs.extend(after.into_iter().flatten().map(|to| (from, to)));
    }

    /// Adds so many places without a candidate.
    pub fn push_gap(&mut self, places: usize) {
        for _ in 0..places.min(SPAN) {
            self.push(None);
        }
    }

    /// Ends a sequence: nothing before is tied to anything after. Call it after each document.
    pub fn end_sequence(&mut self) {
        self.push_gap(SPAN);
    }

    /// Ranks the terms that are tied to any, in the order that `compare` gives, each with its weight: 1 for the
    /// most central, above 0 for the least.
    ///
    /// The order matters: a sweep ranks the nodes one after another, each from the newest ranks of its
    /// neighbours. Python jieba sorts by spelling in code-point order. A term that is never near another has no rank.
    pub fn rank(self, compare: impl Fn(&u32, &u32) -> Ordering) -> Vec<(u32, f64)> {
        let mut pairs = self.pairs;
        let terms = number_nodes(&mut pairs, compare);
        let edges = distinct_edges(pairs, terms.len());
        let mut ranks = Graph::new(terms.len(), &edges).rank();
        normalise(&mut ranks);
        terms.into_iter().zip(ranks).collect()
    }
}

/// Gives the distinct terms of the pairs in order, and puts in the pairs each term's place among them.
fn number_nodes(pairs: &mut [(u32, u32)], compare: impl Fn(&u32, &u32) -> Ordering) -> Vec<u32> {
    let bound = pairs.iter().map(|&(from, to)| from.max(to) as usize + 1).max().unwrap_or(0);
    let mut node_of = vec![ABSENT; bound];
    let mut terms = Vec::new();
    for &(from, to) in pairs.iter() {
        for term in [from, to] {
            if node_of[term as usize] == ABSENT {
                node_of[term as usize] = 0;
                terms.push(term);
            }
        }
    }
    sort(&mut terms, compare);
    for (node, &term) in terms.iter().enumerate() {
        node_of[term as usize] = node as u32;
    }
    for (from, to) in pairs {
        (*from, *to) = (node_of[*from as usize], node_of[*to as usize]);
    }
    terms
}

const ABSENT: u32 = u32::MAX;

/// Two nodes in the order in which they stood in the text, and how often they stood so.
#[derive(Debug, Clone, Copy)]
struct Edge {
    from: u32,
    to: u32,
    weight: u32,
}

/// The distinct pairs in the order of their first occurrence, which is the order of all later sums.
fn distinct_edges(pairs: Vec<(u32, u32)>, nodes: usize) -> Vec<Edge> {
    let weights = weights_at_first(&pairs, nodes);
    let weighted = pairs.into_iter().zip(weights).filter(|&(_, weight)| weight > 0);
    weighted.map(|((from, to), weight)| Edge { from, to, weight }).collect()
}

/// At the first occurrence of each pair how often it occurs, and 0 at the others.
fn weights_at_first(pairs: &[(u32, u32)], nodes: usize) -> Vec<u32> {
    let rows = row_starts(nodes, pairs.iter().map(|&(from, _)| from));
    let mut next = rows.clone();
    // The pairs of each `from` together, as (to, place in the text), in the order of the text.
    let mut grouped = vec![(0, 0); pairs.len()];
    for (place, &(from, to)) in (0..).zip(pairs) {
        grouped[next[from as usize] as usize] = (to, place);
        next[from as usize] += 1;
    }
    let mut weights = vec![0; pairs.len()];
    let mut first_of = vec![(ABSENT, 0); nodes];
    for from in 0..nodes {
        for &(to, place) in &grouped[rows[from] as usize..rows[from + 1] as usize] {
            let first = &mut first_of[to as usize];
            if first.0 != from as u32 {
                *first = (from as u32, place);
            }
            weights[first.1 as usize] += 1;
        }
    }
    weights
}

/// Where the row of each node starts when items are put in rows by their node, and where the last one ends.
fn row_starts(nodes: usize, node_of_items: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut starts = vec![0; nodes + 1];
    for node in node_of_items {
        starts[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        starts[node + 1] += starts[node];
    }
    starts
}

/// Scales the ranks as jieba does: (w − min/10) / (max − min/10).
fn normalise(ranks: &mut [f64]) {
    let min = ranks.iter().copied().fold(f64::MAX, f64::min);
    let max = ranks.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    for rank in ranks {
        *rank = (*rank - min / 10.0) / (max - min / 10.0);
    }
}

/// The graph in compressed sparse rows: the neighbours of node `n` are those at `starts[n]..starts[n + 1]`.
struct Graph {
    starts: Vec<u32>,
    neighbours: Vec<u32>,
    /// What share of the neighbour's rank comes over this edge: the edge's weight in that of all its edges.
    shares: Vec<f64>,
}

impl Graph {
    fn new(nodes: usize, edges: &[Edge]) -> Graph {
        let starts = row_starts(nodes, edges.iter().flat_map(|edge| [edge.from, edge.to]));
        let mut weights = vec![0.0; nodes];
        for edge in edges {
            weights[edge.from as usize] += f64::from(edge.weight);
            weights[edge.to as usize] += f64::from(edge.weight);
        }
        let mut next = starts.clone();
        let mut graph = Graph { starts, neighbours: vec![0; 2 * edges.len()], shares: vec![0.0; 2 * edges.len()] };
        for &Edge { from, to, weight } in edges {
            for (node, neighbour) in [(from, to), (to, from)] {
                let place = next[node as usize] as usize;
                graph.neighbours[place] = neighbour;
                graph.shares[place] = f64::from(weight) / weights[neighbour as usize];
                next[node as usize] += 1;
            }
        }
        graph
    }

    fn rank(&self) -> Vec<f64> {
        let nodes = self.starts.len() - 1;
        let mut ranks = vec![1.0 / nodes.max(1) as f64; nodes];
        for _ in 0..SWEEPS {
            for node in 0..nodes {
                let row = self.starts[node] as usize..self.starts[node + 1] as usize;
                let mut sum = 0.0;
                for (&neighbour, &share) in self.neighbours[row.clone()].iter().zip(&self.shares[row]) {
                    sum += share * ranks[neighbour as usize];
                }
                ranks[node] = (1.0 - DAMPING) + DAMPING * sum;
            }
        }
        ranks
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn ranked(sequences: &[&[Option<u32>]]) -> Vec<(u32, f64)> {
        let mut graph = Cooccurrences::default();
        for sequence in sequences {
            for &place in *sequence {
                graph.push(place);
            }
            graph.end_sequence();
        }
        graph.rank(u32::cmp)
    }

    #[test]
    fn nothing_near_anything_has_no_rank() {
        assert_eq!(ranked(&[]), []);
        assert_eq!(ranked(&[&[]]), []);
        assert_eq!(ranked(&[&[None, None]]), []);
        assert_eq!(ranked(&[&[Some(3)]]), []);
        assert_eq!(ranked(&[&[Some(3), None, None, None, None, Some(4)]]), [], "distance 5");
        assert_eq!(ranked(&[&[Some(3)], &[Some(4)]]), [], "two documents");
    }

    #[test]
    fn the_window_reaches_four_places() {
        let found = |sequence: &[Option<u32>]| !ranked(&[sequence]).is_empty();
        assert!(found(&[Some(1), Some(2)]));
        assert!(found(&[Some(1), None, None, None, Some(2)]));
        assert!(!found(&[Some(1), None, None, None, None, Some(2)]));
    }

    #[test]
    fn a_pair_is_an_edge_once_with_how_often_it_occurs() {
        let edges = distinct_edges(vec![(1, 0), (0, 1), (1, 0), (2, 2), (1, 0)], 3);
        let edges: Vec<_> = edges.iter().map(|edge| (edge.from, edge.to, edge.weight)).collect();
        assert_eq!(edges, [(1, 0, 3), (0, 1, 1), (2, 2, 1)]);
    }

    #[test]
    fn a_word_may_be_its_own_neighbour() {
        assert_eq!(ranked(&[&[Some(5), Some(5)]]), [(5, 1.0)]);
    }

    #[test]
    fn a_long_gap_is_as_many_places() {
        for places in 0..8 {
            let mut by_gap = Cooccurrences::default();
            let mut by_place = Cooccurrences::default();
            by_gap.push(Some(1));
            by_place.push(Some(1));
            by_gap.push_gap(places);
            (0..places).for_each(|_| by_place.push(None));
            for graph in [&mut by_gap, &mut by_place] {
                graph.push(Some(2));
                graph.end_sequence();
            }
            assert_eq!(by_gap.rank(u32::cmp), by_place.rank(u32::cmp), "{places} places");
        }
    }

    #[test]
    fn the_worked_vector() {
        // 研究 数据 ， 研究 方法 的 数据, numbered in the order of the spellings: 数据, 方法, 研究.
        let (data, method, study) = (Some(0), Some(1), Some(2));
        let ranks = ranked(&[&[study, data, None, study, method, None, data]]);
        assert_eq!(ranks, [(0, 0.7221020934459813), (1, 0.5883147389737441), (2, 1.0)]);
    }

    /// The algorithm of `jieba/analyse/textrank.py` line by line: pairs first, then edge lists, then sweeps.
    fn as_python(sequences: &[Vec<Option<u32>>]) -> Vec<(u32, f64)> {
        let mut pairs: Vec<((u32, u32), f64)> = Vec::new();
        for sequence in sequences {
            for (i, &place) in sequence.iter().enumerate() {
                let Some(from) = place else { continue };
                for j in i + 1..i + 5 {
                    let Some(&place) = sequence.get(j) else { break };
                    let Some(to) = place else { continue };
                    match pairs.iter_mut().find(|(pair, _)| *pair == (from, to)) {
                        Some((_, weight)) => *weight += 1.0,
                        None => pairs.push(((from, to), 1.0)),
                    }
                }
            }
        }
        let mut graph: BTreeMap<u32, Vec<(u32, f64)>> = BTreeMap::new();
        for ((from, to), weight) in pairs {
            graph.entry(from).or_default().push((to, weight));
            graph.entry(to).or_default().push((from, weight));
        }
        let start = 1.0 / graph.len().max(1) as f64;
        let mut ranks: BTreeMap<u32, f64> = graph.keys().map(|&node| (node, start)).collect();
        let out: BTreeMap<u32, f64> =
            graph.iter().map(|(&node, edges)| (node, edges.iter().map(|edge| edge.1).sum())).collect();
        for _ in 0..10 {
            for (node, edges) in &graph {
                let sum: f64 = edges.iter().fold(0.0, |sum, (to, weight)| sum + weight / out[to] * ranks[to]);
                ranks.insert(*node, (1.0 - 0.85) + 0.85 * sum);
            }
        }
        let min = ranks.values().copied().fold(f64::MAX, f64::min);
        let max = ranks.values().copied().fold(f64::MIN_POSITIVE, f64::max);
        ranks.into_iter().map(|(node, rank)| (node, (rank - min / 10.0) / (max - min / 10.0))).collect()
    }

    proptest! {
        #[test]
        fn equals_the_algorithm_as_published(
            sequences in prop::collection::vec(
                prop::collection::vec(prop::option::weighted(0.6, 0u32..12), 0..60),
                0..5,
            )
        ) {
            let slices: Vec<&[Option<u32>]> = sequences.iter().map(Vec::as_slice).collect();
            let ours = ranked(&slices);
            let theirs = as_python(&sequences);
            prop_assert_eq!(ours.len(), theirs.len());
            for ((node, rank), (their_node, their_rank)) in ours.into_iter().zip(theirs) {
                prop_assert_eq!(node, their_node);
                prop_assert_eq!(rank.to_bits(), their_rank.to_bits());
                prop_assert!(rank > 0.0 && rank <= 1.0);
            }
        }
    }
}
