//! A series as one line of blocks. Knows neither places nor metrics.

use crate::model::Number;

/// From nothing to all; the lowest stands for zero, so that a gap is something else.
const BLOCKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// One block a value, from zero (or the lowest value below it) to the highest; a blank where there is none. `seams` are
/// drawn before the value that follows them.
pub fn spark(values: &[Option<Number>], seams: &[Option<char>]) -> String {
    let stated = || values.iter().flatten().map(|value| value.0);
    let low = stated().min().unwrap_or(0).min(0);
    let high = stated().max().unwrap_or(0).max(0);
    let height = (i128::from(high) - i128::from(low)).max(1);
    let steps = BLOCKS.len() as i128 - 1;
    let mut line = String::new();
    for (value, seam) in values.iter().zip(seams) {
        line.extend(seam);
        line.push(value.map_or(' ', |value| {
            // Whatever is above zero stands above the lowest block.
            let step = ((i128::from(value.0) - i128::from(low)) * steps + height - 1) / height;
            BLOCKS[step.clamp(0, steps) as usize]
        }));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &[Option<i64>]) -> String {
        let values: Vec<Option<Number>> = values.iter().map(|value| value.and_then(Number::from_integer)).collect();
        spark(&values, &vec![None; values.len()])
    }

    #[test]
    fn a_gap_is_blank_and_zero_is_the_lowest_block() {
        assert_eq!(line(&[Some(0), None, Some(1), Some(700)]), "▁ ▂█");
        assert_eq!(line(&[Some(0), Some(0)]), "▁▁");
        assert_eq!(line(&[None, None]), "  ");
        assert_eq!(line(&[Some(-5), Some(0), Some(5)]), "▁▅█");
        assert_eq!(line(&[Some(i64::MAX / Number::SCALE), Some(0)]), "█▁");
        assert_eq!(line(&[]), "");
    }

    #[test]
    fn a_seam_stands_before_its_value() {
        let one = Number::from_integer(1);
        assert_eq!(spark(&[one, one], &[None, Some('║')]), "█║█");
    }
}
