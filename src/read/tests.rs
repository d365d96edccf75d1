//! What the reader gives for small pages, and what holds for any bytes.

use super::*;
use crate::model::{BlockKind, Code, Grid, Origin};

mod any;

const LIMITS: Limits = Limits { max_text_bytes: 4 << 20, max_depth: 200, max_cells: 50_000 };

fn document(page: &str) -> Document {
    read(page.as_bytes(), &LIMITS, &mut Vec::new()).unwrap()
}

/// One line a block: its kind, its text, and whether it is frame.
fn show(page: &str) -> Vec<String> {
    let document = document(page);
    check(&document);
    let show = |block: &crate::model::Block| {
        let text = document.slice(block.span);
        let frame = if block.frame { " (frame)" } else { "" };
        match &block.kind {
            BlockKind::Head(name) => format!("{name}: {text}{frame}"),
            BlockKind::Heading(level) => format!("h{level} {text}{frame}"),
            BlockKind::Paragraph => format!("p {text}{frame}"),
            BlockKind::Table(grid) => format!("{}{frame}", rows(&document, grid).join(" / ")),
        }
    };
    document.blocks.iter().map(show).collect()
}

fn rows(document: &Document, grid: &Grid) -> Vec<String> {
    let cell = |row, column| grid.cell(row, column).map_or("~", |cell| document.slice(cell.span));
    (0..grid.rows).map(|row| (0..grid.columns).map(|column| cell(row, column)).collect::<Vec<_>>().join("|")).collect()
}

/// What holds for every document.
fn check(document: &Document) {
    let mut at = 0;
    for block in &document.blocks {
        let range = block.span.range();
        assert!(at <= range.start && !range.is_empty(), "blocks are in order, disjoint and not empty");
        assert!(document.text[at..range.start].trim().is_empty(), "text outside the blocks is blank");
        at = range.end;
        if let BlockKind::Table(grid) = &block.kind {
            assert_eq!(grid.slots.len(), grid.rows * grid.columns);
            for cell in &grid.cells {
                assert!(block.span.contains(cell.span));
                assert!(document.text.get(cell.span.range()).is_some());
                assert!((cell.row + cell.row_span) as usize <= grid.rows);
                assert!((cell.column + cell.column_span) as usize <= grid.columns);
            }
            assert!(grid.slots.iter().all(|&slot| slot == Grid::EMPTY || (slot as usize) < grid.cells.len()));
        } else {
            assert_eq!(document.text[block.span.range()].trim(), &document.text[block.span.range()]);
        }
    }
    assert!(document.text[at..].trim().is_empty(), "text outside the blocks is blank");
}

#[test]
fn text_of_a_page() {
    let page = "<!DOCTYPE html><html><head><title> 甲局 年报\n</title><meta name=PubDate content='2020-01-02'>\
        <meta name=viewport content=width><style>p{}</style></head><body><h2>一、概述</h2>\n<p>全年<b>收到</b>申请\
        <span style='color:red'>12</span>件，\n办结&nbsp;&ldquo;9&#8221;件。<!-- x --><p>第二段<br>第三段<script>var a='<p>';</script></body>";
    assert_eq!(
        show(page),
        [
            "title: 甲局 年报",
            "pubdate: 2020-01-02",
            "h2 一、概述",
            "p 全年收到申请12件， 办结\u{a0}“9”件。",
            "p 第二段",
            "p 第三段"
        ]
    );
}

#[test]
fn tables_of_data() {
    let page = "<p>前<table><caption>表一</caption><thead><tr><th rowspan=2>项<th colspan=2>数<tr><th>甲<th>乙</thead>\
        <tbody><tr><td><p>申请</p><p>数</p></td><td> 1 </td><td>&nbsp;</td></tr></table>后";
    assert_eq!(show(page), ["p 前", "p 表一", "项|数|数 / 项|甲|乙 / 申请\n数|1|", "p 后"]);
    assert_eq!(document(page).text, "前\n表一\n项\t数\n甲\t乙\n申请\n数\t1\t\u{a0}\n后\n");
}

#[test]
fn tables_that_only_place_things() {
    let page = "<table><tr><td>菜单</td><td><p>正文</p><table><tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr>\
        </table></td></tr></table><table><tr><td>一行</td><td>两格</td></tr></table>";
    assert_eq!(show(page), ["p 菜单", "p 正文", "a|1 / b|2", "p 一行", "p 两格"]);
    let long = format!(
        "<table><tr><td>索引</td><td>1</td></tr><tr><td colspan=2><p>{}</p><p>尾</p></td></tr></table>",
        "长文。".repeat(300)
    );
    assert_eq!(show(&long).len(), 4);
}

#[test]
fn text_between_cells_and_hidden_text_stand_behind_the_table() {
    let page = "<table><tr>游<td>甲</td><td>乙<span style='display:none'>暗</span></td></tr><tr style='display: none'><td>9</td></tr>\
        <tr><td>1</td><td>2</td></tr></table><p>共<i style=display:none>3</i>4件</p>";
    assert_eq!(show(page), ["甲|乙 / 1|2", "p 游", "p 暗 (frame)", "p 9 (frame)", "p 共4件", "p 3 (frame)"]);
}

