//! jieba's hidden Markov model of words that the dictionary lacks: its numbers, and how they stand in the file.
//!
//! The numbers are those that `jieba-macros` generates for jieba-rs, to the bit. Compiled into the code they would be
//! half a megabyte, most of it the same few thousand values over and over; in the file each value stands once.

use super::format::{Reader, Section, Varints, Writer, damaged, fixed, push_varint};
use crate::error::Result;
use std::collections::HashMap;

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
        if range.0 > range.1 || head.len() != STATES + STATES * STATES {
            return Err(damaged(format!("a model of {} numbers over {range:?}", head.len())));
        }
        let four = |row: usize| std::array::from_fn(|state| head[row * STATES + state]);
        let (rows, emissions) = read_emissions(file, usize::from(range.1 - range.0) + 1)?;
        Ok(Model { initial: four(0), transition: [four(1), four(2), four(3), four(4)], range, rows, emissions })
    }
}

type Emissions = (Vec<u16>, Vec<[f64; STATES]>);

fn read_emissions(file: &Reader, characters: usize) -> Result<Emissions> {
    let values: Vec<f64> =
        fixed(file.section(Section::ModelValues)?, Section::ModelValues)?.map(f64::from_le_bytes).collect();
    let mut numbers = Varints::new(file.section(Section::ModelNumbers)?);
    let mut table = vec![[NEVER; STATES]; characters];
    for state in 0..STATES {
        for row in &mut table {
            let number = numbers.next() as usize;
            if number > values.len() {
                return Err(damaged(format!("model value number {number} of {}", values.len())));
            }
            if number > 0 {
                row[state] = values[number - 1];
            }
        }
    }
    if !numbers.ended_well() {
        return Err(damaged("the model has not four numbers a character"));
    }
    Ok(compact(&table))
}

/// Leaves out the characters without any emission: a third of the memory.
fn compact(table: &[[f64; STATES]]) -> Emissions {
    let mut emissions = Vec::new();
    let seen = |row: &[f64; STATES]| row.iter().any(|&value| value != NEVER);
    let mut rows = Vec::with_capacity(table.len());
    for row in table {
        rows.push(if seen(row) { emissions.len() as u16 } else { u16::MAX });
        if seen(row) {
            emissions.push(*row);
        }
    }
    emissions.shrink_to_fit();
    (rows, emissions)
}

// The generated tables are as the generator writes them.
#[allow(missing_docs, clippy::all, clippy::pedantic)]
mod generated {
    pub(super) const MIN_FLOAT: f64 = super::NEVER;
    jieba_macros::generate_hmm_data!();
}

/// Adds jieba's model to a file.
pub(super) fn write(writer: &mut Writer) {
    use generated::{HMM_HAN_MAX, HMM_HAN_MIN, INITIAL_PROBS, TRANS_PROBS};
    let mut head = Vec::new();
    head.extend_from_slice(&(HMM_HAN_MIN as u16).to_le_bytes());
    head.extend_from_slice(&(HMM_HAN_MAX as u16).to_le_bytes());
    let numbers = INITIAL_PROBS.iter().chain(TRANS_PROBS.iter().flatten());
    head.extend(numbers.flat_map(|number| number.to_le_bytes()));
    let (values, numbers) = number_values();
    writer.add(Section::ModelHead, head);
    writer.add(Section::ModelValues, values.iter().flat_map(|value| value.to_le_bytes()).collect());
    writer.add(Section::ModelNumbers, numbers);
}

fn generated_emission(character: u32, state: usize) -> f64 {
    use generated::{EMIT_INDEX, EMIT_MIN_CHAR, EMIT_NONE, EMIT_PROBS};
    let row = EMIT_INDEX.get(character.wrapping_sub(EMIT_MIN_CHAR) as usize);
    row.filter(|&&row| row != EMIT_NONE).map_or(NEVER, |&row| EMIT_PROBS[usize::from(row)][state])
}

/// Numbers the values, in each state the most frequent first, and lists the number of every character state by state.
fn number_values() -> (Vec<f64>, Vec<u8>) {
    let characters = generated::HMM_HAN_MIN as u32..=generated::HMM_HAN_MAX as u32;
    let (mut values, mut numbers) = (Vec::new(), Vec::new());
    for state in 0..STATES {
        let column: Vec<f64> = characters.clone().map(|character| generated_emission(character, state)).collect();
        let mut counts: HashMap<u64, usize> = HashMap::new();
        column
            .iter()
            .filter(|&&value| value != NEVER)
            .for_each(|value| *counts.entry(value.to_bits()).or_default() += 1);
        let mut distinct: Vec<(u64, usize)> = counts.into_iter().collect();
        distinct.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let places: HashMap<u64, usize> =
            distinct.iter().enumerate().map(|(place, &(bits, _))| (bits, values.len() + place + 1)).collect();
        values.extend(distinct.iter().map(|&(bits, _)| f64::from_bits(bits)));
        for value in column {
            push_varint(&mut numbers, if value == NEVER { 0 } else { places[&value.to_bits()] as u32 });
        }
    }
    (values, numbers)
}

#[cfg(test)]
mod tests {
    use super::super::format::FileKind;
    use super::*;

    #[test]
    fn the_model_comes_back_to_the_bit() {
        let mut writer = Writer::new(FileKind::Words);
        write(&mut writer);
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
