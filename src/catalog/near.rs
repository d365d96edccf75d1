//! Names like a name: what a person meant who slipped. Knows no kind of name.

/// The names nearest to what was asked, at most `most`: first those that hold it, then those with the fewest letters to
/// change, in the order of the alphabet.
pub fn nearest(asked: &str, names: impl IntoIterator<Item = String>, most: usize) -> Vec<String> {
    let mut near: Vec<(usize, String)> = names.into_iter().map(|other| (distance(asked, &other), other)).collect();
    near.sort();
    near.dedup();
    near.into_iter().take(most).map(|(_, other)| other).collect()
}

/// How far a name is from what was asked: nought if it holds it, else the letters to change.
pub fn distance(asked: &str, name: &str) -> usize {
    if name.contains(asked) {
        return 0;
    }
    let name: Vec<char> = name.chars().collect();
    let mut above: Vec<usize> = (0..=name.len()).collect();
    for (row, letter) in asked.chars().enumerate() {
        let mut diagonal = above[0];
        above[0] = row + 1;
        for (column, other) in name.iter().enumerate() {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = above[column + 1];
            above[column + 1] = changed.min(diagonal + 1).min(above[column] + 1);
        }
    }
    above[name.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances() {
        assert_eq!(distance("abc", "xabcx"), 0);
        assert_eq!(distance("abcd", "abd"), 1);
        assert_eq!(distance("", "ab"), 0);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("云孟县", "云梦县"), 1);
    }

    #[test]
    fn the_nearest_come_first_and_once() {
        let names = ["total", "totals", "other", "total"].map(str::to_string);
        assert_eq!(nearest("totel", names, 2), ["total", "totals"]);
    }
}
