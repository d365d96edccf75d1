//! Pages in the layouts of real sites, in our own wording: what they are, whose, of which year, where.

use super::*;
use crate::model::Level;

#[test]
fn header_block_of_a_scraper_with_a_one_line_page() {
    let catalog = catalog();
    let text = format!(
        "标题: 云和县2015年政府信息公开工作年度报告\n发布时间: 2016-02-03 09:10\n文号: \n发布机构: \n栏目: 年报\n\
         原文链接: https://www.example.gov.cn/a/t20160203_1.htm\n=====\n当前位置： 首页政务公开 云和县2015年政府信息公开\
         工作年度报告 来源：云和县人民政府 时间：2016-02-03 09:10 {}",
        BODY.replace('\n', " ")
    );
    let (identity, issues) = read(&catalog, "a.txt", &text);
    let identity = identity.unwrap();
    assert_eq!(identity.agency.value, "云和县人民政府");
    assert_eq!(identity.level, Some(Level::County));
    assert_eq!(identity.agency_id, "gov:331125");
    assert_eq!(identity.published.unwrap().value.to_string(), "2016-02-03");
    assert_eq!(identity.url.unwrap().value, "https://www.example.gov.cn/a/t20160203_1.htm");
    assert_eq!(identity.link.prefecture.as_deref(), Some("丽水市"));
    assert_eq!(identity.scope.value, Scope::Area);
    assert_eq!(issues, []);
}

#[test]
fn damaged_period_gives_the_year_of_a_page_without_one() {
    let catalog = catalog();
    let text = format!("宁海县林业局政府信息公开年度报告\n本报告数据统计期限从201411日至20141231日。{BODY}");
    let identity = read(&catalog, "a.txt", &text).0.unwrap();
    assert_eq!((identity.year.value, identity.year.evidence.as_str()), (2014, "statistical period"));
    assert_eq!(identity.level, Some(Level::County));
    assert_eq!(identity.scope.value, Scope::Own);
}

#[test]
fn period_and_title_that_differ_are_an_issue() {
    let catalog = catalog();
    let text = format!("宁海县林业局2015年政府信息公开年度报告\n统计期限自2014年1月1日起至2014年12月31日止。{BODY}");
    let (identity, issues) = read(&catalog, "a.txt", &text);
    assert_eq!(identity.unwrap().year.value, 2015);
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::YearDisputed]);
}

#[test]
fn only_a_day_of_publication_is_doubted_and_nothing_is_refused() {
    let catalog = catalog();
    let text = format!("宁海县林业局政府信息公开年度报告\n发布日期：2013-02-20\n{BODY}");
    let (identity, issues) = read(&catalog, "a.txt", &text);
    assert_eq!(identity.unwrap().year.value, 2012);
    assert_eq!(issues.iter().filter(|issue| issue.code == Code::YearDisputed).count(), 1);
    let refusal = read(&catalog, "a.txt", &format!("宁海县林业局政府信息公开年度报告\n{BODY}")).0.unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::YearUnknown);
    let refusal = read(&catalog, "a.txt", &format!("2012年政府信息公开年度报告\n{BODY}")).0.unwrap_err();
    assert_eq!(refusal.reason, RefusalReason::AgencyUnknown);
}

#[test]
fn agency_of_a_page_whose_title_names_none() {
    let catalog = catalog();
    let title = "2013年政府信息公开工作年度报告";
    for (page, agency, evidence) in [
        (format!("{title}\n发布机构：宁海县财政局  发布时间：2014-02-01\n{BODY}"), "宁海县财政局", "publisher"),
        (format!("索 引 号:	X1	发 布 机 构:	宁海县财政局\n{title}\n{BODY}"), "宁海县财政局", "publisher"),
        (format!("首页 > 政务公开 > 力洋镇 > 年报\n{title}\n{BODY}"), "力洋镇", "breadcrumb"),
        (format!("{title}\n{BODY}\n宁海县财政局\n二○一四年一月十五日"), "宁海县财政局", "sign-off"),
        (
            format!("{title}\n如有疑问，请与宁海县财政局办公室联系（电话：0）。{BODY}"),
            "宁海县财政局",
            "contact sentence",
        ),
    ] {
        let identity = read(&catalog, "a.txt", &page).0.unwrap();
        assert_eq!((identity.agency.value.as_str(), identity.agency.evidence.as_str()), (agency, evidence), "{page}");
    }
}

#[test]
fn a_town_is_linked_to_the_county_that_its_page_names_or_to_none() {
    let catalog = catalog();
    let title = "力洋镇2013年政府信息公开工作年度报告";
    let linked = read(&catalog, "a.txt", &format!("宁海县政府网 > 力洋镇\n{title}\n{BODY}")).0.unwrap();
    assert_eq!(linked.link.division_code.as_deref(), Some("330226"));
    assert_eq!((linked.level, linked.agency_id.as_str()), (Some(Level::Township), "town:330226:力洋镇"));
    let (unlinked, issues) = read(&catalog, "a.txt", &format!("{title}\n{BODY}"));
    assert_eq!(unlinked.unwrap().link.division_code, None);
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::PlaceUnresolved]);
    let several = format!("{title}\n学习了象山县、奉化市的做法。{BODY}");
    assert_eq!(read(&catalog, "a.txt", &several).0.unwrap().link.division_code, None);
}

