use nianbao::catalog::*;
use nianbao::*;
#[test]
fn debug() {
    let catalog = Catalog::load(None).ok().unwrap();
    let path = std::env::var("F").unwrap();
    let bytes = std::fs::read(&path).unwrap();
    let mut issues = vec![];
    let doc = read::read(&bytes, &read::Limits{max_text_bytes: 4000000, max_depth: 200, max_cells: 50000}, &mut issues).unwrap();
    let rest: Vec<_> = doc.blocks.iter().filter(|b| !b.frame).map(|b| b.span).collect();
    for b in &doc.blocks { println!("{:?} {} {:?}", match &b.kind { model::BlockKind::Table(g) => format!("TABLE {}x{}", g.rows, g.columns), k => format!("{k:?}") }, b.frame, doc.slice(b.span).chars().take(60).collect::<String>()); }
    for m in extract::flat::matches(&catalog, &doc, &rest, 2021, None, |_| false) {
        println!("{}/{} rows {} claims {} span {:?}", m.template.id, m.table.id, m.rows, m.claims.len(), m.span);
        for c in &m.claims { println!("   {} {:?} {:?}", catalog.metrics.name(c.metric), c.value, doc.slice(c.evidence.span)); }
    }
    for b in &doc.blocks { if let model::BlockKind::Table(g) = &b.kind {
        for m in extract::grid::matches(&catalog, &doc, g, None, 2021) { println!("GRID {}/{} {}", m.template.id, m.table.id, m.cells.len()); } } }
}
