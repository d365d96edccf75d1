use nianbao::catalog::*;
#[test]
fn phrases() {
    let files = Files::embedded();
    let mut faults = Vec::new();
    let metrics = Metrics::load(&files, &mut faults);
    let words = Words::load(&files, &mut faults);
    let phrases = Phrases::load(&files, &metrics, &words, &mut faults);
    let file = files.get("phrases.toml").unwrap();
    for fault in &faults { 
        println!("{fault}");
        let line = file.text.lines().nth(fault.line.max(1)-1).unwrap();
        let line = line.trim().trim_matches(['"', ',']);
        let line = line.trim_start_matches("examples = [\"").split("=>").next().unwrap();
        let f = nianbao::text::fold(line, nianbao::model::Span::new(0, line.len()));
        let mut out = String::from("      ");
        for t in nianbao::catalog::phrase::token::tokens(&words, &f.text) {
            out.push_str(&f.text[t.start..t.end]);
            if let nianbao::catalog::phrase::token::Kind::Word(c) = t.kind { 
                out.push_str("<");
                for i in 0..128 { if c.has(nianbao::catalog::words::ClassId(i)) { out.push_str(words.name(nianbao::catalog::words::ClassId(i))); out.push(' ');} }
                out.push_str(">");
            } else if !matches!(t.kind, nianbao::catalog::phrase::token::Kind::Other) { out.push_str(&format!("<{:?}>", t.kind).chars().take(12).collect::<String>()); }
            out.push('|');
        }
        println!("{out}");
    }
    println!("{} phrases", phrases.entries.len());
    assert!(faults.is_empty());
}