#[test]
fn hidden_elements_that_are_never_closed_end_with_what_is_around_them() {
    let page = "<p>甲<span style=display:none><img>暗</p><p>乙<input style=display:none>丙</p>\
        <table><tr><td>1<div style=display:none>x</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>";
    assert_eq!(show(page), ["p 甲", "p 暗 (frame)", "p 乙丙", "1|2 / 3|4", "p x (frame)"]);
    let page = "<table><tr><td>1<td>2<tr style=display:none><td>8<td>9<tr><td>3<td style=display:none>7<td>5</table>";
    let lines = ["1|2 / 3|5", "p 8 (frame)", "p 9 (frame)", "p 7 (frame)"];
    assert_eq!(show(page), lines);
}

#[test]
fn ragged_tables_are_noted() {
    let mut issues = Vec::new();
    let page = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>";
    let document = read(page.as_bytes(), &LIMITS, &mut issues).unwrap();
    assert_eq!((issues[0].code, issues[0].span), (Code::TableRagged, Some(document.blocks[0].span)));
}

#[test]
fn frame_by_element_by_class_and_by_links() {
    let sentence = "长".repeat(70);
    let page = format!(
        "<body><nav><a href=/>首页</a></nav><div class=main-nav>栏目<div>年报</div></div><div id=menuBox><p>{sentence}。</p><p>短</p></div>\
         <ul><li><a>甲</a><li><a>乙</a><li><a>丙</a><li><a>丁</a></ul><p>见<a>附件</a></p><footer>版权</footer></body>"
    );
    let shown = show(&page);
    let frames: Vec<bool> = shown.iter().map(|line| line.ends_with("(frame)")).collect();
    assert_eq!(frames, [true, true, true, false, false, true, true, true, true, false, true], "{shown:?}");
}

#[test]
fn lines_before_markup_are_read_as_text() {
    let page = "标题: 甲\n日期: 2020-01-02\n====\n<div><p>正文</p></div>";
    assert_eq!(show(page), ["p 标题: 甲", "p 日期: 2020-01-02", "p ====", "p 正文"]);
}

#[test]
fn plain_text_keeps_its_lines() {
    assert_eq!(show("甲\r\n\r\n  乙  \r丙\u{c}丁"), ["p 甲", "p 乙", "p 丙", "p 丁"]);
    let line = "字".repeat(28);
    let wrapped = format!("{}\n尾。\n一、下", [line.as_str(); 9].join("\n"));
    let blocks: Vec<usize> = show(&wrapped).iter().map(|block| block.lines().count()).collect();
    assert_eq!(blocks, [10, 1]);
}

#[test]
fn rows_of_pipes_and_tabs() {
    assert_eq!(show("| 项 | 数 |\n|---|:--:|\n| 甲 | 1 |\n| 乙 |  |\n尾"), ["项|数 / 甲|1 / 乙|", "p 尾"]);
    assert_eq!(show("项\t数\n甲\t1"), ["项|数 / 甲|1"]);
    assert!(matches!(&document("a\t1\nb\t2").blocks[0].kind, BlockKind::Table(grid) if grid.origin == Origin::Tabs));
    // The second row lacks its group label and was filled up at the end: no column is sure.
    assert_eq!(show("组 | 甲 | 1 | 2 |\n乙 | 3 | 4 |  |").len(), 2);
    // Merged header cells were lost.
    assert_eq!(show("项 | 人 | 社 | |\n甲 | 1 | 2 | 3 |").len(), 2);
}

#[test]
fn refusals() {
    let reason = |bytes: &[u8]| read(bytes, &LIMITS, &mut Vec::new()).unwrap_err().reason;
    assert_eq!(reason(b""), RefusalReason::Empty);
    assert_eq!(reason(b" \r\n\t"), RefusalReason::Empty);
    assert_eq!(reason(b"<html><body><script>1</script></body></html>"), RefusalReason::Empty);
    assert_eq!(reason(b"%PDF-1.4 ..."), RefusalReason::Malformed);
    assert_eq!(reason(b"a\0\x01\x02b\0\0c"), RefusalReason::UnknownFormat);
    let small = Limits { max_text_bytes: 10, ..LIMITS };
    for page in ["十个字节以上的文字", "<html><p>十个字节以上的文字</p></html>"] {
        assert_eq!(read(page.as_bytes(), &small, &mut Vec::new()).unwrap_err().reason, RefusalReason::TooLarge);
    }
}

#[test]
fn hostile_pages_are_read_to_their_end() {
    let pages = [
        "<div class=nav>".repeat(100_000) + "<p>尾",
        "<table><tr><td>".repeat(20_000) + "尾",
        format!("<table>{}</table>", "<tr><td rowspan=65535 colspan=1000>1</td><td>2".repeat(2_000)),
        format!("<p style='{}'>尾", "x".repeat(1_000_000)),
        "<p>尾</p>".to_string() + &"</div></table></td>".repeat(50_000),
        format!("<p>甲\0乙{}</p>", "<font>".repeat(50_000)),
        format!("<div>&#99999999999999;&#xFFFFFFFFF;&#0;&#xD800;{}", "&".repeat(1000)),
        "<span style=display:none>".repeat(10_000) + "<table><tr><td>尾</table>",
        "<table><tr><td><div style=display:none>".repeat(300) + "尾",
    ];
    for page in &pages {
        check(&document(page));
    }
}

#[test]
fn large_tables_are_read_as_text() {
    let page = format!("<table>{}</table>", "<tr><td>甲</td><td>1</td></tr>".repeat(40_000));
    assert_eq!(document(&page).blocks.len(), 80_000);
}

#[test]
fn odd_encodings_become_issues() {
    let mut issues = Vec::new();
    read("<meta charset=gbk><p>中文</p>".as_bytes(), &LIMITS, &mut issues).unwrap();
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::EncodingOverruled]);
}
