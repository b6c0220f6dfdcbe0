//! User dictionaries and all that is done with user words: taken or refused, never half taken, and gone without a trace.

use super::engine::{lens as pristine, with_lens};
use super::input::Input;
use hanlens::{CutOptions, Kind, Lens, NewUserWord, UserWord};

const TEXT: usize = 400;

pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let text = input.text(TEXT);
    with_lens(|lens| {
        for _ in 0..12 {
            if input.is_empty() {
                break;
            }
            change(lens, &mut input);
            check(lens, &text);
        }
        read_back(lens);
        let words: Vec<String> = lens.user_words().iter().map(|entry| entry.word.clone()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        assert_eq!(lens.remove_user_words(&words), words.len());
        assert!(lens.user_words().is_empty());
        for hmm in [true, false] {
            let options = CutOptions { hmm, ..CutOptions::default() };
            assert_eq!(lens.cut(&text, options), pristine().cut(&text, options), "a removed word leaves no trace");
        }
    });
}

/// One change; when it is refused, nothing has changed.
fn change(lens: &mut Lens, input: &mut Input) {
    let before = lens.user_words().list();
    let result = match input.byte() % 6 {
        0 => lens.load_user_dictionary(&dictionary(input)).map(drop),
        1 => lens.add_user_word(&new_word(input)).map(drop),
        2 => lens.enable_user_word(&word(input), input.flag()).map(drop),
        3 => {
            let parts = input.list(4, word);
            lens.split_user_word(&parts.iter().map(String::as_str).collect::<Vec<_>>()).map(drop)
        }
        4 => {
            let words = input.list(5, word);
            let removed = lens.remove_user_words(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert_eq!(before.len() - removed, lens.user_words().len());
            return;
        }
        _ => lens.replace_user_words(&input.list(5, new_word)).map(drop),
    };
    if let Err(error) = result {
        assert!(matches!(error.kind(), Kind::BadUserWord | Kind::InvalidArgument), "{error}");
        assert_eq!(lens.user_words().list(), before, "{error}");
    }
}

/// The words cut the text whole, and each is found.
fn check(lens: &Lens, text: &[u16]) {
    let mut end = 0;
    for piece in lens.cut(text, CutOptions::default()) {
        assert_eq!(piece.start, end);
        assert!(piece.end > piece.start);
        end = piece.end;
    }
    assert_eq!(end as usize, text.len());
    let words = lens.user_words();
    assert_eq!(words.iter().count(), words.len());
    for entry in words.iter() {
        let spelling: Vec<u16> = entry.word.encode_utf16().collect();
        assert_eq!(words.entry(&spelling), Some(entry));
        lens.suggest_frequency(&entry.word);
    }
}

/// The words in use come back from their own file; jieba's format knows no word out of use.
fn read_back(lens: &mut Lens) {
    let list: Vec<UserWord> = lens.user_words().iter().filter(|entry| entry.enabled).cloned().collect();
    let saved = lens.save_user_dictionary();
    lens.replace_user_words(&[]).expect("no words are good words");
    assert_eq!(lens.load_user_dictionary(&saved).map_err(|error| error.to_string()), Ok(list.len()));
    assert_eq!(lens.user_words().list(), list);
}

fn new_word(input: &mut Input) -> NewUserWord {
    NewUserWord {
        word: word(input),
        frequency: input.maybe(|input| input.size() as u32),
        tag: input.maybe(|input| input.string(6)).unwrap_or_default(),
        enabled: input.maybe(Input::flag),
    }
}

fn word(input: &mut Input) -> String {
    let most = if input.byte() == 0 { 300 } else { 8 };
    input.string(most)
}

/// Lines as people write them, and lines that are none.
fn dictionary(input: &mut Input) -> String {
    let mut text = String::new();
    for _ in 0..input.below(20) {
        text.push_str(&word(input));
        for _ in 0..input.below(4) {
            text.push_str(input.pick(&[" ", "\t", "　", "  ", ""]));
            match input.byte() % 4 {
                0 => text.push_str(&input.number().to_string()),
                1 => text.push_str(input.pick(&["n", "nz", "-3", "+5", "1.5", "99999999999", "0", "v", "10亿"])),
                2 => text.push_str(&input.string(6)),
                _ => text.push_str("100"),
            }
        }
        text.push_str(input.pick(&["\n", "\r\n", "\r", "\n\n", ""]));
    }
    text
}
