//! Bytes read as choices, numbers and texts. Where the bytes end, everything is zero or empty.

use arbitrary::Unstructured;
use hanlens::{CutOptions, Fold, Heal, Mode, TextOptions};

/// What texts are made of: whatever has an offset that is easy to get wrong, words of the engine's own dictionary
/// ([`engine`](super::engine)), and signs that mean something to one of the parts.
pub const FRAGMENTS: &[&str] = &[
    "我们",
    "北京",
    "大学",
    "北京大学",
    "今天",
    "天气",
    "很好",
    "研究",
    "中文",
    "分词",
    "生命",
    "起源",
    "的",
    "了",
    "不",
    "是",
    "在",
    "人",
    "大",
    "上",
    "资讯",
    "資訊",
    "乾隆",
    "乾燥",
    "乾",
    "頭髮",
    "發",
    "後",
    "二噁英",
    "龘",
    "々",
    "〇",
    "二〇二〇年",
    "托马斯·曼",
    "，",
    "。",
    "！",
    "？",
    "、",
    "：",
    "；",
    "——",
    "……",
    "“",
    "”",
    "「",
    "」",
    "（",
    "）",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "\n　　",
    " ",
    "  ",
    "　",
    "\t",
    "\0",
    "\u{b}",
    "\u{85}",
    "\u{2028}",
    "\u{2029}",
    "\u{feff}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "\u{301}",
    "\u{fe0f}",
    "\u{202e}",
    "𠀀",
    "𠮷野家",
    "𠁞",
    "\u{f900}",
    "\u{2f800}",
    "\u{2f00}",
    "中\u{e0100}",
    "café",
    "naïve-",
    "don't",
    "rock’n’roll",
    "inter-\nnational",
    "Привет",
    "カタカナ",
    "ｶﾞ",
    "ひらがな",
    "한국어",
    "ภาษาไทย",
    "שלום",
    "２０２０",
    "Ａ股",
    "İ",
    "ǅ",
    "①",
    "½",
    "2月23日",
    "3.4%",
    "1,396",
    "12:30",
    "2024-02-29",
    "C++",
    "v1.2.3",
    "a_b",
    "_",
    "#",
    "#话题#",
    "@name",
    "a@b.cn",
    "https://a.cn/b?c=d",
    "#️⃣",
    "😀",
    "👨‍👩‍👧",
    "👍🏽",
    "🇨🇳",
    "ABC",
    "abc",
    "z",
    "7",
    "=1+1",
    "+",
    "-",
    "\"",
    "'",
    ",",
    "|",
    "\\",
    "<b>",
    "&amp;",
    "一、",
    "第三章",
    "* ",
    "1. ",
    "[",
    "]",
    "(",
    ")",
    "{",
    "}",
    ".",
    "^",
    "$",
    "?",
    "\\p{Han}",
    "\\d",
    "\\b",
    "[^a]",
    "{2,3}",
    "(?i)",
];

/// Codes of a text's bytes that are no fragment.
const END: u8 = 255;
const UNIT: u8 = 254;
const AGAIN: u8 = 253;

/// Bytes that are read.
pub struct Input<'a>(Unstructured<'a>);

impl<'a> Input<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Input(Unstructured::new(bytes))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All bytes that are left.
    pub fn rest(self) -> &'a [u8] {
        self.0.take_rest()
    }

    pub fn byte(&mut self) -> u8 {
        self.0.arbitrary().unwrap_or_default()
    }

    pub fn unit(&mut self) -> u16 {
        self.0.arbitrary().unwrap_or_default()
    }

    pub fn number(&mut self) -> u32 {
        self.0.arbitrary().unwrap_or_default()
    }

    pub fn flag(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub fn below(&mut self, bound: usize) -> usize {
        usize::from(self.byte()) % bound
    }

    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Nothing, or what `read` gives.
    pub fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.flag().then(|| read(self))
    }

    /// As many as a byte says, at most `most`, while there are bytes.
    pub fn list<T>(&mut self, most: usize, mut read: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map_while(|_| (!self.is_empty()).then(|| read(self))).collect()
    }

    /// A number: mostly small, sometimes one of those at which things end.
    pub fn size(&mut self) -> usize {
        match self.byte() {
            255 => usize::MAX,
            254 => u32::MAX as usize,
            253 => usize::from(self.unit()),
            252 => self.number() as usize,
            small => usize::from(small % 16),
        }
    }

    /// A number that a caller may have made by a wrong division.
    pub fn float(&mut self) -> f64 {
        match self.byte() {
            0 => f64::NAN,
            1 => f64::INFINITY,
            2 => f64::NEG_INFINITY,
            3 => -0.0,
            4 => f64::from_bits(self.0.arbitrary().unwrap_or_default()),
            other => f64::from(other as i8) / 16.0,
        }
    }

    /// A text of about `most` UTF-16 code units or fewer: fragments, single units, and repetitions.
    pub fn text(&mut self, most: usize) -> Vec<u16> {
        let mut text: Vec<u16> = Vec::new();
        while !self.is_empty() && text.len() < most {
            match self.byte() {
                END => break,
                UNIT => text.push(self.unit()),
                AGAIN => {
                    let (reach, times) = (usize::from(self.byte()) + 1, usize::from(self.unit()));
                    let part = text[text.len().saturating_sub(reach)..].to_vec();
                    let room = (most - text.len()) / part.len().max(1);
                    text.extend(part.repeat(times.min(room)));
                }
                index => text.extend(FRAGMENTS[usize::from(index) % FRAGMENTS.len()].encode_utf16()),
            }
        }
        text
    }

    /// As [`text`](Self::text), with U+FFFD for a lone surrogate.
    pub fn string(&mut self, most: usize) -> String {
        String::from_utf16_lossy(&self.text(most))
    }

    pub fn cut_options(&mut self) -> CutOptions {
        CutOptions { mode: self.pick(&[Mode::Precise, Mode::Search, Mode::Full]), hmm: self.flag() }
    }

    pub fn text_options(&mut self) -> TextOptions {
        let heal = self.pick(&[Heal::Off, Heal::On, Heal::Auto]);
        let bits = self.byte();
        let bit = |place: u8| bits >> place & 1 == 1;
        TextOptions { heal, fold: Fold { width: bit(0), case: bit(1), compatibility: bit(2), simplified: bit(3) } }
    }
}
