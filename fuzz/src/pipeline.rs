//! A text on its way to tokens, with all options: the laws of `docs/architecture.md`.

use super::engine::{lens as pristine, with_lens};
use super::input::Input;
use hanlens::segment::{Piece, Sink};
use hanlens::{Corpus, CutOptions, Document, Fold, Heal, Lens, Mode, NewUserWord, TextOptions, Work, cut_stretch};

/// Long enough for a text of several stretches, and for one with stretches in several steps.
const MOST: usize = 140_000;
const SHORT: usize = 3_000;

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (options, text_options) = (input.cut_options(), input.text_options());
    let budget = usize::from(input.unit()) + 1;
    let words = input.list(3, |input| input.string(6));
    let most = if input.byte() == 0 { MOST } else { SHORT };
    let texts: Vec<Vec<u16>> = (0..=input.below(3)).map(|_| input.text(most)).collect();
    with_lens(|lens| {
        for word in words {
            // A word that cannot be taken is none; `user_words` is about that.
            let _ = lens.add_user_word(&NewUserWord { word, ..NewUserWord::default() });
        }
        for text in &texts {
            pieces_cover_the_text(lens, text, options, budget);
        }
        let corpus = analysed(lens, &texts, options, text_options);
        check_corpus(lens, &corpus);
        corpus.documents().iter().for_each(|document| check_document(&corpus, document));
        steps_change_nothing(lens, &corpus, budget);
        engines_change_nothing(lens, &corpus);
        if text_options.fold.is_nothing() {
            healing_is_invisible(lens, &corpus);
        }
    });
}

/// A corpus of these texts, analysed.
pub fn analysed(lens: &Lens, texts: &[Vec<u16>], options: CutOptions, text_options: TextOptions) -> Corpus {
    let mut corpus = Corpus::with_text_options(options, text_options);
    for (index, text) in texts.iter().enumerate() {
        corpus.push(format!("={index},\t\"文\""), text.clone()).expect("it is short");
    }
    corpus.analyze(lens);
    corpus
}

/// Whether a place is inside a character.
fn is_inside(text: &[u16], at: usize) -> bool {
    at > 0 && at < text.len() && (0xd800..0xdc00).contains(&text[at - 1]) && (0xdc00..0xe000).contains(&text[at])
}

#[derive(Default)]
struct All(Vec<(u32, u32)>);

impl Sink for All {
    fn token(&mut self, piece: Piece) {
        self.0.push((piece.start, piece.end));
    }
    fn gap(&mut self, start: u32, end: u32) {
        self.0.push((start, end));
    }
}

/// Laws 1, 2 and 6 of the cut alone, as jieba has it and with what is one token though jieba cuts it.
fn pieces_cover_the_text(lens: &Lens, text: &[u16], options: CutOptions, budget: usize) {
    for items in [false, true] {
        let pieces = |budget| {
            let (mut all, mut at) = (All::default(), 0);
            while at < text.len() {
                let next = match items {
                    false => lens.cut_units(text, at, budget, options, &mut all),
                    true => lens.cut_tokens(text, at, budget, options, &mut all),
                };
                assert!(next > at, "a step goes forward");
                at = next;
            }
            assert_eq!(at, text.len());
            all.0
        };
        let whole = pieces(usize::MAX);
        let stepped = pieces(budget);
        let other = whole.iter().zip(&stepped).find(|(one, other)| one != other);
        assert!(
            whole == stepped,
            "law 6, items: {items}, budget: {budget}: {other:?} in {:?}",
            String::from_utf16_lossy(text)
        );
        let mut end = 0;
        for &(from, to) in &whole {
            assert!(from < to && to as usize <= text.len());
            assert!(!is_inside(text, from as usize) && !is_inside(text, to as usize), "law 2");
            if options.mode == Mode::Precise {
                assert_eq!(from, end, "law 1, items: {items}");
            }
            end = to;
        }
    }
    if text.len() <= SHORT {
        let explained: Vec<Piece> = lens.explain(text, options.hmm).pieces.iter().map(|row| row.piece).collect();
        let mut end = 0;
        for piece in explained {
            assert!(piece.start == end && piece.end > end);
            end = piece.end;
        }
        assert_eq!(end as usize, text.len());
    }
}

