//! A page in a layout, with what a site puts around it, as bytes. Knows no figure.

use super::arrange::arranged;
use super::chance::Chance;
use super::html;
use super::page::{Page, Piece, Shape};
use super::plain::lines;

/// The bytes of a page in this shape.
pub fn render(page: &Page, shape: Shape, chance: &mut Chance) -> Vec<u8> {
    let mut text = String::with_capacity(32 << 10);
    let noise = |text: &str, chance: &mut Chance| match shape.noisy {
        true if chance.below(4) == 0 => text.replacen('。', "。。", 1),
        true if chance.below(4) == 0 => text.replacen('，', "，，", 1),
        _ => text.to_string(),
    };
    if shape.plain {
        text.push_str(&format!("{}\n\n", page.title));
    } else {
        open(page, shape, chance, &mut text);
    }
    let line = |line: &str, title: bool, text: &mut String| match shape.plain {
        true => text.push_str(&format!("{}{line}\n", if title { "" } else { "　　" })),
        false => html::paragraph(&html::escape(line), title, shape.style, text),
    };
    for (number, piece) in page.pieces.iter().enumerate() {
        match piece {
            Piece::Title(title) => line(title, true, &mut text),
            Piece::Text(told) => line(&noise(&told.text, chance), false, &mut text),
            Piece::Table(sheet) if shape.layout.is_markup() && !shape.plain => {
                html::table(&arranged(sheet, shape.layout), shape.style, &mut text)
            }
            Piece::Table(sheet) => {
                for (at, row) in lines(sheet, shape.layout).iter().enumerate() {
                    // A page ends inside the table.
                    if shape.noisy && at % 20 == 13 {
                        line(&format!("- {} -", at / 20 + 1), true, &mut text);
                    }
                    match shape.plain {
                        true => text.push_str(&format!("{row}\n")),
                        false => text.push_str(&format!("<p>{}</p>\n", html::escape(row))),
                    }
                }
            }
        }
        if shape.noisy && number % 7 == 6 {
            line(&format!("— {} —", number / 7 + 1), false, &mut text);
        }
    }
    if !shape.plain {
        text.push_str("</div></div>\n");
        if shape.framed {
            html::footer(&page.agency, chance, &mut text);
        }
        text.push_str("</body>\n</html>\n");
    }
    shape.encoding.encode(&text)
}

fn open(page: &Page, shape: Shape, chance: &mut Chance, text: &mut String) {
    let (title, charset) = (&page.title, shape.encoding.label());
    text.push_str(&format!(
        "<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">\n\
         <title>{title}</title>\n<meta name=\"ArticleTitle\" content=\"{title}\">\n<meta name=\"PubDate\" content=\"{} 09:30\">\n",
        page.published
    ));
    if shape.framed {
        html::styles_and_scripts(10 + chance.below(20), chance, text);
    }
    text.push_str("</head>\n<body>\n");
    if shape.framed {
        html::navigation(&page.agency, 40 + chance.below(60), chance, text);
    }
    text.push_str(&format!("<div class=\"article\"><h1 class=\"title\">{title}</h1>\n<div id=\"zoom\">\n"));
}
