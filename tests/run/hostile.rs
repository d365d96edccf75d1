//! Trees of bad files: each ends as a row of the ledger with its reason, and the run goes on.

use crate::room::{Table, order, room, run};
use nianbao::catalog::{Catalog, Files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A report that can be read, so that the run has something to publish.
const GOOD: &str = "<html><head><title>云梦县人民政府2023年政府信息公开工作年度报告</title></head><body>\
<h1>云梦县人民政府2023年政府信息公开工作年度报告</h1>\
<p>本报告由云梦县人民政府办公室编制，所列数据的统计期限自2023年1月1日起，至2023年12月31日止。</p>\
<p>一、总体情况</p><p>2023年，我县共收到政府信息公开申请7件，均已按时办结。</p></body></html>";

/// The embedded configuration with a lower limit for files.
fn strict() -> Catalog {
    let mut files = Files::embedded();
    let settings = files.0.iter_mut().find(|file| file.name == "nianbao.toml").unwrap();
    let line = settings.text.lines().find(|line| line.starts_with("max_file_bytes")).unwrap().to_string();
    settings.text = settings.text.replace(&line, "max_file_bytes = 300_000");
    Catalog::compile(&files).unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn write(root: &Path, path: &str, bytes: impl AsRef<[u8]>) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, bytes).unwrap();
}

/// Bytes without a pattern, the same on every machine.
fn junk(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(next).collect()
}

fn hostile(root: &Path) {
    write(root, "good.html", GOOD);
    write(root, "empty.html", "");
    write(root, "blank.txt", " \r\n\t\n\0\0");
    write(root, "cut/inside_tag.html", &GOOD.as_bytes()[..GOOD.find("<h1>").unwrap() + 2]);
    write(root, "cut/inside_character.html", &GOOD.as_bytes()[..GOOD.find('自').unwrap() + 1]);
    write(root, "undecodable.html", {
        let mut bytes = "<html><body><p>".as_bytes().to_vec();
        bytes.extend((0..4000u32).flat_map(|n| [0xff, 0x80 | (n % 7) as u8, 0xfe]));
        bytes
    });
    write(root, "large.html", format!("{GOOD}{}", "<p>公开</p>".repeat(40_000)));
    write(root, "deep.html", format!("{}{GOOD}", "<div><table><tr><td>".repeat(5_000)));
    write(root, "deep_inline.html", format!("{}{GOOD}", "<b>".repeat(60_000)));
    write(
        root,
        "wide.html",
        format!("{GOOD}<table><tr>{}</tr></table>", "<td colspan=1000 rowspan=65534>1</td>".repeat(500)),
    );
    write(root, "junk.bin", junk(50_000));
    write(root, "junk.html", [b"<html><body>".to_vec(), junk(50_000)].concat());
    write(root, "zip.docx", b"PK\x03\x04\x14\x00\x00\x00\x08\x00");
    write(root, "scan.pdf", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n");
    write(
        root,
        "notice.html",
        "<html><body><h1>关于召开会议的通知</h1><p>各单位：定于下周召开会议，请准时参加。</p></body></html>",
    );
    write(root, "folder.html/inner.html", GOOD.replace("收到政府信息公开申请7件", "收到政府信息公开申请8件"));
    write(root, "名称 with blanks '\"&.html", "");
    write(root, "numbers.txt", "9".repeat(100_000));
    write(root, "no_close.html", "<!--".repeat(20_000));
    write(root, "entities.html", "<p>&#x110000;&#0;&#xd800;&bogus;&#99999999999;".repeat(500));
}

#[test]
fn bad_files_are_rows_with_reasons() {
    let (room, catalog) = (room("hostile"), strict());
    let input = room.join("in");
    hostile(&input);
    let locked = input.join("locked.html");
    write(&input, "locked.html", GOOD);
    let readable = lock(&locked);
    let done = run(&catalog, &order(&[input], &room.join("warehouse"))).expect("bad files end no run");
    let sources = Table::read(&done.snapshot, "sources");
    let mut found = BTreeMap::new();
    for row in 0..sources.rows() {
        let state = match sources.text("state", row).as_str() {
            "refused" => {
                assert!(!sources.text("detail", row).is_empty(), "a refusal says why: {}", sources.describe(row));
                sources.text("reason", row)
            }
            state => state.to_string(),
        };
        found.insert(sources.text("path", row), state);
    }
    let named: Vec<(&str, &[&str])> = vec![
        ("empty.html", &["empty"]),
        ("blank.txt", &["empty"]),
        ("undecodable.html", &["undecodable", "unknown_format"]),
        ("large.html", &["too_large"]),
        ("junk.bin", &["unknown_format", "undecodable"]),
        ("junk.html", &["unknown_format", "undecodable"]),
        ("zip.docx", &["unknown_format"]),
        ("scan.pdf", &["malformed"]),
        ("notice.html", &["not_a_report"]),
        ("numbers.txt", &["not_a_report", "malformed", "year_unknown"]),
        ("no_close.html", &["empty", "not_a_report"]),
        ("名称 with blanks '\"&.html", &["empty"]),
    ];
    let wrong: Vec<String> = named
        .iter()
        .filter(|(path, reasons)| !reasons.contains(&found[*path].as_str()))
        .map(|(path, reasons)| format!("{path}: {}, not {}", found[*path], reasons.join(" or ")))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found.values().all(|state| state != "panicked"), "no reader panics: {found:?}");
    assert!(found.values().any(|state| state == "report"), "the good report is read beside the bad: {found:?}");
    assert!(found.contains_key("folder.html/inner.html"), "a folder named like a page is a folder: {found:?}");
    if readable {
        println!(
            "locked.html could be read in spite of its mode (a superuser runs this test): `unreadable` was not tested"
        );
    } else {
        assert_eq!(found["locked.html"], "unreadable");
    }
}

/// Takes away the right to read; whether the file can be read all the same.
fn lock(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(0o000)).unwrap();
    fs::read(file).is_ok()
}

#[test]
fn a_tree_without_reports_is_published_and_one_without_files_is_not() {
    let room = room("nothing");
    write(&room, "in/empty.html", "");
    let catalog = strict();
    let done = run(&catalog, &order(&[room.join("in")], &room.join("warehouse"))).unwrap();
    assert_eq!((done.manifest.counts.reports, done.manifest.counts.refused), (0, 1));
    assert!(!done.failed.is_empty(), "an expectation fails where every file is refused");
    fs::create_dir_all(room.join("none")).unwrap();
    let before = fs::read_link(room.join("warehouse/current")).unwrap();
    assert!(run(&catalog, &order(&[room.join("none")], &room.join("warehouse"))).is_err());
    assert!(run(&catalog, &order(&[room.join("absent")], &room.join("warehouse"))).is_err());
    assert_eq!(fs::read_link(room.join("warehouse/current")).unwrap(), before, "a run without input publishes nothing");
}