/// The counts are those of the tokens.
fn check_corpus(lens: &Lens, corpus: &Corpus) {
    let terms = corpus.terms();
    let mut counts = vec![0u32; terms.len()];
    for token in corpus.documents().iter().flat_map(Document::tokens) {
        counts[token.term as usize] += 1;
    }
    assert_eq!(terms.counts(), counts);
    assert_eq!(corpus.token_count(), counts.iter().map(|&count| count as usize).sum::<usize>());
    for term in 0..terms.len() as u32 {
        assert!(terms.count(term) > 0 && !terms.tag(term).is_empty());
        assert_eq!(terms.find(lens, terms.spelling(term)), Some(term), "{:?} is one term", terms.word(term));
    }
}

/// Law 2 in the text as it was given, and what goes with it.
fn check_document(corpus: &Corpus, document: &Document) {
    let (text, healed) = (document.text(), document.healed().ranges());
    let precise = corpus.options().mode == Mode::Precise;
    let mut end = 0;
    for token in document.tokens() {
        let (from, to) = (token.start as usize, token.end as usize);
        assert!(from < to && to <= text.len() && !is_inside(text, from) && !is_inside(text, to));
        assert!(!precise || from >= end, "tokens are in order and apart");
        end = to;
        if corpus.text_options() == TextOptions::UNTOUCHED {
            assert_eq!(corpus.terms().spelling(token.term), &text[from..to]);
        }
    }
    let mut end = 0;
    for &[from, to] in healed {
        assert!(end <= from && from < to && to as usize <= text.len());
        end = to;
    }
    assert!(corpus.text_options().heal != Heal::Off || healed.is_empty());
    for ends in [document.sentences(), document.paragraphs()] {
        assert!(ends.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ends.last().is_none_or(|&last| last as usize <= text.len()));
    }
}

/// Law 6.
fn steps_change_nothing(lens: &Lens, corpus: &Corpus, budget: usize) {
    let mut stepped = corpus.restarted(corpus.options());
    let (mut done, total) = (0, corpus.progress().total);
    while done < total {
        let progress = stepped.step(lens, budget);
        assert!(progress.done >= done && progress.total == total);
        done = progress.done;
    }
    same(corpus, &stepped);
}

/// Law 5: every other stretch is cut by another engine.
fn engines_change_nothing(lens: &Lens, corpus: &Corpus) {
    let other = if lens.user_words().is_empty() { pristine() } else { lens };
    let mut together = corpus.restarted(corpus.options());
    let mut count = 0;
    loop {
        let tokens = match together.hand_out(lens) {
            Work::Cut(units) => cut_stretch(other, &units, corpus.options()),
            Work::Soon => continue,
            Work::None => break,
        };
        count += 1;
        assert!(if count % 3 == 0 { together.take_back(lens) } else { together.take_in(lens, &tokens) });
    }
    together.analyze(lens);
    same(corpus, &together);
}

fn same(one: &Corpus, other: &Corpus) {
    assert!(other.progress().finished());
    assert_eq!(one.terms().counts(), other.terms().counts());
    for (one, other) in one.documents().iter().zip(other.documents()) {
        assert!(one.tokens() == other.tokens());
        assert_eq!(one.healed().ranges(), other.healed().ranges());
    }
}

/// Law 4: the text that is left, cut by itself, has the same tokens.
fn healing_is_invisible(lens: &Lens, corpus: &Corpus) {
    for document in corpus.documents() {
        let (mut kept, mut at) = (Vec::new(), 0);
        for &[start, end] in document.healed().ranges() {
            kept.extend_from_slice(&document.text()[at..start as usize]);
            at = end as usize;
        }
        kept.extend_from_slice(&document.text()[at..]);
        let untouched = TextOptions { heal: Heal::Off, fold: Fold::default() };
        let plain = analysed(lens, &[kept], corpus.options(), untouched);
        let spelt = |corpus: &Corpus, document: &Document| -> Vec<Vec<u16>> {
            document.tokens().iter().map(|token| corpus.terms().spelling(token.term).to_vec()).collect()
        };
        assert_eq!(spelt(corpus, document), spelt(&plain, &plain.documents()[0]));
    }
}
