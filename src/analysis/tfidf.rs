//! TF-IDF: words that are frequent here and rare in general.
//!
//! weight(t) = f(t) · idf(t) / Σ f, the sum over the kept terms. (Salton & Buckley, "Term-weighting approaches
//! in automatic text retrieval", Information Processing & Management 24(5), 1988, doi:10.1016/0306-4573(88)90021-0;
//! the choice of kept terms and the normalisation are those of Python jieba 0.42.1, `jieba.analyse.extract_tags`.)

/// Weighs terms by their counts, given as (term, count), and `idf`, their inverse document frequencies in
/// natural-logarithm units. Gives (term, weight) in the same order.
///
/// Only the kept terms may be given: their counts are what the weights are shares of. A weight is ≥ 0 when the
/// frequencies are. The order of operations is Python jieba's, so the figures are the same to the last bit.
///
/// ```
/// let weights = hanlens::analysis::tfidf::weigh(&[(7, 3), (9, 1)], |term| if term == 7 { 2.0 } else { 6.0 });
/// assert_eq!(weights, [(7, 1.5), (9, 1.5)]);
/// ```
pub fn weigh(kept: &[(u32, u32)], idf: impl Fn(u32) -> f64) -> Vec<(u32, f64)> {
    let total = kept.iter().map(|&(_, count)| u64::from(count)).sum::<u64>() as f64;
    kept.iter().map(|&(term, count)| (term, f64::from(count) * (idf(term) / total))).collect()
}

#[cfg(test)]
mod tests {
    use super::weigh;

    #[test]
    fn the_worked_vector() {
        // 图书馆 three times, 茶馆 once, and 老城砖, which the table lacks, once.
        let idf = [7.57811241205, 8.87679713113, 11.9547675029];
        let weights = weigh(&[(0, 3), (1, 1), (2, 1)], |term| idf[term as usize]);
        assert_eq!(weights, [(0, 4.5468674472299995), (1, 1.7753594262259997), (2, 2.39095350058)]);
    }

    #[test]
    fn no_kept_term_has_no_weight() {
        assert_eq!(weigh(&[], |_| 1.0), []);
    }
}
