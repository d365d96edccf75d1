//! Where the characters of a folded text stand in the original. Knows no character.

/// The way back from a folded text, stretch by stretch: most of a text folds to itself.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    runs: Vec<Run>,
}

/// A stretch of folded text and where it comes from: character by character if both are as long, else one character
/// that was written in another form.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the folded text.
    at: u32,
    /// Bytes of the original.
    start: u32,
    end: u32,
}

impl Origin {
    /// With room for the stretches that a text of this length usually has.
    pub fn for_text(text: &str) -> Origin {
        Origin { runs: Vec::with_capacity(1 + text.len() / 32) }
    }

    /// Notes that the next `length` bytes of the folded text, which begin at `at`, stand for bytes `start..end`.
    pub fn add(&mut self, at: usize, length: usize, start: usize, end: usize) {
        let (at, start, end) = (at as u32, start as u32, end as u32);
        let same = length as u32 == end - start;
        let goes_on = |run: &&mut Run| same && run.end == start && run.end - run.start == at - run.at;
        match self.runs.last_mut().filter(goes_on) {
            Some(run) => run.end = end,
            None => self.runs.push(Run { at, start, end }),
        }
    }

    /// Lets the last character of the folded `text` end at byte `end` of the original: what follows it there belongs to it.
    pub fn widen(&mut self, text: &str, end: usize) {
        let Some(at) = text.char_indices().next_back().map(|(at, _)| at) else { return };
        let (start, before) = self.of(text, at);
        let Some(run) = self.runs.last_mut() else { return };
        if run.at as usize == at {
            run.end = end as u32;
        } else {
            run.end -= (before - start) as u32;
            self.runs.push(Run { at: at as u32, start: start as u32, end: end as u32 });
        }
    }

    /// Where the character that holds byte `at` of the folded `text` begins and ends in the original.
    pub fn of(&self, text: &str, at: usize) -> (usize, usize) {
        let index = self.runs.partition_point(|run| run.at as usize <= at) - 1;
        let run = self.runs[index];
        let behind = self.runs.get(index + 1).map_or(text.len(), |next| next.at as usize);
        let (start, end) = (run.start as usize, run.end as usize);
        if end - start != behind - run.at as usize {
            return (start, end);
        }
        let (mut first, mut last) = (at, at + 1);
        while !text.is_char_boundary(first) {
            first -= 1;
        }
        while !text.is_char_boundary(last) {
            last += 1;
        }
        (start + first - run.at as usize, start + last - run.at as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn every_character_leads_back_to_where_it_stands() {
        // "１2 件丙": a wide digit folded to a narrow one, a blank dropped.
        let mut origin = Origin::default();
        for (at, length, start, end) in [(0, 1, 0, 3), (1, 1, 3, 4), (2, 3, 5, 8), (5, 3, 8, 11)] {
            origin.add(at, length, start, end);
        }
        let text = "12件丙";
        for (at, start) in [(0, 0), (1, 3), (2, 5), (5, 8)] {
            assert_eq!(origin.of(text, at).0, start, "from {at}");
        }
        assert_eq!(origin.of(text, 4), (5, 8), "the last byte of a character leads to the whole of it");
    }

    #[test]
    fn what_belongs_to_a_character_leaves_the_others_where_they_stand() {
        // "水务(wu)局": a run of two characters, of which the last is widened.
        let mut origin = Origin::default();
        origin.add(0, 6, 0, 6);
        origin.widen("水务", 10);
        origin.add(6, 3, 10, 13);
        let text = "水务局";
        assert_eq!([0, 3, 6].map(|at| origin.of(text, at)), [(0, 3), (3, 10), (10, 13)]);
    }
}
