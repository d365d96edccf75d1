//! Which wordings of the phrasebook a sentence may hold at all, asked of all of them at once. Never rules out a match.

use super::Phrase;
use super::needs::Present;
use crate::catalog::words::ClassId;

/// The wordings of all phrases in their order, and for each class of words those that cannot do without it.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    /// Phrase, and wording of the phrase.
    list: Vec<(usize, usize)>,
    /// For each class one bit a wording.
    need: Vec<Vec<u64>>,
}

impl Wordings {
    pub fn new(phrases: &[Phrase], classes: usize) -> Wordings {
        let of = |(index, phrase): (usize, &Phrase)| (0..phrase.says.len()).map(move |says| (index, says));
        let list: Vec<(usize, usize)> = phrases.iter().enumerate().flat_map(of).collect();
        let row = |class: usize| {
            let mut row = vec![0; list.len().div_ceil(64)];
            for (place, &(phrase, says)) in list.iter().enumerate() {
                let needed = phrases[phrase].says[says].needs.class(ClassId(class as u8));
                row[place / 64] |= u64::from(needed) << (place % 64);
            }
            row
        };
        Wordings { need: (0..classes).map(row).collect(), list }
    }

    /// Those that need no class which the sentence has not, in their order.
    pub fn of(&self, present: &Present) -> impl Iterator<Item = (usize, usize)> {
        let mut open = vec![u64::MAX; self.list.len().div_ceil(64)];
        for (_, row) in self.need.iter().enumerate().filter(|&(class, _)| !present.has(ClassId(class as u8))) {
            open.iter_mut().zip(row).for_each(|(open, need)| *open &= !need);
        }
        let places = open.into_iter().enumerate().flat_map(|(word, bits)| Bits(bits).map(move |bit| word * 64 + bit));
        places.filter_map(|place| self.list.get(place).copied())
    }
}

/// The places of the bits of a word that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (bit < 64).then_some(bit)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn bits_are_told_from_the_lowest() {
        assert_eq!(Bits(0b1001 | 1 << 63).collect::<Vec<_>>(), [0, 3, 63]);
        assert_eq!(Bits(0).next(), None);
    }
}
