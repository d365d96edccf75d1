//! Properties of the reader that hold for any bytes, any page and any text.

use super::*;
use proptest::prelude::*;

/// Pieces of pages, to be put together at random.
fn page() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "<td rowspan=0>",
        "<td colspan=3 rowspan=2>",
        "</td>",
        "<tbody>",
        "</tbody>",
        "<caption>",
        "<p>",
        "</p>",
        "<div class=nav>",
        "<div style=display:none>",
        "</div>",
        "<br>",
        "<a href=x>",
        "</a>",
        "<span style='display:none'>",
        "</span>",
        "<h1>",
        "</h1>",
        "<title>",
        "</title>",
        "<meta name=a content=b>",
        "<pre>",
        "</pre>",
        "<script>",
        "</script>",
        "<select><option>",
        "</select>",
        "<li>",
        "<svg>",
        "</svg>",
        "甲",
        "12",
        " ",
        "\n",
        "&nbsp;",
        "\t",
        "|",
        "a | b |",
        "\0",
        "\r",
        "<html>",
        "<textarea>",
        "</textarea>",
        "<!--",
        "-->",
        "<header>",
    ]);
    prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(document) = read(&bytes, &LIMITS, &mut Vec::new()) {
            check(&document);
        }
    }

    #[test]
    fn any_page_gives_a_sound_document(page in page(), depth in 0usize..5, cells in 0usize..30) {
        let limits = Limits { max_text_bytes: 1000, max_depth: depth, max_cells: cells };
        if let Ok(document) = read(page.as_bytes(), &limits, &mut Vec::new()) {
            check(&document);
        }
    }

    #[test]
    fn any_text_in_markup_is_kept(words in prop::collection::vec("[!-~、-〕一-十]{1,6}", 1..20)) {
        let escaped = words.join("\n ").replace('&', "&amp;").replace('<', "&lt;");
        let document = document(&format!("<html><body><p>{escaped}</p></body></html>"));
        prop_assert_eq!(document.text, words.join(" ") + "\n");
    }

    #[test]
    fn any_plain_text_is_kept(text in "[^<\0-\u{8}\u{e}-\u{1f}\u{feff}\u{80}-\u{ff}\u{fffd}]{0,200}") {
        if let Ok(document) = read(text.as_bytes(), &LIMITS, &mut Vec::new()) {
            check(&document);
            prop_assert_eq!(document.text, text);
        }
    }
}
