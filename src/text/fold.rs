//! Differences in writing that are taken away before the text is cut: width, case, compatibility forms, and
//! traditional for simplified characters.
//!
//! First each character takes its plain form, then what stands there is simplified: a phrase where one stands, the
//! longest first, and character by character elsewhere.

use super::offsets::Offsets;
use crate::dictionary::FoldTables;
use crate::options::Fold;

/// Folds text as its options say.
pub(crate) struct Folder<'a> {
    fold: Fold,
    tables: Option<&'a FoldTables>,
}

/// A range that is replaced by a text of another length: (start, end) before, and the length now.
type Replaced = (usize, usize, usize);

impl<'a> Folder<'a> {
    /// Compatibility forms and simplified characters need the tables; without them they stay.
    pub(crate) fn new(fold: Fold, tables: Option<&'a FoldTables>) -> Folder<'a> {
        Folder { fold, tables }
    }

    /// Whether it never changes anything.
    pub(crate) fn is_idle(&self) -> bool {
        self.fold.is_nothing()
    }

    /// Whether it would change anything in `units`.
    pub(crate) fn changes(&self, units: &[u16]) -> bool {
        !self.is_idle()
            && (self.forms_change(units) || self.simplified().is_some_and(|tables| simplifies(tables, units)))
    }

    /// Folds `units`, of which `offsets` is the map.
    pub(crate) fn apply(&self, mut units: Vec<u16>, mut offsets: Offsets) -> (Vec<u16>, Offsets) {
        if self.forms_change(&units) {
            let (folded, replaced) = self.forms(&units);
            (units, offsets) = (folded, offsets.then(&replaced));
        }
        if let Some(tables) = self.simplified() {
            let (folded, replaced) = simplify(tables, &units);
            (units, offsets) = (folded, offsets.then(&replaced));
        }
        (units, offsets)
    }

    fn simplified(&self) -> Option<&'a FoldTables> {
        self.tables.filter(|_| self.fold.simplified)
    }

    fn forms_change(&self, units: &[u16]) -> bool {
        let Fold { width, case, compatibility, .. } = self.fold;
        let may_change = |&unit: &u16| {
            (width && matches!(unit, 0x3000 | 0xff01..=0xff9f))
                || (case && (matches!(unit, 0x41..=0x5a) || (unit >= 0xc0 && !matches!(unit, 0x2e80..=0xa63f))))
                || (compatibility && matches!(unit, 0x2f00..=0x2fd5 | 0xf900..=0xfaff | 0xd800..=0xdbff))
        };
        (width || case || compatibility) && units.iter().any(may_change)
    }

    /// Every character in its plain form.
    fn forms(&self, units: &[u16]) -> (Vec<u16>, Vec<Replaced>) {
        let (mut folded, mut replaced) = (Vec::with_capacity(units.len()), Vec::new());
        let mut at = 0;
        while at < units.len() {
            let Some(Ok(c)) = char::decode_utf16(units[at..].iter().take(2).copied()).next() else {
                folded.push(units[at]);
                at += 1;
                continue;
            };
            let (plain, taken) = self.form(c, units.get(at + c.len_utf16()).copied());
            let end = at + taken;
            folded.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
            if plain.len_utf16() != taken {
                replaced.push((at, end, plain.len_utf16()));
            }
            at = end;
        }
        (folded, replaced)
    }

    /// The plain form of a character, and how many units it takes: a half-width kana takes its voicing mark with it.
    fn form(&self, c: char, next: Option<u16>) -> (char, usize) {
        let (mut plain, mut taken) = (c, c.len_utf16());
        if self.fold.compatibility {
            plain = radical(plain).or_else(|| self.tables?.plain(plain)).unwrap_or(plain);
        }
        if self.fold.width {
            if let Some(voiced) = voiced_kana(plain, next) {
                (plain, taken) = (voiced, 2);
            } else {
                plain = usual_width(plain);
            }
        }
        if self.fold.case {
            plain = small(plain);
        }
        (plain, taken)
    }
}