#[test]
fn pages_that_are_no_reports() {
    let catalog = catalog();
    let prose = "各镇人民政府，县直各部门：为按时完成编制任务，现将有关事项通知如下，请认真组织实施，按时报送材料，逾期将予通报，联系电话附后。";
    for (name, page) in [
        ("notice", format!("关于做好2015年政府信息公开工作年度报告编制工作的通知\n{prose}")),
        ("forwarded", format!("青田县人民政府办公室关于印发2015年度政府信息公开年度报告格式的通知\n{prose}")),
        ("guide", format!("青田县政府信息公开指南\n{prose}")),
        ("rules", format!("青田县政府信息公开工作年度报告制度\n{prose}")),
        ("half a year", format!("青田县2015年上半年政府信息公开工作总结报告\n{prose}{BODY}")),
        ("index", (2010..2020).map(|year| format!("青田县{year}年政府信息公开年度报告\n")).collect()),
        ("company", format!("某矿业股份公司2015年年度报告\n{prose}")),
        ("title only", "青田县2015年政府信息公开年度报告\n附件下载\n".to_string()),
        ("news", format!("浙江省发布2015年政府信息公开工作年度报告\n本报讯 记者从省政府获悉，{prose}")),
        ("model text", format!("xx县2015年政府信息公开年度报告范文\n{BODY}")),
        (
            "blank form",
            "政府信息公开情况统计表\n填报单位：\n收到申请数 件\n1.当面申请数 件\n2.传真申请数 件\n3.网络申请数 件\n\
             4.信函申请数 件\n申请办结数 件\n1.按时办结数 件\n维持具体行政行为数 件\n被依法纠错数 件\n"
                .to_string(),
        ),
    ] {
        let refusal = read(&catalog, "a.txt", &page).0.map(|identity| identity.agency.value).unwrap_err();
        assert_eq!(refusal.reason, RefusalReason::NotAReport, "{name}");
    }
}

#[test]
fn one_publisher_keeps_its_id() {
    let catalog = catalog();
    let id = |title: &str| read(&catalog, "a.txt", &format!("{title}\n{BODY}")).0.unwrap().agency_id;
    for (one, other) in [
        ("密云县2012年政府信息公开年度报告", "密云区2017年政府信息公开年度报告"),
        ("莱芜市莱城区2016年政府信息公开年度报告", "济南市莱芜区2020年政府信息公开年度报告"),
        ("毕节地区2009年政府信息公开年度报告", "毕节市2013年政府信息公开年度报告"),
        ("永嘉县枫林镇2012年政府信息公开年度报告", "永嘉县枫林镇人民政府2013年政府信息公开年度报告"),
        ("苏州工业园区2012年政府信息公开年度报告", "苏州工业园区管委会2013年政府信息公开年度报告"),
        ("昆区2013年政府信息公开年度报告", "昆都仑区人民政府2014年政府信息公开年度报告"),
    ] {
        assert_eq!(id(one), id(other), "{one}");
    }
    assert_ne!(id("永嘉县人民政府2013年政府信息公开年度报告"), id("永嘉县人民政府办公室2013年政府信息公开年度报告"));
    assert_ne!(id("永嘉县林业局2013年政府信息公开年度报告"), id("永嘉县农业局2013年政府信息公开年度报告"));
}

#[test]
fn odd_days_are_notes() {
    let catalog = catalog();
    for (day, odd) in [("2014-03-01", false), ("2013-12-31", false), ("2019-12-20", true), ("2013-01-20", true)] {
        let page = format!("宁海县2013年政府信息公开年度报告\n发布时间：{day}\n{BODY}");
        let issues = read(&catalog, "a.txt", &page).1;
        assert_eq!(issues.iter().any(|issue| issue.code == Code::PublishedOdd), odd, "{day}");
    }
}

#[test]
fn neighbours_in_a_list_do_not_speak_for_the_page() {
    let catalog = catalog();
    let page = format!(
        "平阳县2012年政府信息公开年度报告\n苍南县2013年政府信息公开年度报告\n标题：泰顺县2013年政府信息公开年度报告\n\
         泰顺县2013年政府信息公开年度报告\n统计期限自2013年1月1日起至2013年12月31日止。{BODY}\n上一篇：平阳县2014年政府信息公开年度报告\n"
    );
    let identity = read(&catalog, "a.txt", &page).0.unwrap();
    assert_eq!((identity.agency.value.as_str(), identity.year.value), ("泰顺县人民政府", 2013));
    assert_eq!(identity.title.unwrap().value, "泰顺县2013年政府信息公开年度报告");
}

