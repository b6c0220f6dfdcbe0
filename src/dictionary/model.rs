//! jieba's hidden Markov model of words that the dictionary lacks: its numbers, and how they stand in the file.
//!
//! The numbers are those that `jieba-macros` generates for jieba-rs, to the bit. Compiled into the code they would be
//! half a megabyte; in the file they are the counts that they are the logarithms of.

use super::format::{Reader, Section, Writer, damaged, fixed};
use super::trie::portable_logarithm;
use crate::error::Result;

/// How many states a character can have: begin, end, middle, single.
pub const STATES: usize = 4;
/// The logarithm of "never" in jieba's model.
const NEVER: f64 = -3.14e100;
const UNSEEN: [f64; STATES] = [NEVER; STATES];

/// The natural logarithms of the model's probabilities.
pub struct Model {
    /// Of a word's first character being in each state.
    pub initial: [f64; STATES],
    /// Of one state (the row) before another (the column).
    pub transition: [[f64; STATES]; STATES],
    /// The characters that the model covers, first and last.
    range: (u16, u16),
    /// By character from the first: the row of its emissions, the last row for a character without any.
    rows: Vec<u16>,
    emissions: Vec<[f64; STATES]>,
}

impl Default for Model {
    /// A model that knows no character.
    fn default() -> Model {
        let (initial, transition) = (UNSEEN, [UNSEEN; STATES]);
        Model { initial, transition, range: (u16::MAX, 0), rows: Vec::new(), emissions: Vec::new() }
    }
}

impl Model {
    /// Whether a character is in the range that the model covers.
    #[inline(always)]
    pub fn covers(&self, unit: u16) -> bool {
        (self.range.0..=self.range.1).contains(&unit)
    }

    /// Of each state showing as this character.
    #[inline(always)]
    pub fn emission(&self, unit: u16) -> &[f64; STATES] {
        let row = self.rows.get(usize::from(unit.wrapping_sub(self.range.0)));
        row.and_then(|&row| self.emissions.get(usize::from(row))).unwrap_or(&UNSEEN)
    }

    pub(super) fn read(file: &Reader) -> Result<Model> {
        let bytes = file.section(Section::ModelHead)?;
        let (range, logarithms) = bytes.split_at_checked(4).ok_or_else(|| damaged("the model is cut short"))?;
        let head: Vec<f64> = fixed(logarithms, Section::ModelHead)?.map(f64::from_le_bytes).collect();
        let &[first_low, first_high, last_low, last_high] = range else {
            return Err(damaged("the model has no range"));
        };
        let range = (u16::from_le_bytes([first_low, first_high]), u16::from_le_bytes([last_low, last_high]));
        if range.0 > range.1 || head.len() != STATES * (1 + STATES + 1) {
            return Err(damaged(format!("a model of {} numbers over {range:?}", head.len())));
        }
        let four = |row: usize| std::array::from_fn(|state| head[row * STATES + state]);
        let (rows, emissions) = read_emissions(file, usize::from(range.1 - range.0) + 1, four(5))?;
        Ok(Model { initial: four(0), transition: [four(1), four(2), four(3), four(4)], range, rows, emissions })
    }
}

type Emissions = (Vec<u16>, Vec<[f64; STATES]>);

/// The emissions of a state are logarithms of how often it showed as each character of the texts that jieba learnt
/// from, rounded to millionths. The file has the counts, which are a third of the size, and says where a count gives
/// another last digit.
fn read_emissions(file: &Reader, characters: usize, scales: [f64; STATES]) -> Result<Emissions> {
    let states = file.section(Section::ModelStates)?;
    if states.len() != characters {
        return Err(damaged(format!("states of {} characters, the model has {characters}", states.len())));
    }
    // A third of the characters have no emission. What they all have is not written down for each, nor for a moment.
    let seen = || states.iter().filter(|&&states| states != 0);
    let mut numbers = 0..u16::MAX;
    let mut row = |&states: &u8| if states == 0 { u16::MAX } else { numbers.next().unwrap_or(u16::MAX) };
    let rows = states.iter().map(&mut row).collect();
    let mut emissions = vec![UNSEEN; seen().count()];
    let mut counts = Counts::open(file)?;
    for state in 0..STATES {
        for (row, states) in emissions.iter_mut().zip(seen()) {
            if states >> state & 1 == 1 {
                row[state] = counts.next(scales[state]);
            }
        }
    }
    if !counts.ended_well() {
        return Err(damaged("the model has not a count an emission"));
    }
    Ok((rows, emissions))
}

/// How many bits of a count, after its highest, its class holds.
const CLASS_BITS: u32 = 3;
/// Counts below this are their own class.
const SMALL: u32 = 2 << CLASS_BITS;