fn simplifies(tables: &FoldTables, units: &[u16]) -> bool {
    (0..units.len()).any(|at| {
        let phrase = tables.phrase(&units[at..]);
        tables.simplified(units[at]) != units[at]
            || phrase.is_some_and(|(length, simplified)| units[at..at + length] != *simplified)
    })
}

fn simplify(tables: &FoldTables, units: &[u16]) -> (Vec<u16>, Vec<Replaced>) {
    let (mut folded, mut replaced) = (Vec::with_capacity(units.len()), Vec::new());
    let mut at = 0;
    while at < units.len() {
        let Some((length, simplified)) = tables.phrase(&units[at..]) else {
            folded.push(tables.simplified(units[at]));
            at += 1;
            continue;
        };
        // Character by character, so that a place inside the phrase is exact too.
        let end = at + length;
        let mut rest = simplified;
        while at < end {
            let [taken, given] = [&units[at..end], rest].map(first_length);
            if taken != given {
                replaced.push((at, at + taken, given));
            }
            at += taken;
            folded.extend_from_slice(&rest[..given]);
            rest = &rest[given..];
        }
    }
    (folded, replaced)
}

/// How many units the first character has.
fn first_length(units: &[u16]) -> usize {
    match units {
        [0xd800..=0xdbff, 0xdc00..=0xdfff, ..] => 2,
        _ => 1,
    }
}

/// The characters of the Kangxi radicals U+2F00 to U+2FD5, in order.
const RADICALS: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

fn radical(c: char) -> Option<char> {
    match c {
        '\u{2f00}'..='\u{2fd5}' => RADICALS.chars().nth(c as usize - 0x2f00),
        _ => None,
    }
}

/// The usual forms of U+FF61 to U+FF9F, in order.
const KANA: &str = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";

fn usual_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{ff61}'..='\u{ff9f}' => KANA.chars().nth(c as usize - 0xff61).unwrap_or(c),
        _ => c,
    }
}

/// A half-width kana with the voicing mark after it.
fn voiced_kana(c: char, next: Option<u16>) -> Option<char> {
    let (kana, step) = match (c, next?) {
        ('\u{ff73}', 0xff9e) => return Some('ヴ'),
        ('\u{ff76}'..='\u{ff84}' | '\u{ff8a}'..='\u{ff8e}', 0xff9e) => (usual_width(c), 1),
        ('\u{ff8a}'..='\u{ff8e}', 0xff9f) => (usual_width(c), 2),
        _ => return None,
    };
    char::from_u32(kana as u32 + step)
}

