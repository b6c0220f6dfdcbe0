//! Numbers that are read once and late: packed by a model that learns while it writes and reads.
//!
//! Half of what gzip makes of tags is what this makes of them, at some tens of nanoseconds a number. So it is for lists
//! that no start waits for. Every number is a few yes-or-no questions. Each context of the number has an opinion on each
//! question, from the answers so far; the opinions are weighed, and what has been right gains weight. The answers are
//! written with an arithmetic coder. (Mahoney, "Adaptive weighing of context models for lossless data compression",
//! Florida Tech. CS-2005-16.) All of it is whole numbers, so it comes out the same on every machine. What was tampered
//! with gives other numbers, never a panic.

/// Writes or reads one answer at a time. `chance` is that of a yes, in 4096ths.
pub(super) trait Coder {
    /// The writer writes `answer` and returns it. The reader does not look at it and returns what was written.
    fn code(&mut self, answer: bool, chance: u32) -> bool;
}

/// The bounds of the numbers that what is still to be written can become.
struct Bounds {
    low: u32,
    high: u32,
}

impl Bounds {
    const ALL: Bounds = Bounds { low: 0, high: u32::MAX };

    /// The last number that means yes.
    #[inline(always)]
    fn middle(&self, chance: u32) -> u32 {
        self.low + ((self.high - self.low) >> 12) * chance
    }

    #[inline(always)]
    fn narrow(&mut self, middle: u32, answer: bool) {
        if answer {
            self.high = middle;
        } else {
            self.low = middle + 1;
        }
    }

    /// The highest byte, if it can no longer change.
    #[inline(always)]
    fn settled(&mut self) -> Option<u8> {
        let byte = (self.low >> 24) as u8;
        if (self.low ^ self.high) >> 24 != 0 {
            return None;
        }
        self.low <<= 8;
        self.high = self.high << 8 | 0xff;
        Some(byte)
    }
}

/// Writes answers.
pub(super) struct Encoder {
    bounds: Bounds,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn new() -> Encoder {
        Encoder { bounds: Bounds::ALL, bytes: Vec::new() }
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.extend_from_slice(&self.bounds.high.to_be_bytes());
        self.bytes
    }
}

impl Coder for Encoder {
    fn code(&mut self, answer: bool, chance: u32) -> bool {
        let middle = self.bounds.middle(chance);
        self.bounds.narrow(middle, answer);
        while let Some(byte) = self.bounds.settled() {
            self.bytes.push(byte);
        }
        answer
    }
}

/// Reads what an [`Encoder`] wrote; past the end there are zeros.
pub(super) struct Decoder<'a> {
    bounds: Bounds,
    value: u32,
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Decoder<'a> {
        let mut decoder = Decoder { bounds: Bounds::ALL, value: 0, bytes: bytes.iter() };
        (0..4).for_each(|_| decoder.read());
        decoder
    }

    #[inline(always)]
    fn read(&mut self) {
        self.value = self.value << 8 | u32::from(self.bytes.next().copied().unwrap_or(0));
    }
}

impl Coder for Decoder<'_> {
    #[inline(always)]
    fn code(&mut self, _: bool, chance: u32) -> bool {
        let middle = self.bounds.middle(chance);
        let answer = self.value <= middle;
        self.bounds.narrow(middle, answer);
        while self.bounds.settled().is_some() {
            self.read();
        }
        answer
    }
}

/// How many places a context has for its opinions, as a power of two.
const PLACES: u32 = 16;
/// Numbers are below 2^this less one.
const MOST_BITS: u32 = 15;
/// How many bits of a number after its highest are asked in context; the others are as good as random.
const ASKED_BITS: u32 = 3;
/// Questions: how long a number is, and for each length its next bits.
const QUESTIONS: usize = 16 + (MOST_BITS as usize + 1) * (1 << ASKED_BITS);
/// Weights are scaled by 65536 and kept within this of zero; the sum of four products then fits.
const MOST_WEIGHT: i32 = 3 << 16;
/// How many answers an opinion remembers.
const MEMORY: u32 = 127;

/// Odds are logarithms, scaled by 256 and kept within this of zero.
const MOST_ODDS: i32 = 2047;

/// For odds from the lowest: the chance, 4096 / (1 + e^(-odds / 256)).
fn chances() -> Vec<u16> {
    let chance = |odds: i32| 4096.0 / (1.0 + libm::exp(f64::from(-odds) / 256.0));
    (-MOST_ODDS..=MOST_ODDS).map(|odds| (chance(odds) as u16).clamp(1, 4095)).collect()
}

/// For each chance the odds, 256 ln(chance / (4096 - chance)).
fn odds() -> Vec<i16> {
    let odds = |chance: f64| 256.0 * libm::log(chance / (4096.0 - chance));
    (0..4096).map(|chance| odds(f64::from(chance) + 0.5) as i16).collect()
}

