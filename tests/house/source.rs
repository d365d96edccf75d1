//! The Rust files of the project as the house rules see them: comments, strings and tests told apart from code.
//! Knows just enough of the language's lexical rules for that; knows no rule of the house.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// One Rust file.
pub struct Source {
    /// Relative to the package, with `/`.
    pub path: String,
    pub text: String,
    /// The text with comments and test modules blanked out: same lines, same columns.
    pub code: String,
    /// [`Source::code`] with the insides of strings and characters blanked out as well.
    pub bare: String,
    /// The whole file is a test module: its parent declares it under `#[cfg(test)]`.
    pub test: bool,
}

impl Source {
    /// The part of the program that the file belongs to: `read` for `src/read/html.rs` and for `src/read.rs`.
    pub fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// `path:line` of every line of `of` (the code or the bare code of this file) that `wrong` finds fault with.
    pub fn lines(&self, of: &str, wrong: impl Fn(&str) -> bool) -> Vec<String> {
        let numbered = of.lines().zip(self.text.lines()).enumerate();
        let found = numbered.filter(|(_, (line, _))| wrong(line));
        found.map(|(at, (_, line))| format!("{}:{}: {}", self.path, at + 1, line.trim())).collect()
    }
}

pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the package (or the one file), as paths relative to the package, sorted.
pub fn below(folder: &str) -> Vec<String> {
    if root().join(folder).is_file() {
        return vec![folder.to_string()];
    }
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.expect("folders of the package can be read").path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(relative(&path));
            }
        }
    }
    found.sort();
    found
}

fn relative(path: &Path) -> String {
    let below = path.strip_prefix(root()).expect("the file lies in the package");
    below.to_string_lossy().replace('\\', "/")
}

/// The Rust files below the folders.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut tests = BTreeSet::new();
    for path in folders.iter().flat_map(|folder| below(folder)).filter(|path| path.ends_with(".rs")) {
        let text = fs::read_to_string(root().join(&path)).expect("sources are UTF-8");
        let (code, bare, declared) = strip(&text);
        let folder = match path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix("/lib.rs")) {
            Some(folder) => folder.to_string(),
            None => path.trim_end_matches(".rs").to_string(),
        };
        for name in declared {
            tests.insert(format!("{folder}/{name}.rs"));
            tests.insert(format!("{folder}/{name}/"));
        }
        sources.push(Source { path, text, code, bare, test: false });
    }
    for source in &mut sources {
        let path = &source.path;
        source.test = tests.iter().any(|test| path == test || (test.ends_with('/') && path.starts_with(test.as_str())));
    }
    sources
}

/// The files of the program itself, without their tests.
pub fn program() -> Vec<Source> {
    let mut sources = sources(&["src"]);
    sources.retain(|source| !source.test);
    sources
}

/// Code without comments and tests; the same without the insides of strings; the modules declared for tests only.
fn strip(text: &str) -> (String, String, Vec<String>) {
    let chars: Vec<char> = text.chars().collect();
    let mut code = chars.clone();
    let mut bare = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let end = token_end(&chars, at);
        match chars[at] {
            '/' if end > at + 1 => {
                blank(&mut code, at, end);
                blank(&mut bare, at, end);
            }
            '"' | '\'' | 'r' | 'b' if end > at + 1 => blank(&mut bare, at, end),
            _ => {}
        }
        at = end;
    }
    let declared = drop_tests(&mut code, &mut bare);
    (code.into_iter().collect(), bare.into_iter().collect(), declared)
}

fn blank(chars: &mut [char], start: usize, end: usize) {
    for c in &mut chars[start..end] {
        if *c != '\n' {
            *c = ' ';
        }
    }
}

/// Where the comment, string or character that begins at `at` ends; `at + 1` where none begins.
fn token_end(chars: &[char], at: usize) -> usize {
    let peek = |ahead: usize| chars.get(at + ahead).copied().unwrap_or('\0');
    let word = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match chars[at] {
        '/' if peek(1) == '/' => seek(chars, at, |rest| rest[0] == '\n'),
        '/' if peek(1) == '*' => seek(chars, at + 2, |rest| rest.starts_with(&['*', '/'])) + 2,
        '"' => quoted(chars, at),
        '\'' if peek(1) == '\\' => seek(chars, at + 3, |rest| rest[0] == '\'') + 1,
        '\'' if peek(2) == '\'' => at + 3,
        'r' | 'b' if !word => {
            let quote = at + usize::from(chars[at] == 'b') + usize::from(chars[at] == 'r' || peek(1) == 'r');
            let hashes = chars[quote.min(chars.len())..].iter().take_while(|&&c| c == '#').count();
            match chars.get(quote + hashes) {
                Some('"') if chars[quote - 1] == 'r' => {
                    let close: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
                    seek(chars, quote + hashes + 1, |rest| rest.starts_with(&close)) + close.len()
                }
                _ => at + 1,
            }
        }
        _ => at + 1,
    }
    .min(chars.len())
}

fn quoted(chars: &[char], at: usize) -> usize {
    let mut end = at + 1;
    while end < chars.len() && chars[end] != '"' {
        end += 1 + usize::from(chars[end] == '\\');
    }
    end + 1
}

fn seek(chars: &[char], from: usize, stop: impl Fn(&[char]) -> bool) -> usize {
    (from..chars.len()).find(|&at| stop(&chars[at..])).unwrap_or(chars.len())
}

/// Blanks out every item under `#[cfg(test)]`; the names of the files that such items declare.
fn drop_tests(code: &mut [char], bare: &mut [char]) -> Vec<String> {
    let mark: Vec<char> = "#[cfg(test)]".chars().collect();
    let mut names = Vec::new();
    let mut from = 0;
    loop {
        let start = seek(bare, from, |rest| rest.starts_with(&mark));
        if start == bare.len() {
            return names;
        }
        let body = seek(bare, start, |rest| rest[0] == '{' || rest[0] == ';');
        let mut end = body;
        let mut depth = 0;
        while end < bare.len() {
            depth += i32::from(bare[end] == '{') - i32::from(bare[end] == '}');
            end += 1;
            if depth == 0 {
                break;
            }
        }
        let head: String = bare[start..body].iter().collect();
        if bare.get(body) == Some(&';')
            && let Some((_, name)) = head.rsplit_once("mod ")
        {
            names.push(name.trim().to_string());
        }
        blank(code, start, end);
        blank(bare, start, end);
        from = end;
    }
}

#[test]
fn comments_strings_and_tests_are_told_apart() {
    let text = "//! doc\nlet a = \"x // {\"; // gone\nlet b = r#\"raw \" {\"#;\nlet c = ('{', '\\'', &'a str); /* { */\n#[cfg(test)]\nmod tests {\n    fn f() {}\n}\n#[cfg(test)]\npub mod testing;\nlet d = 1;\n";
    let (code, bare, declared) = strip(text);
    assert_eq!(code.lines().count(), text.lines().count());
    assert!(code.contains("\"x // {\"") && !code.contains("gone") && !code.contains("doc"));
    assert!(!bare.contains('{') && !bare.contains("raw") && bare.contains("'a str"));
    assert!(!code.contains("fn f") && code.contains("let d = 1"));
    assert_eq!(declared, ["testing"]);
}