/// The small letter of a capital one, where it is one character.
fn small(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(small), None) => small,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dictionary::compile_fold;

    const NONE: Fold = Fold { width: false, case: false, compatibility: false, simplified: false };

    fn tables() -> FoldTables {
        let characters = "資\t资\n訊\t讯\n乾\t干\n燥\t燥\n發\t发\n髮\t发\n後\t后\n𠁞\t𠀾\n";
        let file = compile_fold(characters, "乾隆\t乾隆\n二噁英\t二𫫇英\n", "\u{f900}\t豈\n\u{2f800}\t丽\n").unwrap();
        FoldTables::load(&file).unwrap()
    }

    fn folded(text: &str, fold: Fold) -> (String, Offsets) {
        let tables = tables();
        let folder = Folder::new(fold, Some(&tables));
        let units: Vec<u16> = text.encode_utf16().collect();
        let (folded, offsets) = folder.apply(units.clone(), Offsets::new(0));
        assert!(folder.changes(&units) || folded == units, "{text}: it said that nothing changes");
        (String::from_utf16(&folded).unwrap(), offsets)
    }

    #[test]
    fn each_option_folds_its_own() {
        let width = Fold { width: true, ..NONE };
        let case = Fold { case: true, ..NONE };
        let compatibility = Fold { compatibility: true, ..NONE };
        let simplified = Fold { simplified: true, ..NONE };
        for (what, fold, rows) in [
            (
                "width",
                width,
                [("Ａ股２０％", "A股20%"), ("ｶﾞｯﾂ ﾊﾟﾝ ｳﾞ", "ガッツ パン ヴ"), ("　ABC", " ABC"), ("資訊", "資訊")]
                    .as_slice(),
            ),
            (
                "case",
                case,
                &[("The ÉTÉ", "the été"), ("ΑΒΓ Привет", "αβγ привет"), ("İ", "İ"), ("Ａ", "ａ"), ("卡拉OK", "卡拉ok")],
            ),
            (
                "compatibility",
                compatibility,
                &[("\u{f900}", "豈"), ("\u{2f800}人", "丽人"), ("\u{2f08}\u{2fd5}", "人龠"), ("Ａ", "Ａ")],
            ),
            (
                "simplified",
                simplified,
                &[
                    ("資訊", "资讯"),
                    ("乾隆乾燥", "乾隆干燥"),
                    ("頭髮發後", "頭发发后"),
                    ("二噁英", "二𫫇英"),
                    ("𠁞", "𠀾"),
                ],
            ),
            ("nothing", NONE, &[("Ａ資ABC\u{f900}", "Ａ資ABC\u{f900}")]),
        ] {
            for (text, expected) in rows {
                assert_eq!(folded(text, fold).0, *expected, "{what}: {text}");
            }
        }
        let all = Fold { width: true, case: true, compatibility: true, simplified: true };
        assert_eq!(folded("Ａ資\u{f900}ABC", all).0, "a资豈abc");
    }

    /// A text in which nothing changes is cut where it stands, without a copy.
    #[test]
    fn a_text_that_stays_as_it_is_is_known_beforehand() {
        let tables = tables();
        for (what, fold, stays, changes) in [
            ("nothing", NONE, &["Ａ資ABC\u{f900}　"][..], &[][..]),
            (
                "width",
                Fold { width: true, ..NONE },
                &["", "中文", "ABC é ア", "\u{f900}\u{2f00}資𠁞"],
                &["中Ａ", "　", "ﾟ"],
            ),
            ("case", Fold { case: true, ..NONE }, &["", "中文", "abc 123", "　。资資アー"], &["中A", "zZ", "É", "Ａ"]),
            (
                "compatibility",
                Fold { compatibility: true, ..NONE },
                &["", "中文", "ABC É Ａ　", "資"],
                &["中\u{f900}", "\u{2f00}", "\u{2fd5}", "\u{2f800}"],
            ),
            (
                "simplified",
                Fold { simplified: true, ..NONE },
                &["", "资讯", "ABC Ａ\u{f900}"],
                &["中資", "二噁英", "𠁞"],
            ),
        ] {
            let folder = Folder::new(fold, Some(&tables));
            assert_eq!(folder.is_idle(), what == "nothing");
            for (texts, expected) in [(stays, false), (changes, true)] {
                for text in texts {
                    assert_eq!(folder.changes(&text.encode_utf16().collect::<Vec<_>>()), expected, "{what}: {text}");
                }
            }
        }
    }

    #[test]
    fn places_stay_true_where_the_length_changes() {
        let fold = Fold { width: true, simplified: true, ..Fold::default() };
        let (text, offsets) = folded("ｶﾞ二噁英資", fold);
        assert_eq!(text, "ガ二𫫇英资");
        // ガ 0..1, 二𫫇英 1..5, 资 5..6
        assert_eq!((offsets.start(0), offsets.end(1)), (0, 2));
        assert_eq!((offsets.start(1), offsets.end(5)), (2, 5));
        assert_eq!((offsets.start(5), offsets.end(6)), (5, 6));
    }
}
