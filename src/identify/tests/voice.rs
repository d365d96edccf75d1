//! Pages that lost their title: what their first paragraphs, their ends and their paths say of them, and pages that look
//! alike and are no reports. All in our own wording.

use super::*;

/// What a report without a title goes on with, cut off early.
const CUT: &str = "\n一、概述\n本单位健全了信息公开的受理、审核和发布流程，由专人负责日常工作，公开目录逐项更新，群众可以到查阅点翻看纸质材料，\
    也可以在网上检索。全体人员参加了业务培训，没有发生泄密的事情，也没有收到对公开工作的投诉，各项任务按计划推进。\
    对外的公告栏每季更换一次，来访的群众由值班人员接待，提出的意见当天登记并转到承办科室，办结以后向本人说明情况。\n";

fn of(catalog: &Catalog, text: &str) -> Result<(String, i32, String), RefusalReason> {
    at(catalog, "page.txt", text)
}

fn at(catalog: &Catalog, path: &str, text: &str) -> Result<(String, i32, String), RefusalReason> {
    let result = read(catalog, path, text).0;
    let told = |found: Identity| (found.agency.value, found.year.value, found.agency.evidence);
    result.map(told).map_err(|refusal| refusal.reason)
}

#[test]
fn a_report_without_a_title_names_itself_in_its_first_paragraph() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for (opening, agency, year, evidence) in [
        (
            "依照《中华人民共和国政府信息公开条例》，特向社会公布壶镇镇2012年度政府信息公开工作年度报告，报告后面附有统计表格，欢迎广大群众提出宝贵的意见。",
            "壶镇镇",
            2012,
            "first sentences",
        ),
        (
            "按照《中华人民共和国政府信息公开条例》的规定，现发布《缙云县教育局2023年政府信息公开工作年度报告》，本报告共六部分。",
            "缙云县教育局",
            2023,
            "line of the page",
        ),
        (
            "本年报是按照《中华人民共和国政府信息公开条例》，由五云街道办事处编制的2011年度政府信息公开年度报告，全文分为七章。",
            "五云街道办事处",
            2011,
            "compiler",
        ),
        (
            "按照有关文件要求，现向社会公布2019年度缙云县民政局信息公开年度报告。数据的统计时限为2019年1月1日至2019年12月31日。",
            "缙云县民政局",
            2019,
            "line of the page",
        ),
        (
            "引言\n本报告是根据《中华人民共和国政府信息公开条例》要求，由缙云县民族宗教事务办公室编制的2012年度政府信息公开年度报告。",
            "缙云县民族宗教事务办公室",
            2012,
            "compiler",
        ),
        (
            "本年度报告依据《中华人民共和国政府信息公开条例》，由缙云县新区建设管理办公室（以下简称新区办）编制。所列数据的统计期限为\
             2015年1月1日至2015年12月31日。",
            "缙云县新区建设管理办公室",
            2015,
            "compiler",
        ),
        (
            "本报告是根据《中华人民共和国政府信息公开条例》要求，由丽水市人民政府外事办公室编制的2013年度政府信息公开年度报告。",
            "丽水市人民政府外事办公室",
            2013,
            "compiler",
        ),
        ("按照有关规定，缙云县档案局编制了2014年度政府信息公开工作报告。", "缙云县档案局", 2014, "compiler"),
        (
            "根据《中华人民共和国政府信息公开条例》等文件的要求，五云街道现面向社会公开2022年度政府信息公开年度报告，报告后面附有统计表格，欢迎广大群众提出意见。",
            "五云街道",
            2022,
            "first sentences",
        ),
        (
            "本报告根据《中华人民共和国政府信息公开条例》编制，数据的统计期限自2013年1月1日起至2013年12月31日止。如有疑问，请与\
             缙云县水利局办公室联系。",
            "缙云县水利局",
            2013,
            "contact sentence",
        ),
        (
            "本报告根据《中华人民共和国政府信息公开条例》编制，数据的统计期限自2016年1月1日起至2016年12月31日止，有意见的，请联系\
             缙云县舒洪镇党政办公室。",
            "缙云县舒洪镇",
            2016,
            "contact sentence",
        ),
        ("现将缙云县新建镇2017年政务公开工作开展情况报告如下：", "缙云县新建镇", 2017, "headline"),
        (
            "缙云县农业局\n本报告根据《中华人民共和国政府信息公开条例》编制，数据的统计期限自2016年1月1日起至2016年12月31日止。",
            "缙云县农业局",
            2016,
            "sign-off",
        ),
    ] {
        let want = Ok((agency.to_string(), year, evidence.to_string()));
        let got = of(&catalog, &format!("{opening}{CUT}"));
        if got != want {
            wrong.push(format!("{opening}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a report without a title says behind its first sentence.
const OPENED: &str = "各项任务按计划推进，公开目录逐项更新，群众可以到查阅点翻看纸质材料，也可以在网上检索，来访的群众由值班人员接待，\
    提出的意见当天登记并转到承办科室，办结以后向本人说明情况，公告栏每季更换一次，档案室全天开放，没有发生泄密的事情。";

#[test]
fn a_page_without_a_title_begins_as_the_body_of_a_report() {
    let catalog = catalog();
    let mut wrong = Vec::new();
    for (text, agency, year) in [
        (
            "一、总体情况\n2021年，缙云县舒洪镇认真贯彻落实《中华人民共和国政府信息公开条例》，稳步推进政府信息公开工作。{}\n\
             全年主动公开信息120条，收到申请3件。",
            "缙云县舒洪镇",
            2021,
        ),
        (
            "一、总体情况 2021年度，舒洪镇严格按照上级要求，积极推进政府信息公开。{}主动公开信息120条，未收到申请。",
            "舒洪镇",
            2021,
        ),
        (
            "一、概述\n2013年，缙云县水利局高度重视政府信息公开工作。{}\n二、主动公开政府信息情况\n网站发布信息80条。",
            "缙云县水利局",
            2013,
        ),
        (
            "一、概述\n二O一三年，我局不断加强政府信息公开工作。{}主动公开信息80条，没有收到申请。\n缙云县水利局\n2014年1月10日",
            "缙云县水利局",
            2013,
        ),
    ] {
        let got = of(&catalog, &text.replace("{}", OPENED)).map(|(agency, year, _)| (agency, year));
        if got != Ok((agency.to_string(), year)) {
            wrong.push(format!("{text}: {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_begins_like_a_report_and_is_none() {
    let catalog = catalog();
    for text in [
        "一、总体情况\n2021年上半年，缙云县舒洪镇认真贯彻条例，推进政府信息公开工作。{}主动公开信息120条，收到申请3件。",
        "一、总体情况\n2021年，缙云县舒洪镇上半年认真推进政府信息公开工作。{}主动公开信息120条，收到申请3件。",
        "一、总体要求\n2021年，缙云县舒洪镇扎实推进政府信息公开工作，做好主动公开和依申请公开。{}\n二、主要任务",
        "一、基本情况\n2022年，缙云县舒洪镇将认真推进政府信息公开工作，计划主动公开信息120条，规范依申请公开。{}",
        "一、基本情况\n2021年，缙云县水利局水利建设成绩显著，修建水库三座。{}\n二、存在问题\n人员不足。",
        "一、概述\n2021年，缙云县水利局编制本指南，方便公众获取政府信息。{}主动公开政府信息公开目录，公民可以申请公开。",
        "一、总体情况\n2021年，缙云县舒洪镇政府信息公开年报显示，主动公开120条，收到申请3件。{}",
        "一、总体情况\n2021年，各乡镇做好政府信息公开工作，请各单位主动公开信息，规范答复申请，务必按时完成。{}",
        "2021年，缙云县舒洪镇认真推进政府信息公开工作，主动公开信息120条，收到申请3件。{}",
        "一、总体情况\n缙云县舒洪镇认真推进政府信息公开工作，主动公开信息120条，收到申请3件。{}\n发布时间：2022-01-20",
    ] {
        assert_eq!(of(&catalog, &text.replace("{}", OPENED)), Err(RefusalReason::NotAReport), "{text}");
    }
}

#[test]
fn the_day_of_publication_alone_gives_a_page_without_a_title_no_year() {
    let catalog = catalog();
    let text = "一、总体情况\n缙云县舒洪镇重视公开。{}\n二、主动公开政府信息情况\n公开信息120条。\n三、依申请公开情况\n收到申请3件。\n\
                缙云县舒洪镇人民政府\n发布时间：2022-01-20";
    assert_eq!(of(&catalog, &text.replace("{}", OPENED)), Err(RefusalReason::YearUnknown));
}

#[test]
fn a_bureau_that_compiles_the_reports_of_all_publishes_that_of_its_government() {
    let catalog = catalog();
    let text = format!(
        "本报告由缙云县政务服务局根据《中华人民共和国政府信息公开条例》要求，汇总各乡镇、各部门的政府信息公开年度报告编制而成。\
         统计期限为2021年1月1日至2021年12月31日。{CUT}"
    );
    assert_eq!(of(&catalog, &text), Ok(("缙云县人民政府".to_string(), 2021, "compiler".to_string())));
}

#[test]
fn who_is_not_named_stays_unknown() {
    let catalog = catalog();
    let rest = "编制，数据的统计期限自2013年1月1日起至2013年12月31日止。";
    for opening in [
        format!("本报告根据《中华人民共和国政府信息公开条例》{rest}全市各级行政机关共公开信息十万条。"),
        format!("本报告根据《中华人民共和国政府信息公开条例》由我局{rest}2013年，我局在县政府门户网站发布信息。"),
        format!("本报告根据《中华人民共和国政府信息公开条例》由州政务公开领导小组办公室{rest}"),
        format!(
            "本报告根据《中华人民共和国政府信息公开条例》{rest}如有疑问，请与我办信息中心联系。2013年，通过上级网站公开三条。"
        ),
        format!(
            "本报告根据《中华人民共和国政府信息公开条例》{rest}2013年，在市政府信息公开办公室的指导下，我局工作有序。"
        ),
    ] {
        assert_eq!(of(&catalog, &format!("{opening}{CUT}")), Err(RefusalReason::AgencyUnknown), "{opening}");
    }
}

#[test]
fn what_only_speaks_of_reports_is_none() {
    let catalog = catalog();
    for text in [
        "各乡镇人民政府：请各单位对照格式编制2013年政府信息公开年度报告，于2014年1月20日前报送县政府办公室，逾期不再受理。",
        "年度报告由县政府办公室统一编制，各部门应于每年1月31日前报送上一年度的政府信息公开工作年度报告，不得缺项。",
        "政府信息公开指南由缙云县水利局编制，公民可以按照《中华人民共和国政府信息公开条例》向受理机构递交申请，本指南每年更新。",
        "本报告根据《中华人民共和国政府信息公开条例》编制，反映2013年上半年政府信息公开的情况，统计期限自2013年1月1日至6月30日。",
        "近日，缙云县财政局对外公布2013年度政府信息公开年度报告，记者从报告中看到，全年公开的信息比上一年有明显增加。",
        "本报告根据《法治政府建设实施纲要》编制，缙云县司法局2021年推进严格执法，依法行政的水平得到提高，各项任务落到实处。",
        "申请人应当按照收费标准缴纳检索费、复制费、邮寄费，本办法自2009年1月1日起施行，由缙云县发展和改革局负责解释。",
        "缙云县水利局政府信息公开年度报告制度(试行)\n第一条 为提高公开的质量，根据《中华人民共和国政府信息公开条例》，制定本制度。\n\
         第二条 年度报告应当包括下列内容：\n（一）概述；\n（二）主动公开政府信息情况；\n（三）依申请公开政府信息情况；\n\
         第三条 每年3月31日以前公布2012年度的报告。",
    ] {
        let refused = of(&catalog, &format!("{text}{CUT}"));
        assert_eq!(refused, Err(RefusalReason::NotAReport), "{text}");
    }
}

#[test]
fn a_bare_name_is_completed_where_the_page_says_it_in_full() {
    let catalog = catalog();
    let title = "住建局2025年政府信息公开工作年度报告";
    let of = |title: &str, text: &str| of(&catalog, &format!("{title}\n{text}{BODY}")).unwrap();
    let full = "2025年缙云县住建局办理的申请有六件，县委、县政府的部署得到落实。";
    assert_eq!(of(title, full).0, "缙云县住建局");
    assert_eq!(of(title, full).2, "full name in the text");
    // A superior of that name, or two of them.
    let city = "县委、县政府重视公开。丽水市住建局组织了检查。";
    assert_eq!(of(title, city).0, "住建局");
    let asked = "按照丽水市住建局要求，稳步推进公开。";
    assert_eq!(of(title, asked).0, "住建局");
    let two = "缙云县住建局牵头。青田县住建局参加了评议。";
    assert_eq!(of(title, two).0, "住建局");
    let town = "舒洪镇2016年政府信息公开年度报告";
    assert_eq!(of(town, "缙云县舒洪镇人民政府认真落实各项要求。").0, "缙云县舒洪镇人民政府");
    let level = "市财政局2018年度政府信息公开年度报告";
    assert_eq!(of(level, "如有疑问，请与丽水市财政局办公室联系。").0, "丽水市财政局");
}

#[test]
fn a_publisher_is_named_without_its_office_and_its_second_plate() {
    let catalog = catalog();
    let name = |title: &str| of(&catalog, &format!("{title}\n{BODY}")).unwrap().0;
    assert_eq!(name("缙云县舒洪镇人民政府办公室\n2025年政府信息公开工作年度报告"), "缙云县舒洪镇人民政府");
    assert_eq!(
        name("缙云县审批服务办公室（缙云县公共资源交易办公室）2017年政府信息公开年度报告"),
        "缙云县审批服务办公室"
    );
    assert_eq!(name("农村工作办公室（县农业局）2016年政府信息公开年度报告"), "农村工作办公室(县农业局)");
}

#[test]
fn a_path_names_what_its_page_does_not() {
    let catalog = catalog();
    let text = format!(
        "本报告根据《中华人民共和国政府信息公开条例》编制，数据的统计期限自2017年1月1日起至2017年12月31日止。{CUT}"
    );
    let told = |path: &str| at(&catalog, path, &text).map(|(agency, _, evidence)| format!("{agency}, {evidence}"));
    assert_eq!(told("浙江/缙云县教育局/2017.html"), Ok("缙云县教育局, path".to_string()));
    assert_eq!(told("浙江/缙云县/教育局/2017.html"), Ok("缙云县教育局, path".to_string()));
    assert_eq!(told("a/2017年度壶镇镇政府信息公开年报.txt"), Ok("壶镇镇, file name".to_string()));
    // All who sit in a county publish in its folder.
    assert_eq!(told("浙江/缙云县/2017.html"), Err(RefusalReason::AgencyUnknown));
    assert_eq!(told("a/教育局/2017.html"), Err(RefusalReason::AgencyUnknown));
    // The page's own word stands before its path.
    let signed = format!("{text}\n缙云县审计局\n2018年1月9日");
    let own = at(&catalog, "浙江/缙云县教育局/2017.html", &signed).unwrap();
    assert_eq!(own.0, "缙云县审计局");
}
