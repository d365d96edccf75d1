//! PDF files written here by hand: pages of a few letters and lines.

use super::*;
use crate::model::Cell;

const LIMITS: Limits = Limits { max_text_bytes: 100_000, max_depth: 100, max_cells: 1_000 };

/// A file of pages with these contents; the font is one that every reader has and that is not in the file.
fn file(pages: &[String]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 5 + 2 * page)).collect();
    let mut file = format!(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
         2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n\
         3 0 obj<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>endobj\n\
         4 0 obj<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/DW 1000\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>/W[814[500 500 500 500 500 500 500 500 500 500]]>>endobj\n",
        kids.join(" "),
        pages.len()
    );
    for (index, page) in pages.iter().enumerate() {
        let at = 5 + 2 * index;
        file += &format!(
            "{at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>endobj\n\
             {} 0 obj<</Length {}>>stream\n{page}\nendstream endobj\n",
            at + 1,
            at + 1,
            page.len() + 1
        );
    }
    (file + "trailer<</Root 1 0 R>>\n%%EOF\n").into_bytes()
}

/// A line of 10-point text; `y` runs up the page, as it does in the format.
fn text(x: u32, y: u32, text: &str) -> String {
    let codes: String = text.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    format!("BT /F 10 Tf {x} {y} Td <{codes}> Tj ET\n")
}

fn line(x0: u32, y0: u32, x1: u32, y1: u32) -> String {
    format!("{x0} {y0} m {x1} {y1} l S\n")
}

fn blocks(pages: &[String]) -> (String, Vec<Block>) {
    read(&file(pages), &LIMITS).expect("a text layer")
}

fn texts<'a>(text: &'a str, blocks: &[Block]) -> Vec<&'a str> {
    blocks.iter().map(|block| block.span.of(text)).collect()
}

#[test]
fn wrapped_lines_are_paragraphs_and_page_numbers_stand_aside() {
    let full = "依照公开条例编写本报告所列数据统计期限自一月一日";
    let page = |number: u32, last: &str| {
        let lines = [text(70, 350, &full[..66]), text(50, 330, full), text(50, 310, full), text(50, 290, last)];
        lines.concat() + &text(190, 20, &format!("- {number} -"))
    };
    let (read, blocks) = blocks(&[page(1, full), page(2, "为止。")]);
    let first = [&full[..66], full, full, full].concat();
    let second = [&full[..66], full, full, "为止。"].concat();
    assert_eq!(texts(&read, &blocks), [first.as_str(), "- 1 -", second.as_str(), "- 2 -"]);
    let frames: Vec<bool> = blocks.iter().map(|block| block.frame).collect();
    assert_eq!(frames, [false, true, false, true]);
}

#[test]
fn a_table_goes_on_over_a_page_break_and_torn_labels_are_whole() {
    let uprights = |top: u32, bottom: u32| [50, 110, 250, 350].map(|x| line(x, bottom, x, top)).concat();
    let first = [
        text(60, 370, "申请办理结果情况表格在此处开始以后继续"),
        [300, 270, 240].map(|y| line(50, y, 350, y)).concat(),
        uprights(300, 240),
        text(60, 282, "一、甲类"),
        text(120, 286, "申请人情况的"),
        text(120, 274, "数量"),
        text(300, 282, "12"),
        text(60, 252, "（二）无法"),
        text(120, 252, "1.甲"),
        text(300, 252, "3"),
    ];
    let second = [
        line(50, 300, 350, 300),
        line(110, 270, 350, 270),
        line(50, 240, 350, 240),
        uprights(300, 240),
        text(60, 270, "提供"),
        text(120, 282, "2.乙"),
        text(300, 282, "4"),
        text(120, 252, "3.丙"),
        text(300, 252, "0"),
    ];
    let (read, blocks) = blocks(&[first.concat(), second.concat()]);
    let tables: Vec<(&Block, &Grid)> = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Table(grid) => Some((block, grid)),
            _ => None,
        })
        .collect();
    assert_eq!(tables.len(), 1, "one table: {read}");
    let (block, grid) = tables[0];
    assert_eq!((grid.rows, grid.columns, grid.origin), (4, 3, Origin::Ruled));
    assert_eq!(block.span.of(&read), "一、甲类\t申请人情况的数量\t12\n（二）无法提供\t1.甲\t3\n2.乙\t4\n3.丙\t0");
    let group: &Cell = grid.cell(3, 0).expect("the label that was torn");
    assert_eq!((group.row, group.row_span, group.span.of(&read)), (1, 3, "（二）无法提供"));
}

#[test]
fn rows_without_ruled_lines_are_lines() {
    let rows = [
        text(50, 300, "一、本年新收政府信息公开申请数量"),
        text(230, 300, "1"),
        text(260, 300, "0"),
        text(290, 300, "0"),
    ];
    let next = [
        text(50, 280, "二、上年结转政府信息公开申请数量"),
        text(230, 280, "0"),
        text(260, 280, "0"),
        text(290, 280, "12"),
    ];
    let (read, blocks) = blocks(&[rows.concat() + &next.concat()]);
    assert_eq!(
        texts(&read, &blocks),
        ["一、本年新收政府信息公开申请数量 1 0 0", "二、上年结转政府信息公开申请数量 0 0 12"]
    );
}

#[test]
fn what_cannot_be_read_is_refused_with_its_reason() {
    let reason = |bytes: &[u8]| read(bytes, &LIMITS).expect_err("refused").reason;
    let whole = file(&[text(50, 300, "依照公开条例编写本报告所列数据统计期限自一月一日")]);
    assert!(read(&whole, &LIMITS).is_ok());
    assert_eq!(reason(&whole[..whole.len() - 40]), RefusalReason::Malformed);
    assert_eq!(reason(b"%PDF-1.7\nnothing\n%%EOF"), RefusalReason::Malformed);
    assert_eq!(reason(&file(&[String::new()])), RefusalReason::Empty);
    assert_eq!(reason(&file(&[text(50, 300, "Scanned with a pen 12345")])), RefusalReason::Undecodable);
    let image = "q 300 0 0 300 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID 0 EI Q\n".to_string();
    assert_eq!(reason(&file(&[image])), RefusalReason::ScannedImage);
    let hidden = "3 Tr ".to_string() + &text(50, 300, "依照公开条例编写本报告所列数据统计期限自一月一日");
    assert_eq!(reason(&file(&[hidden])), RefusalReason::ScannedImage);
    let many = vec![String::new(); MAX_PAGES + 1];
    assert_eq!(reason(&file(&many)), RefusalReason::TooLarge);
    let limits = Limits { max_text_bytes: 20, ..LIMITS };
    assert_eq!(read(&whole, &limits).expect_err("refused").reason, RefusalReason::TooLarge);
}

#[test]
fn damage_anywhere_ends_in_a_document_or_a_reason() {
    let whole = file(&[text(50, 300, "依照公开条例编写本报告所列数据统计期限自一月一日") + &line(50, 200, 350, 200)]);
    for at in (0..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        bytes.remove((at * 7 + 11) % whole.len());
        match read(&bytes, &LIMITS) {
            Ok((text, blocks)) => assert!(blocks.iter().all(|block| block.span.end as usize <= text.len())),
            Err(refusal) => assert!(!refusal.detail.is_empty()),
        }
    }
}
