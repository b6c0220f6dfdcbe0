//! Every measure with every option: an error of a known kind, or figures that fit those of the other measures.

use super::engine::with_lens;
use super::input::Input;
use super::pattern::check_row;
use super::pipeline::analysed;
use hanlens::analysis::collocation::CollocateSort;
use hanlens::analysis::ngrams::NgramStopFilter;
use hanlens::analysis::*;
use hanlens::export::{ExportOptions, json_rows};
use hanlens::tables::Tables;
use hanlens::{Corpus, Document, Kind, Lens, NewUserWord, Result};

const TEXT: usize = 600;

/// A corpus with its stop words, and queries about it.
pub struct Scene {
    pub corpus: Corpus,
    pub marks: Vec<bool>,
    stop_words: StopWords,
    queries: Queries,
}

/// A query of each measure.
struct Queries {
    terms: TermQuery,
    keywords: KeywordQuery,
    concordance: ConcordanceQuery,
    collocates: CollocateQuery,
    ngrams: NgramQuery,
    keyness: KeynessQuery,
    dispersion: DispersionQuery,
    trend: TrendQuery,
    statistics: StatisticsQuery,
    characters: CharacterQuery,
    new_words: NewWordQuery,
    spans: SpanQuery,
    term_documents: TermDocumentsQuery,
    explain: ExplainQuery,
}

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let words = input.list(3, |input| input.string(6));
    with_lens(|lens| {
        for word in words {
            let _ = lens.add_user_word(&NewUserWord { word, ..NewUserWord::default() });
        }
        let scene = Scene::new(lens, &mut input);
        scene.check_counts(lens);
        scene.check_places(lens);
        scene.check_words_beside_words(lens);
        scene.check_discovery(lens);
        let effects = effects::of_user_words(lens, &scene.corpus).expect("the words are known");
        assert_eq!(effects.len(), lens.user_words().len());
        effects.iter().for_each(|effect| drop(json(&effect.to_json())));
    });
}

impl Scene {
    pub fn new(lens: &Lens, input: &mut Input) -> Scene {
        let (options, text_options) = (input.cut_options(), input.text_options());
        let stop_words = match input.byte() % 3 {
            0 => StopWords::Default,
            1 => StopWords::None,
            _ => StopWords::Own(input.list(4, |input| input.string(4))),
        };
        let queries = Queries::new(input);
        let texts: Vec<Vec<u16>> = (0..input.below(5)).map(|_| input.text(TEXT)).collect();
        let corpus = analysed(lens, &texts, options, text_options);
        let marks = stop_words.mark(corpus.terms());
        Scene { corpus, marks, stop_words, queries }
    }

    /// Every table that is made from a query, as the text of a file.
    pub fn tables(&self, lens: &Lens, options: ExportOptions) -> Vec<String> {
        let Scene { corpus, marks, stop_words, queries } = self;
        let tables = Tables { lens, corpus, stop_words, stop_marks: marks, options };
        let mut texts = Vec::new();
        texts.extend(right(tables.concordance(&queries.concordance)));
        texts.extend(right(tables.collocates(&queries.collocates)));
        texts.extend(right(tables.ngrams(&queries.ngrams)));
        texts.extend(right(tables.keyness(&queries.keyness)));
        texts.extend(right(tables.dispersion(&queries.dispersion)));
        texts.extend(right(tables.trend(&queries.trend)));
        texts.extend(right(tables.statistics(&queries.statistics)));
        texts.extend(right(tables.characters(&queries.characters)));
        if let Some(mut search) = right(discovery::Discovery::new(corpus, &queries.new_words)) {
            while !search.step() {}
            texts.push(tables.new_words(&search.finish(), &queries.new_words));
        }
        texts
    }

