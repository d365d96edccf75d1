//! Embeds every file below `config/` in the program, so that adding a template is adding one file, and the table of
//! traditional characters as a sorted array.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=config");
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("config");
    let mut names = Vec::new();
    collect(&root, "", &mut names);
    names.sort();
    let mut code = String::from("const EMBEDDED: &[(&str, &str)] = &[\n");
    for name in &names {
        let path = root.join(name);
        code.push_str(&format!("    ({name:?}, include_str!({:?})),\n", path.display().to_string()));
    }
    code.push_str("];\n");
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("embedded.rs");
    std::fs::write(out, code).expect("the build folder can be written");
    characters();
}

/// `src/text/simplify.tsv` (traditional, tab, simplified; sorted) as `SIMPLE: &[(char, char)]`.
fn characters() {
    println!("cargo::rerun-if-changed=src/text/simplify.tsv");
    let text = std::fs::read_to_string("src/text/simplify.tsv").expect("the table can be read");
    let mut code = String::from("const SIMPLE: &[(char, char)] = &[\n");
    for line in text.lines() {
        let mut columns = line.split('\t').map(|column| column.chars().next().expect("a character"));
        let (from, to) =
            (columns.next().expect("a traditional character"), columns.next().expect("a simplified character"));
        code.push_str(&format!("    ({from:?}, {to:?}),\n"));
    }
    code.push_str("];\n");
    let out = Path::new(&std::env::var("OUT_DIR").expect("cargo sets it")).join("simple.rs");
    std::fs::write(out, code).expect("the build folder can be written");
}

fn collect(folder: &Path, prefix: &str, names: &mut Vec<String>) {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in std::fs::read_dir(folder).expect("config/ can be read").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{name}/"), names);
        } else if name.ends_with(".toml") || name.ends_with(".csv") {
            names.push(name);
        }
    }
}
