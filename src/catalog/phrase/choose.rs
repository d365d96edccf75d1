//! Which wordings of the phrasebook a sentence may hold at all, asked of all of them at once. Never rules out a match.

use super::Phrase;
use super::needs::Present;
use std::collections::BTreeMap;

/// One bit a wording.
type Set = Vec<u64>;

/// The wordings of all phrases in their order, and what they cannot do without.
#[derive(Clone, Debug, Default)]
pub struct Wordings {
    /// Phrase, and wording of the phrase.
    list: Vec<(usize, usize)>,
    /// What some wordings need of a sentence, and which they are.
    needed: Vec<(Present, Set)>,
    /// The wordings that may be used in any section.
    anywhere: Set,
    /// For sections by their role those and the section's own.
    sections: BTreeMap<String, Set>,
}

impl Wordings {
    pub fn new(phrases: &[Phrase]) -> Wordings {
        let of = |(index, phrase): (usize, &Phrase)| (0..phrase.says.len()).map(move |says| (index, says));
        let list: Vec<(usize, usize)> = phrases.iter().enumerate().flat_map(of).collect();
        let set = |of: &dyn Fn(&Phrase, usize) -> bool| -> Set {
            let mut set = vec![0; list.len().div_ceil(64)];
            for (place, &(phrase, says)) in list.iter().enumerate() {
                set[place / 64] |= u64::from(of(&phrases[phrase], says)) << (place % 64);
            }
            set
        };
        let parts = list.iter().flat_map(|&(phrase, says)| phrases[phrase].says[says].needs.parts());
        let mut needed: Vec<(Present, Set)> = Vec::new();
        for part in parts {
            if !needed.iter().any(|(known, _)| *known == part) {
                needed.push((part, set(&|phrase, says| phrase.says[says].needs.parts().any(|other| other == part))));
            }
        }
        let roles: Vec<&String> = phrases.iter().flat_map(|phrase| &phrase.sections).collect();
        let of_role = |role: &String| set(&|phrase, _| phrase.sections.is_empty() || phrase.sections.contains(role));
        let sections = roles.into_iter().map(|role| (role.clone(), of_role(role))).collect();
        Wordings { needed, anywhere: set(&|phrase, _| phrase.sections.is_empty()), sections, list }
    }

    /// Those that may stand in a section with this role and need nothing which the sentence has not, in their order.
    pub fn of(&self, present: &Present, role: &str) -> impl Iterator<Item = (usize, usize)> {
        let mut open = self.sections.get(role).unwrap_or(&self.anywhere).clone();
        for (_, without) in self.needed.iter().filter(|(part, _)| !present.covers(part)) {
            open.iter_mut().zip(without).for_each(|(open, without)| *open &= !without);
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