    fn chosen<'a>(&'a self, documents: &Option<Vec<usize>>) -> Vec<&'a Document> {
        let all = self.corpus.documents();
        match documents {
            None => all.iter().collect(),
            Some(chosen) => (0..all.len()).filter(|index| chosen.contains(index)).map(|index| &all[index]).collect(),
        }
    }

    /// Terms, keywords, statistics, characters, the summary: what counts.
    fn check_counts(&self, lens: &Lens) {
        let Scene { corpus, marks, queries, .. } = self;
        if let Some(page) = right(frequency::page(corpus, marks, &queries.terms)) {
            let query = &queries.terms;
            page_is_whole(page.rows.len(), page.total, page.offset, query.limit.unwrap_or(TermQuery::DEFAULT_LIMIT));
            let all = TermQuery { limit: Some(usize::MAX), documents: query.documents.clone(), ..TermQuery::default() };
            let all = frequency::page(corpus, marks, &all).expect("the documents are there").rows;
            let tokens: usize = self.chosen(&query.documents).iter().map(|document| document.tokens().len()).sum();
            assert_eq!(all.iter().map(|row| row.count as usize).sum::<usize>(), tokens);
            assert!(all.windows(2).all(|pair| pair[0].count >= pair[1].count && pair[0].rank <= pair[1].rank));
            assert!(page.rows.iter().all(|row| all.contains(row)), "a filter chooses rows and changes none");
        }
        if let Some(found) = right(keywords::extract(lens, corpus, marks, &queries.keywords)) {
            assert!(found.iter().all(|keyword| keyword.weight.is_finite() && !marks[keyword.term as usize]));
            assert!(found.windows(2).all(|pair| pair[0].weight >= pair[1].weight));
        }
        if let Some(page) = right(statistics::describe(corpus, &queries.statistics)) {
            let tokens: u64 = page.documents.iter().map(|row| row.tokens).sum();
            assert_eq!(page.combined.tokens, tokens);
            for row in page.documents.iter().chain([&page.combined]) {
                let kinds: u64 = row.kinds.iter().map(|kind| kind.count).sum();
                let tags: u64 = row.tags.iter().map(|tag| tag.count).sum();
                let lengths: u64 = row.word_lengths.iter().map(|length| length.count).sum();
                assert_eq!([kinds, tags, lengths], [row.tokens; 3]);
                assert!(row.types <= row.tokens && row.hapax <= row.types && row.han_characters <= row.characters);
                assert!([row.ttr, row.mattr].iter().flatten().all(|ratio| (0.0..=1.0).contains(ratio)));
            }
            json(&page.to_json());
        }
        if let Some(page) = right(characters::page(corpus, &queries.characters)) {
            let limit = queries.characters.limit.unwrap_or(CharacterQuery::DEFAULT_LIMIT);
            page_is_whole(page.rows.len(), page.total, page.offset, limit);
            let shown: u64 = page.rows.iter().map(|row| row.count).sum();
            assert!(shown <= page.characters && (page.rows.len() < page.total || shown == page.characters));
        }
        let summary = summary::summarize(corpus);
        assert_eq!((summary.tokens, summary.types), (corpus.token_count(), corpus.terms().len()));
        assert!(summary.han_characters <= summary.characters);
    }

    /// Concordance, dispersion, spans, trend, counts by document, explanations: what has a place.
    fn check_places(&self, lens: &Lens) {
        let Scene { corpus, queries, .. } = self;
        let concordance = right(concordance::page(lens, corpus, &queries.concordance));
        if let Some(page) = &concordance {
            page_is_whole(page.rows.len(), page.total, page.offset, queries.concordance.limit.unwrap_or(100));
            page.rows.iter().for_each(|row| check_row(corpus, row));
        }
        if let Some(found) = right(dispersion::disperse(lens, corpus, &queries.dispersion)) {
            let hits: usize = found.parts.iter().map(|part| part.hits as usize).sum();
            let tokens: usize = found.parts.iter().map(|part| part.part.tokens as usize).sum();
            assert_eq!((hits, tokens, found.places.len()), (found.total, found.tokens, 4 * found.total));
            let figures = [found.evenness.dp, found.evenness.dp_norm, found.evenness.juilland];
            assert!(figures.iter().flatten().all(|figure| (-1e-9..=1.0 + 1e-9).contains(figure)), "{figures:?}");
        }
        if let Some(found) = right(spans::spans(lens, corpus, &queries.spans)) {
            let text = corpus.documents()[queries.spans.document.unwrap_or(0)].text();
            let spans = found.as_chunks::<3>().0;
            assert!(spans.iter().all(|&[start, end, _]| start < end && end as usize <= text.len()));
            assert!(spans.windows(2).all(|pair| pair[0][0] <= pair[1][0]));
        }
        let by_document = right(term_documents::count(lens, corpus, &queries.term_documents));
        if let Some(found) = &by_document {
            assert_eq!(found.counts.len(), found.documents * queries.term_documents.terms.len());
        }
        if let Some(found) = right(trend::follow(lens, corpus, &queries.trend)) {
            for series in &found.series {
                assert_eq!([series.counts.len(), series.per_million.len()], [found.parts.len(); 2]);
                let documents = self.chosen(&queries.trend.documents);
                let tokens = documents.iter().flat_map(|document| document.tokens());
                let count = tokens.filter(|token| Some(token.term) == series.term).count();
                assert_eq!(series.counts.iter().map(|&count| count as usize).sum::<usize>(), count);
            }
        }
        if let Some(explained) = right(explain::place(lens, corpus, &queries.explain)) {
            assert!(serde_json::to_string(&explained).is_ok());
            assert!(explained.tokens.windows(2).all(|pair| pair[0].start <= pair[1].start));
        }
    }

    /// Collocates, n-grams, keyness: words against words.
    fn check_words_beside_words(&self, lens: &Lens) {
        let Scene { corpus, marks, stop_words, queries } = self;
        if let Some(page) = right(collocation::page(lens, corpus, marks, &queries.collocates)) {
            page_is_whole(page.rows.len(), page.total, page.offset, queries.collocates.limit.unwrap_or(100));
            for row in &page.rows {
                let figures = &row.association;
                let all = [figures.expected, figures.log_dice, figures.mi, figures.mi3, figures.t, figures.g2];
                assert!(all.iter().all(|figure| figure.is_finite()), "{row:?}");
                assert!(
                    row.observed > 0 && row.left.max(row.right) <= row.observed && row.observed <= row.left + row.right
                );
                assert!(figures.log_dice < 15.0, "{row:?}");
            }
        }
        if let Some(page) = right(ngrams::page(lens, corpus, marks, &queries.ngrams)) {
            page_is_whole(page.rows.len(), page.total, page.offset, queries.ngrams.limit.unwrap_or(100));
            for row in &page.rows {
                assert_eq!(row.terms.len(), row.words.len());
                assert!(row.count >= queries.ngrams.min_count.unwrap_or(2).max(1) && row.documents >= 1);
                let least = row.terms.iter().map(|&term| corpus.terms().count(term)).min();
                assert!(least.is_some_and(|least| row.count <= least), "{row:?}");
            }
        }
        if let Some(page) = right(keyness::page(lens, corpus, stop_words, &queries.keyness)) {
            page_is_whole(page.rows.len(), page.total, page.offset, queries.keyness.limit.unwrap_or(100));
            for row in &page.rows {
                assert!(row.target_count <= page.target_tokens && row.reference_count <= page.reference_tokens);
                assert!(row.g2.is_finite() && row.log_ratio.is_finite() && row.bic.is_finite(), "{row:?}");
            }
            json(&json_rows(&page.rows));
        }
    }

    fn check_discovery(&self, lens: &Lens) {
        let (corpus, query) = (&self.corpus, &self.queries.new_words);
        let Some(page) = right(discovery::page(lens, corpus, &self.stop_words, query)) else { return };
        page_is_whole(page.rows.len(), page.total, page.offset, query.limit.unwrap_or(NewWordQuery::DEFAULT_LIMIT));
        for row in &page.rows {
            let text = corpus.documents()[row.document as usize].text();
            let place = String::from_utf16_lossy(&text[row.start as usize..row.end as usize]);
            // A wrap inside the word is no part of it.
            let without: String = place.chars().filter(|c| row.word.contains(*c)).collect();
            assert_eq!(without, row.word);
            assert!(row.count >= query.min_count.unwrap_or(NewWordQuery::MIN_COUNT));
            assert!(row.cohesion.is_finite() && row.freedom.is_finite() && row.score.is_finite(), "{row:?}");
            assert_eq!(row.pieces.concat(), row.word);
        }
        json(&json_rows(&page.rows));
    }
}

