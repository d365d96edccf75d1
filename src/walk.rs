//! The files below the input roots, in one order on every machine. Knows names and sizes, never contents.

use globset::{Glob, GlobSet, GlobSetBuilder};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// One file of the input. There may be very many: what is the same in all of them is held once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Relative to its root, with `/`; bytes that are not UTF-8 stand as `\xNN`, so that names stay distinct.
    pub path: Box<str>,
    pub bytes: u64,
    /// Why it cannot be read, in words; such a file is still a row of the ledger.
    pub error: Option<Box<str>>,
    root: Arc<Path>,
    /// Where to open it, if not at its path below its root.
    odd: Option<Box<Path>>,
}

impl Found {
    /// A file below `root` that goes by the name `path`.
    pub fn new(root: &Arc<Path>, file: &Path, path: String, bytes: u64, error: Option<String>) -> Found {
        let odd = (root.join(&path) != file).then(|| file.into());
        Found { path: path.into(), bytes, error: error.map(String::into), root: Arc::clone(root), odd }
    }

    /// Where to open it.
    pub fn file(&self) -> PathBuf {
        self.odd.as_ref().map_or_else(|| self.root.join(&*self.path), |odd| odd.to_path_buf())
    }

    fn rename(&mut self, path: String) {
        self.odd = Some(self.file().into());
        self.path = path.into();
    }
}

/// Every file below `roots` that the globs admit, sorted by path.
///
/// A root may be a file. Symbolic links are not followed: each is listed with an error, since a link may lead out of
/// the root or back into it. Where several roots are given and two files have one path, both paths get the last
/// component of their root in front, and the number of the root if even those are alike.
pub fn walk(roots: &[PathBuf], include: &[String], exclude: &[String]) -> anyhow::Result<Vec<Found>> {
    let include = globs(include)?;
    let exclude = globs(exclude)?;
    let mut found: Vec<(usize, Found)> = Vec::new();
    for (number, root) in roots.iter().enumerate() {
        let whole: Arc<Path> = root.as_path().into();
        let meta = std::fs::metadata(root).map_err(|error| anyhow::anyhow!("{}: {error}", root.display()))?;
        if meta.is_file() {
            let path = escape(root.file_name().unwrap_or(root.as_os_str()));
            found.push((number, Found::new(&whole, root, path, meta.len(), None)));
            continue;
        }
        // The root itself may be a link: the user named it. Only what lies below is not followed.
        for entry in WalkDir::new(root).follow_links(false).follow_root_links(true).min_depth(1) {
            let item = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) => admit(&whole, &entry),
                Err(error) => {
                    let file = error.path().unwrap_or(root);
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    Found::new(&whole, file, relative(root, file), 0, Some(reason))
                }
            };
            if (include.is_empty() || include.is_match(&*item.path)) && !exclude.is_match(&*item.path) {
                found.push((number, item));
            }
        }
    }
    found.sort_by(|a, b| a.1.path.cmp(&b.1.path).then(a.0.cmp(&b.0)));
    part_clashes(roots, &mut found);
    Ok(found.into_iter().map(|(_, item)| item).collect())
}

fn admit(root: &Arc<Path>, entry: &walkdir::DirEntry) -> Found {
    let (bytes, error) = if entry.file_type().is_symlink() {
        (0, Some("symbolic link, not followed".to_string()))
    } else if !entry.file_type().is_file() {
        (0, Some("neither a file nor a folder".to_string()))
    } else {
        match entry.metadata() {
            Ok(meta) => (meta.len(), None),
            Err(error) => (0, Some(error.to_string())),
        }
    };
    Found::new(root, entry.path(), relative(root, entry.path()), bytes, error)
}

