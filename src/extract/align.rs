//! Two sequences laid side by side in order: what a page has against what a form has. Knows no label.

/// The pairs (left, right) of an order-keeping alignment with the greatest sum of `score`; pairs scored 0 are never made.
/// Ties go to the earlier pair on both sides.
pub fn align(left: usize, right: usize, score: impl Fn(usize, usize) -> u32) -> Vec<(usize, usize)> {
    let width = right + 1;
    // best[i * width + j]: the greatest sum of the rest from left i and right j on.
    let mut best = vec![0u32; (left + 1) * width];
    let mut scores = vec![0u32; left * right];
    for i in (0..left).rev() {
        for j in (0..right).rev() {
            let pair = score(i, j);
            scores[i * right + j] = pair;
            let made = if pair > 0 { pair + best[(i + 1) * width + j + 1] } else { 0 };
            best[i * width + j] = made.max(best[(i + 1) * width + j]).max(best[i * width + j + 1]);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < left && j < right {
        let here = best[i * width + j];
        let pair = scores[i * right + j];
        if pair > 0 && here == pair + best[(i + 1) * width + j + 1] {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::align;

    #[test]
    fn repeated_labels_are_told_apart_by_order() {
        let page = ["a", "x", "b", "c", "x"];
        let form = ["a", "x", "c", "x", "d"];
        let pairs = align(page.len(), form.len(), |i, j| u32::from(page[i] == form[j]));
        assert_eq!(pairs, [(0, 0), (1, 1), (3, 2), (4, 3)]);
    }
}
