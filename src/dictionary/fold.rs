//! The tables that fold text: compatibility ideographs, and traditional to simplified characters.
//!
//! The file (`hanlens-fold.dict`) is made from lists as OpenCC has them: a character or phrase, a tab, and what it
//! becomes, the best first. Characters of the basic plane that become others of it are two columns of numbers; all else
//! is lines of text.

use super::format::{FileKind, Reader, Section, Varints, Writer, damaged, push_varint};
use crate::error::{Error, Kind, Result};
use rustc_hash::FxHashMap;

/// What text is folded by.
pub struct FoldTables {
    /// By unit of the basic plane: the simplified unit, or the unit itself.
    simplified: Box<[u16]>,
    /// By first unit, the longest first: what does not go unit by unit, and what it becomes.
    phrases: FxHashMap<u16, Vec<Pair>>,
    /// A bit a unit: whether a phrase begins with it.
    begins: Box<[u64]>,
    /// By compatibility ideograph: the character that it stands for.
    compatibility: FxHashMap<char, char>,
}

type Pair = (Box<[u16]>, Box<[u16]>);

impl std::fmt::Debug for FoldTables {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FoldTables({} compatibility ideographs)", self.compatibility.len())
    }
}

impl FoldTables {
    /// Reads a compiled file.
    ///
    /// # Errors
    /// [`Kind::BadDictionary`] when it is damaged.
    pub fn load(bytes: &[u8]) -> Result<FoldTables> {
        let file = Reader::open(bytes, FileKind::Fold)?;
        let text = |section| {
            std::str::from_utf8(file.section(section)?).map_err(|_| damaged(format!("{section:?} is no UTF-8")))
        };
        let mut tables = FoldTables {
            simplified: (0..=u16::MAX).collect(),
            phrases: FxHashMap::default(),
            begins: vec![0; 1 << 10].into(),
            compatibility: FxHashMap::default(),
        };
        let low = file.section(Section::FoldLow)?;
        let high = file.section(Section::FoldHigh)?;
        let mut keys = Keys::new(file.section(Section::FoldKeys)?);
        for (&low, &high) in low.iter().zip(high) {
            let key = keys.next()?;
            let place = tables.simplified.get_mut(key as usize).ok_or_else(|| damaged("a key beyond the plane"))?;
            *place = place.wrapping_add(u16::from_le_bytes([low, high]));
        }
        keys.end(low.len() == high.len())?;
        for line in text(Section::FoldPhrases)?.lines() {
            let (from, to) = line.split_once('\t').unwrap_or((line, line));
            if from.chars().count() != to.chars().count() {
                return Err(damaged("a phrase that changes its number of characters"));
            }
            tables.add_phrase(from, to);
        }
        tables.phrases.values_mut().for_each(|list| list.sort_by_key(|(from, _)| std::cmp::Reverse(from.len())));
        let mut keys = Keys::new(file.section(Section::CompatibilityKeys)?);
        for to in text(Section::CompatibilityValues)?.chars() {
            let from = char::from_u32(keys.next()?).ok_or_else(|| damaged("a key that is no character"))?;
            tables.compatibility.insert(from, to);
        }
        keys.end(true)?;
        Ok(tables)
    }

    fn add_phrase(&mut self, from: &str, to: &str) {
        let [from, to] = [from, to].map(|text| text.encode_utf16().collect::<Box<[u16]>>());
        if let Some(&first) = from.first() {
            self.begins[usize::from(first >> 6)] |= 1 << (first & 63);
            self.phrases.entry(first).or_default().push((from, to));
        }
    }

    /// What a character stands for, if it is a compatibility ideograph.
    pub(crate) fn plain(&self, c: char) -> Option<char> {
        self.compatibility.get(&c).copied()
    }

    /// The simplified form of a unit of the basic plane by itself; the unit when it has none.
    #[inline]
    pub(crate) fn simplified(&self, unit: u16) -> u16 {
        self.simplified[usize::from(unit)]
    }

    /// The longest phrase that stands at the beginning of `text`: its length, and what it becomes.
    #[inline]
    pub(crate) fn phrase(&self, text: &[u16]) -> Option<(usize, &[u16])> {
        let first = *text.first()?;
        if self.begins[usize::from(first >> 6)] & (1 << (first & 63)) == 0 {
            return None;
        }
        let phrases = self.phrases.get(&first)?;
        phrases.iter().find(|(from, _)| text.starts_with(from)).map(|(from, to)| (from.len(), &**to))
    }
}

/// Ascending numbers, written as distances.
struct Keys<'a> {
    distances: Varints<'a>,
    last: u32,
}