/// Gives files of one path under several roots paths of their own.
fn part_clashes(roots: &[PathBuf], found: &mut [(usize, Found)]) {
    let last = |number: usize| roots[number].file_name().map_or_else(|| "root".to_string(), escape);
    let equal = |pair: &[(usize, Found)]| pair[0].1.path == pair[1].1.path;
    let next: Vec<bool> = found.windows(2).map(equal).collect();
    let mut renamed = false;
    for at in 0..found.len() {
        let clashes = (at > 0 && next[at - 1]) || next.get(at) == Some(&true);
        if clashes {
            let number = found[at].0;
            let alike = (0..roots.len()).any(|other| other != number && last(other) == last(number));
            let mark = if alike { format!("{}-{}", last(number), number + 1) } else { last(number) };
            let path = format!("{mark}/{}", found[at].1.path);
            found[at].1.rename(path);
            renamed = true;
        }
    }
    if renamed {
        found.sort_by(|a, b| a.1.path.cmp(&b.1.path).then(a.0.cmp(&b.0)));
    }
}

fn globs(patterns: &[String]) -> anyhow::Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        set.add(Glob::new(pattern)?);
    }
    Ok(set.build()?)
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| escape(part.as_os_str())).collect::<Vec<_>>().join("/")
}

/// A name as text; a backslash is doubled only where bytes had to be escaped, so that nothing else can look like it.
fn escape(name: &OsStr) -> String {
    if let Some(text) = name.to_str() {
        return text.to_string();
    }
    let mut text = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', "\\\\"));
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn paths(found: &[Found]) -> Vec<&str> {
        found.iter().map(|item| &*item.path).collect()
    }

    #[test]
    fn sorted_relative_and_filtered() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("in");
        for name in ["b/二.txt", "a.html", "b/一.txt", ".git/x", "c/links.tsv"] {
            fs::create_dir_all(root.join(name).parent().unwrap()).unwrap();
            fs::write(root.join(name), "text").unwrap();
        }
        let exclude = ["**/.git/**".to_string(), "**/links.tsv".to_string()];
        let found = walk(std::slice::from_ref(&root), &[], &exclude).unwrap();
        assert_eq!(paths(&found), ["a.html", "b/一.txt", "b/二.txt"]);
        assert_eq!(found[0].bytes, 4);
        let found = walk(std::slice::from_ref(&root), &["**/*.txt".to_string()], &exclude).unwrap();
        assert_eq!(paths(&found), ["b/一.txt", "b/二.txt"]);
        let found = walk(&[root.join("a.html")], &[], &[]).unwrap();
        assert_eq!(paths(&found), ["a.html"]);
    }

    #[test]
    fn one_path_under_two_roots_stays_two_paths() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["one/a.txt", "one/only.txt", "two/a.txt", "x/two/a.txt"] {
            fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            fs::write(folder.path().join(name), "").unwrap();
        }
        let roots = [folder.path().join("one"), folder.path().join("two")];
        assert_eq!(paths(&walk(&roots, &[], &[]).unwrap()), ["one/a.txt", "only.txt", "two/a.txt"]);
        let roots = [folder.path().join("two"), folder.path().join("x/two")];
        assert_eq!(paths(&walk(&roots, &[], &[]).unwrap()), ["two-1/a.txt", "two-2/a.txt"]);
    }

    #[test]
    fn a_missing_root_is_an_error_and_so_is_a_bad_glob() {
        let folder = tempfile::tempdir().unwrap();
        assert!(walk(&[folder.path().join("absent")], &[], &[]).is_err());
        assert!(walk(&[folder.path().to_path_buf()], &["a{".to_string()], &[]).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_listed_but_not_followed_and_odd_names_survive() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("in");
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("a.txt"), "text").unwrap();
        std::os::unix::fs::symlink(root.join("a.txt"), root.join("link.txt")).unwrap();
        std::os::unix::fs::symlink(&root, root.join("loop")).unwrap();
        let odd = root.join(OsStr::from_bytes(b"\xb9\xab.txt"));
        fs::write(&odd, "odd").unwrap();
        let found = walk(&[root], &[], &[]).unwrap();
        assert_eq!(paths(&found), ["\\xb9\\xab.txt", "a.txt", "link.txt", "loop"]);
        assert_eq!(fs::read_to_string(found[0].file()).unwrap(), "odd");
        assert_eq!(found[2].error.as_deref(), Some("symbolic link, not followed"));
        assert!(found[3].error.is_some() && found[1].error.is_none());
    }
}