/// The class of a count, and how many of its bits the class leaves open.
fn class_of(count: u32) -> (u32, u32) {
    if count < SMALL {
        return (count, 0);
    }
    let open = count.ilog2() - CLASS_BITS;
    (SMALL + ((open - 1) << CLASS_BITS) + (count >> open) - (1 << CLASS_BITS), open)
}

/// The lowest count of a class, and how many bits the class leaves open.
#[inline]
fn lowest_of(class: u32) -> (u32, u32) {
    if class < SMALL {
        return (class, 0);
    }
    let open = ((class - SMALL) >> CLASS_BITS) + 1;
    let high = (class - SMALL) & ((1 << CLASS_BITS) - 1) | 1 << CLASS_BITS;
    // 255 is the highest class there can be; the counts of classes that the writer never makes do not matter.
    (high << open.min(28), open.min(28))
}

/// The logarithm of one count in as many as `scale` is the logarithm of, in millionths below zero.
#[inline]
fn millionths(scale: f64, logarithm: f64) -> i64 {
    // Not `round`, which is a function call in wasm.
    ((scale - logarithm) * 1e6 + 0.5).floor() as i64
}

/// The emissions of the file, one after another. As [`Varints`](super::format::Varints), it remembers a fault for the
/// end.
struct Counts<'a> {
    classes: std::slice::Iter<'a, u8>,
    corrections: std::slice::Iter<'a, u8>,
    bits: OpenBits<'a>,
    /// The logarithms of the low counts, of which there are many.
    low: Vec<f64>,
    damaged: bool,
}

/// Below this a logarithm is looked up.
const LOW: u32 = 1024;

impl<'a> Counts<'a> {
    fn open(file: &Reader<'a>) -> Result<Self> {
        Ok(Counts {
            classes: file.section(Section::ModelClasses)?.iter(),
            corrections: file.section(Section::ModelCorrections)?.iter(),
            bits: OpenBits { bytes: file.section(Section::ModelBits)?.iter(), held: 0, count: 0 },
            low: (0..LOW).map(portable_logarithm).collect(),
            damaged: false,
        })
    }

    fn next(&mut self, scale: f64) -> f64 {
        let (Some(&class), Some(&correction)) = (self.classes.next(), self.corrections.next()) else {
            self.damaged = true;
            return NEVER;
        };
        let (lowest, open) = lowest_of(class.into());
        let count = lowest | self.bits.take(open);
        let logarithm = self.low.get(count as usize).copied().unwrap_or_else(|| portable_logarithm(count));
        emission(millionths(scale, logarithm).saturating_add(i64::from(correction as i8)))
    }

    fn ended_well(&self) -> bool {
        self.classes.len() == 0 && self.corrections.len() == 0 && self.bits.ended_well() && !self.damaged
    }
}

/// A quotient of whole numbers is the nearest number there is, and so is what a compiler makes of `-8.766406`.
fn emission(millionths: i64) -> f64 {
    millionths as f64 / -1e6
}

/// Bits, the lowest of a byte first. Past the end there are zeros.
struct OpenBits<'a> {
    bytes: std::slice::Iter<'a, u8>,
    held: u64,
    count: u32,
}

impl OpenBits<'_> {
    #[inline]
    fn take(&mut self, count: u32) -> u32 {
        while self.count < count {
            self.held |= u64::from(self.bytes.next().copied().unwrap_or(0)) << self.count;
            self.count += 8;
        }
        let bits = self.held & ((1 << count) - 1);
        self.held >>= count;
        self.count -= count;
        bits as u32
    }

    fn ended_well(&self) -> bool {
        self.bytes.len() == 0
    }
}

// The generated tables are as the generator writes them.
#[allow(missing_docs, clippy::all, clippy::pedantic)]
mod generated {
    pub(super) const MIN_FLOAT: f64 = super::NEVER;
    jieba_macros::generate_hmm_data!();
}

/// Adds jieba's model to a file.
pub(super) fn write(writer: &mut Writer) -> Result<()> {
    use generated::{HMM_HAN_MAX, HMM_HAN_MIN, INITIAL_PROBS, TRANS_PROBS};
    let columns: [Vec<Option<i64>>; STATES] = std::array::from_fn(column);
    let scales = columns.each_ref().map(|column| scale(column));
    let mut head = Vec::new();
    head.extend_from_slice(&(HMM_HAN_MIN as u16).to_le_bytes());
    head.extend_from_slice(&(HMM_HAN_MAX as u16).to_le_bytes());
    let numbers = INITIAL_PROBS.iter().chain(TRANS_PROBS.iter().flatten()).chain(&scales);
    head.extend(numbers.flat_map(|number| number.to_le_bytes()));
    let states = (0..columns[0].len())
        .map(|row| (0..STATES).fold(0, |states, state| states | u8::from(columns[state][row].is_some()) << state));
    writer.add(Section::ModelHead, head);
    writer.add(Section::ModelStates, states.collect());
    write_counts(&columns, scales, writer)
}