impl<'a> Keys<'a> {
    fn new(bytes: &'a [u8]) -> Keys<'a> {
        Keys { distances: Varints::new(bytes), last: 0 }
    }

    fn next(&mut self) -> Result<u32> {
        self.last = self.last.checked_add(self.distances.next()).ok_or_else(|| damaged("a key beyond all bounds"))?;
        Ok(self.last)
    }

    fn end(&self, as_many: bool) -> Result<()> {
        let well = as_many && self.distances.ended_well();
        if well { Ok(()) } else { Err(damaged("the columns of the fold tables differ in length")) }
    }
}

/// Compiles lists of OpenCC's format: single traditional characters, phrases, and compatibility ideographs.
///
/// # Errors
/// [`Kind::BadDictionary`] for a line that has no tab or an empty side, and for a phrase whose sides differ in their
/// number of characters.
///
/// ```
/// let file = hanlens::dictionary::compile_fold("資\t资\n訊\t讯\n", "乾隆\t乾隆\n", "\u{f900}\t豈\n")?;
/// let mut lens = hanlens::Lens::from_lists("资讯 10 n\n", "")?;
/// lens.load_fold(&file)?;
/// # Ok::<(), hanlens::Error>(())
/// ```
pub fn compile_fold(characters: &str, phrases: &str, compatibility: &str) -> Result<Vec<u8>> {
    let (mut keys, mut low, mut high, mut text) = (Vec::new(), Vec::new(), Vec::new(), String::new());
    let mut last = 0;
    let mut others = pairs("phrases", phrases)?;
    if let Some((from, to)) = others.iter().find(|(from, to)| from.chars().count() != to.chars().count()) {
        // Each character must have its own place in the text as it was given.
        return Err(Error::new(Kind::BadDictionary, "phrases", format!("`{from}` and `{to}` differ in length")));
    }
    for (from, to) in pairs("characters", characters)? {
        let units: Vec<u16> = [from, to].iter().flat_map(|side| side.encode_utf16()).collect();
        match units[..] {
            [from, to] if from == to => {}
            [from, to] => {
                push_varint(&mut keys, u32::from(from - last));
                last = from;
                let [a, b] = to.wrapping_sub(from).to_le_bytes();
                low.push(a);
                high.push(b);
            }
            _ if from == to => {}
            _ => others.push((from, to)),
        }
    }
    others.sort_unstable();
    others.dedup();
    for (from, to) in others {
        // A phrase may be there only so that it stays as it is.
        let parts = if from == to { [from, "", "", "\n"] } else { [from, "\t", to, "\n"] };
        text.extend(parts);
    }
    let (mut compatibility_keys, mut compatibility_values, mut last) = (Vec::new(), String::new(), 0);
    for (from, to) in pairs("compatibility", compatibility)? {
        if let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) {
            push_varint(&mut compatibility_keys, from as u32 - last);
            last = from as u32;
            compatibility_values.push(to);
        }
    }
    let mut file = Writer::new(FileKind::Fold);
    file.add(Section::FoldKeys, keys);
    file.add(Section::FoldLow, low);
    file.add(Section::FoldHigh, high);
    file.add(Section::FoldPhrases, text.into_bytes());
    file.add(Section::CompatibilityKeys, compatibility_keys);
    file.add(Section::CompatibilityValues, compatibility_values.into_bytes());
    Ok(file.finish())
}

/// The pairs of a list in ascending order, each with the first of what it may become.
fn pairs<'a>(list: &'static str, text: &'a str) -> Result<Vec<(&'a str, &'a str)>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    let mut pairs = lines
        .map(|(number, line)| {
            let sides = line.split_once('\t').map(|(from, to)| (from, to.split(' ').next().unwrap_or_default()));
            sides.filter(|(from, to)| !from.is_empty() && !to.is_empty()).ok_or_else(|| {
                Error::new(
                    Kind::BadDictionary,
                    list,
                    format!("line {}, `{line}`: not two sides with a tab", number + 1),
                )
            })
        })
        .collect::<Result<Vec<_>>>()?;
    pairs.sort_unstable();
    pairs.dedup_by_key(|(from, _)| *from);
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> FoldTables {
        let characters = "# comment\n\n資\t资\n後\t后\n乾\t干 乾\n㑮\t㑮 𫝈\n𠁞\t𠀾\n儀\t仪\n";
        let phrases = "乾隆\t乾隆\n二噁英\t二𫫇英\n";
        FoldTables::load(&compile_fold(characters, phrases, "\u{f900}\t豈\n\u{2f800}\t丽\n").unwrap()).unwrap()
    }

    fn units(text: &str) -> Vec<u16> {
        text.encode_utf16().collect()
    }

    #[test]
    fn what_was_compiled_comes_back() {
        let tables = tables();
        for (from, to) in
            [('資', '资'), ('後', '后'), ('乾', '干'), ('儀', '仪'), ('㑮', '㑮'), ('的', '的'), ('a', 'a')]
        {
            assert_eq!(char::from_u32(tables.simplified(from as u16).into()), Some(to), "{from}");
        }
        for (text, expected) in [
            ("乾隆年间", Some((2, "乾隆"))),
            ("乾燥", None),
            ("二噁英。", Some((3, "二𫫇英"))),
            ("𠁞", Some((2, "𠀾"))),
            ("", None),
        ] {
            let expected = expected.map(|(length, to)| (length, units(to)));
            assert_eq!(tables.phrase(&units(text)).map(|(length, to)| (length, to.to_vec())), expected, "{text}");
        }
        assert_eq!(tables.plain('\u{f900}'), Some('豈'));
        assert_eq!(tables.plain('\u{2f800}'), Some('丽'));
        assert_eq!(tables.plain('豈'), None);
    }

    #[test]
    fn a_damaged_file_or_list_is_refused() {
        let file = compile_fold("資\t资\n", "", "").unwrap();
        for end in 0..file.len() {
            assert!(FoldTables::load(&file[..end]).is_err(), "cut at {end}");
        }
        let mut writer = Writer::new(FileKind::Fold);
        let sections = [
            Section::FoldKeys,
            Section::FoldLow,
            Section::FoldPhrases,
            Section::CompatibilityKeys,
            Section::CompatibilityValues,
        ];
        sections.into_iter().for_each(|section| writer.add(section, vec![0x41]));
        writer.add(Section::FoldHigh, vec![]);
        assert!(FoldTables::load(&writer.finish()).is_err(), "columns of different lengths");
        let error = compile_fold("資资\n", "", "").unwrap_err();
        assert_eq!(error.kind(), Kind::BadDictionary);
        assert!(error.to_string().contains("line 1"), "{error}");
    }
}
