//! Words that differ in a part, written as one: `{市|县}政府` is 市政府 and 县政府. Knows no class of words.

/// The words that a written one stands for; a word without braces for itself alone. An empty alternative leaves the part
/// out: `{市|县}{人民|}政府`.
pub fn variants(written: &str) -> Vec<String> {
    let parts = written.split_once('{').and_then(|(head, rest)| Some((head, rest.split_once('}')?)));
    let Some((head, (choices, tail))) = parts else { return vec![written.to_string()] };
    let tails = variants(tail);
    choices.split('|').flat_map(|choice| tails.iter().map(move |tail| format!("{head}{choice}{tail}"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_takes_each_of_its_forms() {
        assert_eq!(variants("本级"), ["本级"]);
        assert_eq!(variants("{市|县}{人民|}政府"), ["市人民政府", "市政府", "县人民政府", "县政府"]);
        // A brace that is not closed is a character like any other.
        assert_eq!(variants("市{县"), ["市{县"]);
    }
}