fn write_counts(columns: &[Vec<Option<i64>>; STATES], scales: [f64; STATES], writer: &mut Writer) -> Result<()> {
    let (mut classes, mut corrections, mut bits) = (vec![], vec![], BitWriter::default());
    for (column, scale) in columns.iter().zip(scales) {
        for &value in column.iter().flatten() {
            let count = count_of(scale, value);
            let (class, open) = class_of(count);
            classes.push(class as u8);
            bits.push(count & ((1 << open) - 1), open);
            let correction = i8::try_from(value - millionths(scale, portable_logarithm(count)));
            corrections.push(correction.map_err(|_| damaged("the model is not made of counts"))? as u8);
        }
    }
    writer.add(Section::ModelClasses, classes);
    writer.add(Section::ModelBits, bits.finish());
    writer.add(Section::ModelCorrections, corrections);
    Ok(())
}

/// The emissions of a state in millionths below zero, character by character.
fn column(state: usize) -> Vec<Option<i64>> {
    let characters = generated::HMM_HAN_MIN as u32..=generated::HMM_HAN_MAX as u32;
    let values = characters.map(|character| generated_emission(character, state));
    values.map(|value| (value != NEVER).then(|| (value * -1e6).round() as i64)).collect()
}

/// The logarithm of the sum of a state's counts: the rarest character has the count 1, which leaves open less than a
/// millionth. That part is chosen so that the most emissions are those of a count.
fn scale(column: &[Option<i64>]) -> f64 {
    let rarest = column.iter().flatten().max().copied().unwrap_or(0) as f64;
    let exact = |scale: f64| {
        let is_exact = |&&value: &&i64| value == millionths(scale, portable_logarithm(count_of(scale, value)));
        column.iter().flatten().filter(is_exact).count()
    };
    let scales = (-16..16).map(|part| (rarest + f64::from(part) / 32.0) / 1e6);
    scales.max_by_key(|&scale| exact(scale)).unwrap_or(0.0)
}

fn count_of(scale: f64, millionths: i64) -> u32 {
    (libm::exp(scale - millionths as f64 / 1e6) + 0.5).floor() as u32
}

fn generated_emission(character: u32, state: usize) -> f64 {
    use generated::{EMIT_INDEX, EMIT_MIN_CHAR, EMIT_NONE, EMIT_PROBS};
    let row = EMIT_INDEX.get(character.wrapping_sub(EMIT_MIN_CHAR) as usize);
    row.filter(|&&row| row != EMIT_NONE).map_or(NEVER, |&row| EMIT_PROBS[usize::from(row)][state])
}

#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    count: u32,
}

impl BitWriter {
    fn push(&mut self, bits: u32, count: u32) {
        for bit in 0..count {
            if self.count.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((bits >> bit & 1) as u8) << (self.count % 8);
            }
            self.count += 1;
        }
    }

    fn finish(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::super::format::FileKind;
    use super::*;

    #[test]
    fn a_class_and_its_open_bits_are_the_count() {
        for count in (0..10_000).chain([1 << 16, (1 << 20) - 1, 3_188_251, 1 << 25]) {
            let (class, open) = class_of(count);
            assert!(class < 256);
            assert_eq!(lowest_of(class), (count >> open << open, open), "{count}");
        }
        for class in 0..256 {
            lowest_of(class);
        }
    }

    #[test]
    fn the_model_comes_back_to_the_bit() {
        let mut writer = Writer::new(FileKind::Words);
        write(&mut writer).unwrap();
        let file = writer.finish();
        let model = Model::read(&Reader::open(&file, FileKind::Words).unwrap()).unwrap();
        assert_eq!(model.initial, generated::INITIAL_PROBS);
        assert_eq!(model.transition, generated::TRANS_PROBS);
        for unit in 0..=u16::MAX {
            let expected: [f64; STATES] = std::array::from_fn(|state| generated_emission(unit.into(), state));
            assert_eq!(model.emission(unit).map(f64::to_bits), expected.map(f64::to_bits), "U+{unit:04X}");
            let covered = ('\u{4e00}'..='\u{9fd5}').contains(&char::from_u32(unit.into()).unwrap_or('\0'));
            assert_eq!(model.covers(unit), covered);
        }
    }
}
