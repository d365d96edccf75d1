use nianbao::catalog::*;
use nianbao::*;
#[test]
fn debug() {
    let catalog = Catalog::load(None).ok().unwrap();
    let path = std::env::var("F").unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let p = pipeline::parse(&catalog, pipeline::source(path, &bytes), &bytes).unwrap();
    println!("form {}", p.form);
    for o in &p.observations { println!("   {} {:?} {:?} {}", catalog.metrics.name(o.metric), o.value, p.document.slice(o.evidence.span), o.evidence.pattern); }
    let rest: Vec<_> = p.document.blocks.iter().filter(|b| !b.frame).map(|b| b.span).collect();
    for b in &p.document.blocks { println!("{} {:?}", match &b.kind { model::BlockKind::Table(g) => format!("TABLE {}x{}", g.rows, g.columns), k => format!("{k:?}") }, p.document.slice(b.span).chars().take(60).collect::<String>()); }
}