/// What was right; a wrong query is an error of a kind that says so.
fn right<T>(result: Result<T>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(error) => {
            assert!(matches!(error.kind(), Kind::InvalidArgument | Kind::TooLarge), "{error}");
            assert!(!error.argument().is_empty() && !error.to_string().is_empty());
            None
        }
    }
}

fn page_is_whole(rows: usize, total: usize, offset: usize, limit: usize) {
    assert_eq!(rows, total.saturating_sub(offset).min(limit), "{total} rows from {offset} on, at most {limit}");
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

impl Queries {
    fn new(input: &mut Input) -> Queries {
        let pattern = pattern(input);
        let documents = documents(input);
        let (offset, limit) = (input.maybe(Input::size), input.maybe(Input::size));
        let tags =
            input.maybe(|input| input.list(3, |input| input.pick(&["n", "n*", "*", "", "v*", "x", "eng"]).to_owned()));
        let stop_words = input.maybe(|input| input.pick(&[StopFilter::Show, StopFilter::Hide, StopFilter::Only]));
        let min_count = input.maybe(|input| input.size() as u32);
        let min_length = input.maybe(Input::size);
        let descending = input.maybe(Input::flag);
        Queries {
            terms: TermQuery {
                sort: input.maybe(|input| input.pick(SORTS)),
                contains: input.maybe(|input| input.string(3)),
                descending,
                offset,
                limit,
                tags: tags.clone(),
                stop_words,
                documents: documents.clone(),
                ..TermQuery::default()
            },
            keywords: KeywordQuery {
                method: input.maybe(|input| input.pick(&[Method::TfIdf, Method::TextRank])),
                limit,
                tags: tags.clone(),
            },
            concordance: ConcordanceQuery {
                left: input.maybe(Input::size),
                right: input.maybe(Input::size),
                unit: input.maybe(|input| input.pick(&[ContextUnit::Tokens, ContextUnit::Characters])),
                bounded: input.maybe(Input::flag),
                sort: input.maybe(|input| input.list(4, order)),
                offset,
                limit,
                documents: documents.clone(),
                ..ConcordanceQuery::new(pattern.clone())
            },
            collocates: CollocateQuery {
                left: input.maybe(Input::size),
                right: input.maybe(Input::size),
                min_count,
                sort: input.maybe(|input| input.pick(COLLOCATE_SORTS)),
                descending,
                stop_words,
                tags: tags.clone(),
                min_length,
                offset,
                limit,
                documents: documents.clone(),
                ..CollocateQuery::new(pattern.clone())
            },
            ngrams: NgramQuery {
                min: input.maybe(Input::size),
                max: input.maybe(Input::size),
                min_count,
                containing: input.maybe(term),
                stop_words: input.maybe(|input| input.pick(&[NgramStopFilter::Show, NgramStopFilter::Hide])),
                sort: input.maybe(|input| input.pick(&[NgramSort::Count, NgramSort::Text, NgramSort::Documents])),
                offset,
                limit,
                documents: documents.clone(),
            },
            keyness: KeynessQuery {
                target: input.list(4, |input| input.below(5)),
                reference: input.maybe(|input| match input.flag() {
                    true => Reference::Documents(input.list(4, |input| input.below(5))),
                    false => Reference::List(list(input)),
                }),
                sort: input.maybe(|input| input.pick(KEYNESS_SORTS)),
                descending,
                direction: input
                    .maybe(|input| input.pick(&[Direction::Both, Direction::Positive, Direction::Negative])),
                min_count: min_count.map(u64::from),
                min_length,
                stop_words,
                tags,
                offset,
                limit,
            },
            dispersion: DispersionQuery { pattern, parts: input.maybe(parts), documents: documents.clone() },
            trend: TrendQuery { terms: input.list(4, term), parts: input.maybe(parts), documents: documents.clone() },
            statistics: StatisticsQuery { documents: documents.clone(), window: input.maybe(Input::size) },
            characters: CharacterQuery {
                han_only: input.maybe(Input::flag),
                offset,
                limit,
                documents: documents.clone(),
            },
            new_words: NewWordQuery {
                min_count,
                min_length,
                max_length: input.maybe(Input::size),
                min_cohesion: input.maybe(Input::float),
                min_freedom: input.maybe(Input::float),
                ignore: input.maybe(|input| input.list(3, |input| input.string(4))),
                offset,
                limit,
                documents,
            },
            spans: SpanQuery { document: input.maybe(|input| input.below(6)), terms: input.list(4, term) },
            term_documents: TermDocumentsQuery { terms: input.list(4, term) },
            explain: ExplainQuery {
                document: input.below(5),
                start: u32::from(input.unit()) % 700,
                end: input.size().min(700) as u32 + u32::from(input.byte()),
            },
        }
    }
}

const SORTS: &[SortKey] =
    &[SortKey::Count, SortKey::Word, SortKey::Tag, SortKey::Length, SortKey::Kind, SortKey::First, SortKey::Documents];

const COLLOCATE_SORTS: &[CollocateSort] = &[
    CollocateSort::LogDice,
    CollocateSort::Mi,
    CollocateSort::Mi3,
    CollocateSort::T,
    CollocateSort::G2,
    CollocateSort::Count,
    CollocateSort::Observed,
    CollocateSort::Word,
];

const KEYNESS_SORTS: &[KeynessSort] =
    &[KeynessSort::G2, KeynessSort::LogRatio, KeynessSort::Diff, KeynessSort::Bic, KeynessSort::Count];

fn documents(input: &mut Input) -> Option<Vec<usize>> {
    input.maybe(|input| input.list(4, |input| input.below(5)))
}

fn parts(input: &mut Input) -> Parts {
    if input.flag() { Parts::Documents } else { Parts::Equal(input.size() as u32) }
}

fn term(input: &mut Input) -> TermRef {
    if input.flag() { TermRef::Number(input.size() as u32) } else { TermRef::Spelling(input.string(6)) }
}

fn order(input: &mut Input) -> ConcordanceSort {
    use ConcordanceKey::*;
    ConcordanceSort {
        by: input.pick(&[Left, Right, Node, Document, Position]),
        place: input.byte() % 8,
        descending: input.flag(),
    }
}

fn pattern(input: &mut Input) -> Pattern {
    match input.byte() % 4 {
        0 => Pattern::Terms(input.list(3, term)),
        1 => Pattern::Phrase(input.list(3, term)),
        2 => Pattern::Text { text: input.string(8), ignore_case: input.flag() },
        _ => Pattern::Regex { regex: input.string(12), ignore_case: input.flag() },
    }
}

/// A frequency list as a reader may have it.
fn list(input: &mut Input) -> String {
    let mut text = String::new();
    for _ in 0..input.below(12) {
        text.push_str(&input.string(6));
        text.push_str(input.pick(&["\t", " ", ",", ""]));
        text.push_str(&input.maybe(Input::size).map_or(String::new(), |number| number.to_string()));
        text.push_str(input.pick(&["\n", "\r\n", ""]));
    }
    text
}