#[test]
fn an_office_named_by_its_level_alone_is_placed_by_its_page() {
    let catalog = catalog();
    let page = format!("首页 > 泰顺县人民政府网 > 年报\n2013年政府信息公开年度报告\n发布机构：县政府办公室\n{BODY}");
    let identity = read(&catalog, "a.txt", &page).0.unwrap();
    assert_eq!((identity.agency.value.as_str(), identity.kind), ("县政府", AgencyKind::Government));
    assert_eq!(identity.link.division_code.as_deref(), Some("330329"));
    assert_eq!(identity.agency_id, "gov:330329");
}

#[test]
fn any_cut_of_a_page_is_read_without_panic() {
    let catalog = catalog();
    let page = format!(
        "索 引 号：\t二О一三年\t发布日期：2014- 01- 0\n【泰顺县(x2013 年度政府信息公开年度报告(2013\n统计期限二0一七年１月至{BODY}二○一四年"
    );
    let ends: Vec<usize> = page.char_indices().map(|(at, _)| at).collect();
    for pair in ends.chunks(3) {
        let _ = read(&catalog, "年/２０1.txt", &page[..pair[0]]);
        let _ = read(&catalog, "a", &page[pair[0]..]);
    }
}

/// The sample tree says what every file is; identification sees it as the pipeline does.
#[test]
fn every_sample_is_identified_as_expected() {
    let catalog = catalog();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = crate::walk::walk(&[root.join("data/sample")], &[], &[]).unwrap();
    let limits = limits(&catalog);
    let mut wrong = Vec::new();
    let mut count = 0;
    for item in &found {
        let list = root.join("tests/expected").join(format!("{}.txt", item.path));
        let Ok(expected) = std::fs::read_to_string(&list) else {
            continue;
        };
        let bytes = std::fs::read(item.file()).unwrap();
        let mut issues = Vec::new();
        let Ok(document) = crate::read::read(&bytes, &limits, &mut issues) else {
            continue;
        };
        let result = identify(&catalog, &source(&item.path), &document, &mut issues);
        count += 1;
        differ(&expected, &result).into_iter().for_each(|line| wrong.push(format!("{}: {line}", item.path)));
    }
    assert!(count > 100, "{count} samples");
    assert!(wrong.is_empty(), "{} values of {count} samples wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What a sample's expected lines say and the identity does not.
fn differ(expected: &str, result: &Result<Identity, Refusal>) -> Vec<String> {
    let line = |key: &str| {
        let value = expected.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": "));
        value.map(|value| value.split(" | ").map(str::trim).collect::<Vec<_>>())
    };
    let state = line("state").map_or("", |state| state[0]);
    let identity = match result {
        Err(refusal) if state == format!("refused {}", refusal.reason.name()) => return Vec::new(),
        Err(refusal) => {
            return vec![format!("refused {} ({}), want {state}", refusal.reason.name(), refusal.detail)];
        }
        Ok(_) if state.starts_with("refused") => return vec![format!("a report, want {state}")],
        Ok(identity) => identity,
    };
    let or_null = |value: Option<String>| value.unwrap_or_else(|| "-".to_string());
    let values = [
        ("agency", identity.agency.value.clone()),
        ("agency_kind", identity.kind.name().to_string()),
        ("level", or_null(identity.level.map(|level| level.name().to_string()))),
        ("division_code", or_null(identity.link.division_code.clone())),
        ("year", identity.year.value.to_string()),
        ("published", or_null(identity.published.as_ref().map(|date| date.value.to_string()))),
    ];
    let differs = |(key, got): &(&str, String)| line(key).is_some_and(|want| !want.contains(&got.as_str()));
    let told =
        |(key, got): (&str, String)| format!("{key} is {got}, want {}", line(key).unwrap_or_default().join(" | "));
    values.into_iter().filter(differs).map(told).collect()
}

#[test]
fn a_bare_office_is_the_one_that_signs() {
    let text = "公安局2010年政府信息公开工作年度报告\n一、概述\n我局重视政府信息公开工作，配备了专人。\n二、主动公开政府信息的情况\n\
        全年主动公开政府信息133条。\n三、依申请公开政府信息办理情况\n全年未收到政府信息公开申请。\n抚松县公安局\n二〇一一年二月十日\n";
    let identity = read(&catalog(), "a.txt", text).0.unwrap();
    assert_eq!((identity.agency.value.as_str(), identity.agency.evidence.as_str()), ("抚松县公安局", "sign-off"));
}

#[test]
fn a_report_is_announced_in_its_first_sentence() {
    let text = "2011年度信息公开工作报告\n根据有关规定，现就和静县人民政府2011年度政府信息公开工作报告如下。\n一、概述\n\
        本县重视政府信息公开工作。\n二、主动公开政府信息的情况\n全年主动公开政府信息133条。\n三、依申请公开情况\n无。\n";
    let identity = read(&catalog(), "a.txt", text).0.unwrap();
    assert_eq!((identity.agency.value.as_str(), identity.year.value), ("和静县人民政府", 2011));
}
