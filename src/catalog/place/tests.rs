//! Cases of names, years and parents, most of them pitfalls of real titles.

use super::*;

fn places() -> Places {
    let mut faults = Vec::new();
    let places = Places::load(&Files::embedded(), &mut faults);
    assert_eq!(faults, []);
    places
}

fn code(places: &Places, name: &str, year: i32, context: &[&str]) -> Option<String> {
    let clues: Vec<Clue> = context.iter().map(|text| Clue { kind: ClueKind::Breadcrumb, text }).collect();
    match places.resolve(name, year, &clues) {
        Resolution::Found { row, .. } => places.link(row, year, "").division_code,
        _ => None,
    }
}

#[test]
fn names_resolve_at_their_beginning_in_their_year() {
    let places = places();
    for (name, year, want) in [
        ("鄂温克族自治旗大雁镇", 2019, Some("150724")),
        ("鄂温克旗大雁镇", 2019, Some("150724")),
        ("江苏省淮安市洪泽区人民政府", 2023, Some("320813")),
        ("淮安市洪泽县人民政府", 2014, Some("320829")),
        ("广东韶关市武江区", 2016, Some("440203")),
        ("威宁彝族回族苗族自治县", 2016, Some("520526")),
        ("积石山县", 2016, Some("622927")),
        ("吉林市船营区", 2016, Some("220204")),
        ("吉林省吉林市", 2016, Some("220200")),
        ("海南州共和县", 2016, Some("632521")),
        ("巢湖市", 2009, Some("341400")),
        ("巢湖市", 2013, Some("340181")),
        ("绍兴县", 2011, Some("330621")),
        // A short name alone, a place inside a word, and a zone that only begins like a county.
        ("平潭综合实验区", 2013, None),
        ("兰州新区", 2018, None),
        ("中心城区", 2018, None),
        ("老城区人民政府办公室", 2018, Some("410302")),
        ("朝阳区", 2018, None),
    ] {
        assert_eq!(code(&places, name, year, &[]).as_deref(), want, "{name} {year}");
    }
}

#[test]
fn the_context_chooses_among_places_of_one_name_or_nothing_does() {
    let places = places();
    assert_eq!(code(&places, "朝阳区教育局", 2014, &["长春市教育网"]).as_deref(), Some("220104"));
    assert_eq!(code(&places, "朝阳区教育局", 2014, &["首页 > 北京"]).as_deref(), Some("110105"));
    assert_eq!(code(&places, "朝阳区教育局", 2014, &["北京、长春两地"]), None);
    assert_eq!(code(&places, "桥东区", 2016, &["河北省邢台市"]).as_deref(), Some("130502"));
    let Resolution::Ambiguous { rows, .. } = places.resolve("鼓楼区", 2016, &[]) else {
        panic!("four places of this name")
    };
    assert_eq!(rows.len(), 4);
}

#[test]
fn names_used_too_early_or_too_late_step_to_the_code_of_the_year() {
    let places = places();
    assert_eq!(code(&places, "密云区", 2014, &[]).as_deref(), Some("110228"));
    assert_eq!(code(&places, "济南市莱芜区", 2017, &["莱芜区"]).as_deref(), Some("371202"));
    assert_eq!(code(&places, "铜仁市碧江区", 2010, &[]).as_deref(), Some("522201"));
    // 钱塘区 had no predecessor: there is no code of 2020, and none is made up.
    assert_eq!(code(&places, "杭州市钱塘区", 2020, &[]), None);
    assert_eq!(code(&places, "密云区", 2009, &[]), None);
}

#[test]
fn a_link_holds_codes_and_names_of_its_year() {
    let places = places();
    let link = |name: &str, year: i32| match places.resolve(name, year, &[]) {
        Resolution::Found { row, .. } => places.link(row, year, "case"),
        other => panic!("{name}: {other:?}"),
    };
    let linked = link("铜仁市", 2009);
    assert_eq!((linked.county.as_deref(), linked.prefecture.as_deref()), (Some("铜仁市"), Some("铜仁地区")));
    let linked = link("仙桃市", 2015);
    assert_eq!(
        (linked.county.as_deref(), linked.prefecture, linked.province.as_deref()),
        (Some("仙桃市"), None, Some("湖北省"))
    );
    let linked = link("东莞市", 2015);
    assert_eq!((linked.prefecture.as_deref(), linked.county_key), (Some("东莞市"), None));
}

#[test]
fn keys_stay_through_renames_and_new_codes_but_not_through_mergers() {
    let places = places();
    let key = |name: &str, year: i32| match places.resolve(name, year, &[]) {
        Resolution::Found { row, .. } => places.stable_key(row).to_string(),
        other => panic!("{name}: {other:?}"),
    };
    assert_eq!(key("毕节地区", 2009), key("毕节市", 2014));
    assert_eq!(key("襄樊市", 2009), key("襄阳市", 2014));
    assert_eq!(key("楚州区", 2010), "320803");
    assert_ne!(key("莱芜市", 2016), key("济南市", 2020));
}

#[test]
fn every_division_of_a_year_resolves_to_itself_below_its_parents() {
    let places = places();
    for year in [2008, 2012, 2017, 2022] {
        let mut wrong = Vec::new();
        for (index, row) in places.rows().enumerate() {
            if !places.holds(index, year) {
                continue;
            }
            let mut name = row.name.clone();
            for parent in places.ancestors(index, year) {
                name.insert_str(0, &places.row(parent).name);
            }
            if code(&places, &name, year, &[]).as_deref() != Some(&row.code) {
                wrong.push(name);
            }
        }
        assert_eq!(wrong, Vec::<String>::new(), "{year}");
    }
}

#[test]
fn mentions_are_whole_names() {
    let places = places();
    let names = |text: &str| places.mentions(text, 2016).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
    assert_eq!(names("《鄂温克旗要点》和泰和县、威宁县的做法"), ["鄂温克旗", "泰和县", "威宁县"]);
    assert_eq!(names("中心城区、开发区、和县"), Vec::<String>::new());
}

#[test]
fn faults_name_their_line() {
    let text = "code,name,level,parent_code,valid_from,valid_to,successor_codes,change,short_name,panel_id,aliases\n\
                110000,北京市,province,,1981,,,,北京,,\n11010,东城区,county,110000,1981,,,,东城,,\n110102,西城区,town,110000,1981,,,,,,\n\
                110105,朝阳区,county,119999,1981,,,,朝阳,,\n";
    let file =
        |name: &str, text: &str| super::super::source::ConfigFile { name: name.to_string(), text: text.to_string() };
    let towns = "code,name,county_code,valid_from,valid_to\n110101001,东华门街道,110101,2015,\n1101010020,景山街道,110101,2015,\n";
    let signs = "code,name,area_code,documents,pinyin,initials\n110000,北京市,10,,beijing,bj\n";
    let files = Files(vec![
        file("places/divisions.csv", text),
        file("places/townships.csv", towns),
        file("places/signs.csv", signs),
    ]);
    let mut faults = Vec::new();
    Places::load(&files, &mut faults);
    let lines: Vec<usize> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [3, 2, 3, 4, 3], "{faults:?}");
}