/// A model of a list of numbers, each in `N` contexts.
pub(super) struct Mixer<const N: usize> {
    /// By context and question: the chance in 65536ths above, the number of answers below.
    opinions: Vec<u32>,
    weights: Vec<[i32; N]>,
    chances: Vec<u16>,
    odds: Vec<i16>,
    /// By number of answers seen: how much of the way to the next an opinion goes, in 32768ths.
    paces: Vec<i32>,
}

impl<const N: usize> Mixer<N> {
    pub(super) fn new() -> Mixer<N> {
        Mixer {
            opinions: vec![1 << 31; N << PLACES],
            weights: vec![[(1 << 16) * 4 / (3 * N as i32); N]; QUESTIONS],
            chances: chances(),
            odds: odds(),
            paces: (0..=MEMORY).map(|seen| (32768.0 / (f64::from(seen) + 1.6)) as i32).collect(),
        }
    }

    /// Writes `number`, or reads the next one, whatever `number` is then.
    #[inline(always)]
    pub(super) fn code(&mut self, coder: &mut impl Coder, contexts: [u32; N], number: u32) -> u32 {
        let number = number + 1;
        let mut bits = 0;
        while bits < MOST_BITS && self.ask(coder, contexts, bits, number >> (bits + 1) != 0) {
            bits += 1;
        }
        let mut found = 1;
        for left in (0..bits).rev() {
            let answer = number >> left & 1 == 1;
            let asked = bits - 1 - left;
            let answer = if asked < ASKED_BITS {
                let so_far = found & ((1 << asked) - 1) | 1 << asked;
                self.ask(coder, contexts, 16 + (bits << ASKED_BITS) + so_far, answer)
            } else {
                coder.code(answer, 2048)
            };
            found = found << 1 | u32::from(answer);
        }
        found - 1
    }

    #[inline(always)]
    fn ask(&mut self, coder: &mut impl Coder, contexts: [u32; N], question: u32, answer: bool) -> bool {
        let places: [usize; N] = std::array::from_fn(|at| {
            let mixed = (contexts[at] ^ question.wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
            at << PLACES | (mixed ^ mixed >> 15).wrapping_mul(0xc2b2_ae35) as usize >> (32 - PLACES)
        });
        let odds: [i32; N] = std::array::from_fn(|at| i32::from(self.odds[(self.opinions[places[at]] >> 20) as usize]));
        let weights = &mut self.weights[question as usize];
        let sum: i32 = (0..N).map(|at| weights[at] * odds[at]).sum();
        let sum = (sum >> 16).clamp(-MOST_ODDS, MOST_ODDS);
        let chance = i32::from(self.chances[(sum + MOST_ODDS) as usize]);
        let answer = coder.code(answer, chance as u32);
        let missed = (i32::from(answer) << 12) - chance;
        for at in 0..N {
            let better = weights[at] + ((odds[at] * missed * 10 + 0x8000) >> 16);
            weights[at] = better.clamp(-MOST_WEIGHT, MOST_WEIGHT);
            let opinion = &mut self.opinions[places[at]];
            let (now, seen) = (*opinion >> 16, *opinion & 0xffff);
            let goal = if answer { 65535 } else { 0 };
            let moved = now as i32 + (((goal - now as i32) * self.paces[seen.min(MEMORY) as usize]) >> 15);
            *opinion = (moved as u32) << 16 | (seen + 1).min(MEMORY);
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> impl Iterator<Item = ([u32; 2], u32)> {
        let mut state = 1u32;
        (0..20_000).map(move |at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let number = (state >> 16) >> (state >> 8 & 15);
            ([at % 7, number % 3], number.min(32_766))
        })
    }

    #[test]
    fn numbers_come_back_and_the_end_is_no_trap() {
        let (mut encoder, mut model) = (Encoder::new(), Mixer::new());
        for (contexts, number) in numbers() {
            assert_eq!(model.code(&mut encoder, contexts, number), number);
        }
        let bytes = encoder.finish();
        let (mut decoder, mut model) = (Decoder::new(&bytes), Mixer::new());
        for (contexts, number) in numbers() {
            assert_eq!(model.code(&mut decoder, contexts, 0), number);
        }
        let (mut decoder, mut model) = (Decoder::new(&bytes[..bytes.len() / 2]), Mixer::new());
        for (contexts, _) in numbers() {
            assert!(model.code(&mut decoder, contexts, 0) < 1 << (MOST_BITS + 1));
        }
    }

    #[test]
    fn what_is_always_the_same_costs_next_to_nothing() {
        let (mut encoder, mut model) = (Encoder::new(), Mixer::new());
        (0..10_000).for_each(|_| _ = model.code(&mut encoder, [0; 1], 5));
        assert!(encoder.finish().len() < 100);
    }

    #[test]
    fn chances_and_odds_are_inverse() {
        let (chances, odds) = (chances(), odds());
        assert!(chances.is_sorted() && odds.is_sorted());
        for odd in [-2000, -300, 0, 1, 1000] {
            let back = odds[usize::from(chances[(odd + MOST_ODDS) as usize])];
            assert!((i32::from(back) - odd).abs() <= 1 + odd.abs() / 16, "{odd}: {back}");
        }
    }
}
