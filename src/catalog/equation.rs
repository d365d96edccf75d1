//! The mini-language of equations: `a + b - c = d`, `a <= b`, `a = previous b`. Knows no metric and no form.
//!
//! Closed on purpose: sums, one relation, no numbers, no brackets. Names are told apart by blanks.

use super::rule::Relation;

/// An equation as written; names are not looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation<'a> {
    pub relation: Relation,
    pub left: Vec<Part<'a>>,
    pub right: Vec<Part<'a>>,
}

/// `sign` (1 or -1) times what `name` stands for: a metric, `stem.*` or `@facet`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    pub name: &'a str,
    pub sign: i8,
    /// In the report of the year before.
    pub previous: bool,
}

/// The equation that `text` writes, or what is wrong with it.
pub fn equation(text: &str) -> Result<Equation<'_>, String> {
    let mut sides: Vec<Vec<Part>> = vec![Vec::new()];
    let mut relation = None;
    // The sign of the next name; none right behind a name.
    let mut sign = Some(1);
    let mut previous = false;
    for word in text.split_whitespace() {
        let found = match word {
            "=" => Some(Relation::Equal),
            "<=" => Some(Relation::AtMost),
            _ => None,
        };
        match (word, sign) {
            (_, None) if found.is_some() => {
                if relation.is_some() {
                    return Err(format!("malformed equation: a second `{word}`"));
                }
                relation = found;
                sides.push(Vec::new());
                sign = Some(1);
            }
            ("previous", Some(_)) if !previous => previous = true,
            ("+", None) => sign = Some(1),
            ("-", None) => sign = Some(-1),
            ("+" | "-", _) | (_, None) => {
                return Err(format!("malformed equation: `{word}` has no place"));
            }
            _ if found.is_some() => {
                return Err(format!("malformed equation: nothing before `{word}`"));
            }
            (name, Some(of)) if name.chars().all(|c| c.is_ascii_alphanumeric() || "._@*".contains(c)) => {
                sides.last_mut().expect("one side from the start").push(Part { name, sign: of, previous });
                (sign, previous) = (None, false);
            }
            (name, _) => return Err(format!("malformed equation: `{name}` is no name")),
        }
    }
    if sign.is_some() {
        return Err("malformed equation: it ends where a metric should follow".to_string());
    }
    match (relation, sides.pop(), sides.pop()) {
        (Some(relation), Some(right), Some(left)) => Ok(Equation { relation, left, right }),
        _ => Err("malformed equation: neither `=` nor `<=`".to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_on_both_sides() {
        let read = equation("a.b + c@d - e.* = f").unwrap();
        assert_eq!(read.relation, Relation::Equal);
        let left: Vec<_> = read.left.iter().map(|part| (part.name, part.sign)).collect();
        assert_eq!(left, [("a.b", 1), ("c@d", 1), ("e.*", -1)]);
        assert_eq!(read.right, [Part { name: "f", sign: 1, previous: false }]);
        assert_eq!(equation("a <= b").unwrap().relation, Relation::AtMost);
        let read = equation("a = previous b + c").unwrap();
        let right: Vec<_> = read.right.iter().map(|part| (part.name, part.previous)).collect();
        assert_eq!(right, [("b", true), ("c", false)]);
    }

    #[test]
    fn nothing_else_is_an_equation() {
        for text in [
            "",
            "a",
            "a +",
            "a + = b",
            "= b",
            "a = ",
            "a = b = c",
            "a b = c",
            "- a = b",
            "a >= b",
            "2a* b = (c)",
            "a == b",
            "a = previous",
            "a = previous previous b",
            "previous + a = b",
        ] {
            assert!(equation(text).is_err_and(|message| message.starts_with("malformed equation")), "{text}");
        }
    }
}
