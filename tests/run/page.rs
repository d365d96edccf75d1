//! The page of `nianbao report` in a real browser, run by `tests/python/page.py`: over the sample's snapshot, and over a
//! made-up one as large as the country, where the time to the first chart is measured and told. Knows no element of the page.
//!
//! Where there is no browser, the test says so on stderr and passes: it then tested nothing.

use crate::python::{environment, said, script, skipped, told};
use crate::room::{catalog, published, room};
use nianbao::report::{Language, Order, page};
use std::path::{Path, PathBuf};
use std::process::Command;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

#[test]
fn the_page_works_in_a_browser() {
    const NAME: &str = "the_page_works_in_a_browser";
    let Some(browser) = browser() else {
        return skipped(
            NAME,
            "no Chromium or Chrome in PATH (Debian and Ubuntu: apt-get install chromium fonts-noto-cjk)",
        );
    };
    let python = match environment("page") {
        Ok(python) => python,
        Err(reason) => return skipped(NAME, &reason),
    };
    let room = room("page");
    let large = room.join("large");
    let headline = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/headline.toml");
    let made = Command::new(&python)
        .arg(script("synthetic.py"))
        .args([large.as_path(), published(), &headline])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", said(&made));
    let small = write(published().ancestors().nth(2).unwrap(), &room.join("small.html"));
    let large = write(&large, &room.join("large.html"));
    let output = Command::new(python)
        .arg(script("page.py"))
        .arg(browser)
        .args([small.as_path(), published(), &large, &headline])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("the page works"), "{}", said(&output));
    told(&said(&output));
}

fn browser() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    BROWSERS.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

fn write(warehouse: &Path, path: &Path) -> PathBuf {
    let order = Order { language: Language::Chinese, quotes: 24_000_000 };
    std::fs::write(path, page(catalog(), warehouse, order).unwrap()).unwrap();
    path.to_path_buf()
}
