//! Whole pages: what a government site puts around a report, and the bytes in one of two encodings. Knows which agency
//! reports about which year; knows no figure.

use crate::chance::Chance;
use crate::forms::{Style, figures, table};
use crate::prose::{Piece, Teller};
use nianbao::catalog::place::Division;
use nianbao::catalog::{Catalog, Template};
use nianbao::model::Level;

/// Years that reports are about.
const YEARS: (i32, i32) = (2008, 2025);
/// Who reports in a place.
const BODIES: [&str; 8] = ["人民政府", "教育局", "民政局", "财政局", "水利局", "司法局", "审计局", "统计局"];

/// How large pages are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As sites have them: thirty to eighty kilobytes.
    Site,
    /// The report alone: for runs over very many files.
    Bare,
}

/// Makes the pages of a tree; the same number always gives the same page, and no two pages are one report.
pub struct Pages<'a> {
    catalog: &'a Catalog,
    places: Vec<&'a Division>,
    size: Size,
}

impl<'a> Pages<'a> {
    pub fn new(catalog: &'a Catalog, size: Size) -> Pages<'a> {
        // Only places that have kept their code and name, so that every report can be placed.
        let lasting =
            |place: &&Division| place.level == Level::County && place.valid_from <= YEARS.0 && place.valid_to.is_none();
        Pages { catalog, places: catalog.places.rows().filter(lasting).collect(), size }
    }

    /// The path and the bytes of a page.
    pub fn page(&self, number: usize) -> (String, Vec<u8>) {
        let mut chance = Chance::new(number as u64);
        let years = (YEARS.1 - YEARS.0 + 1) as usize;
        let year = YEARS.0 + (number % years) as i32;
        // Neighbours in number are far apart on the map; each time the places are through, every place has another body.
        let (round, of_round) = (number / years / self.places.len(), number / years % self.places.len());
        let place = self.places[of_round * 1013 % self.places.len()];
        let body = BODIES[(of_round + round) % BODIES.len()];
        let agency = format!("{}{body}", self.full_name(place));
        let form = match year {
            ..=2013 => None,
            2014..=2018 => self.catalog.templates.by_form("2014"),
            2019..=2020 => self.catalog.templates.by_form("2019"),
            _ => self.catalog.templates.by_form("2021"),
        };
        let style = match self.size {
            Size::Site => [Style::Word, Style::Word, Style::Editor, Style::Plain][chance.below(4)],
            Size::Bare => Style::Plain,
        };
        let gbk = chance.below(2) == 0;
        let html = self.html(&agency, year, form, style, gbk, &mut chance);
        let bytes = match gbk {
            true => encoding_rs::GB18030.encode(&html).0.into_owned(),
            false => html.into_bytes(),
        };
        (format!("{}/{}/{number:06}.html", &place.code[..2], place.code), bytes)
    }

    fn full_name(&self, place: &Division) -> String {
        let mut name = place.name.clone();
        let mut parent = place.parent_code.as_deref();
        while let Some(row) = parent.and_then(|code| self.catalog.places.rows().find(|row| row.code == code)) {
            name.insert_str(0, &row.name);
            parent = row.parent_code.as_deref();
        }
        name
    }

    fn html(
        &self,
        agency: &str,
        year: i32,
        form: Option<&Template>,
        style: Style,
        gbk: bool,
        chance: &mut Chance,
    ) -> String {
        let figures = figures(form, chance);
        let title = format!("{agency}{year}年政府信息公开工作年度报告");
        let mut html = String::with_capacity(96 << 10);
        let charset = if gbk { "gb2312" } else { "utf-8" };
        html.push_str(&format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset={charset}\">\n\
             <title>{title}</title>\n<meta name=\"ArticleTitle\" content=\"{title}\">\n\
             <meta name=\"PubDate\" content=\"{}-01-{:02} 09:30\">\n",
            year + 1,
            1 + chance.below(28)
        ));
        let framed = self.size == Size::Site;
        if framed {
            styles_and_scripts(10 + chance.below(20), chance, &mut html);
        }
        html.push_str("</head>\n<body>\n");
        if framed {
            navigation(agency, 40 + chance.below(60), chance, &mut html);
        }
        html.push_str(&format!("<div class=\"article\"><h1 class=\"title\">{title}</h1>\n<div id=\"zoom\">\n"));
        let length = match (self.size, style, form) {
            (Size::Bare, ..) => 2,
            (_, Style::Word, Some(_)) => 6 + chance.below(8),
            (_, Style::Word, None) => 16 + chance.below(16),
            (_, _, Some(_)) => 16 + chance.below(24),
            (_, _, None) => 36 + chance.below(30),
        };
        let teller = Teller { agency, year, form: form.map(|form| form.form.as_str()), length };
        for piece in teller.tell(&figures, chance) {
            match piece {
                Piece::Title(text) => paragraph(&text, true, style, &mut html),
                Piece::Text(text) => paragraph(&text, false, style, &mut html),
                Piece::Tables(ids) => {
                    for (of, cells) in form.iter().flat_map(|form| &form.tables).zip(&figures.tables) {
                        if ids.contains(&of.id.as_str()) {
                            table(of, cells, style, &mut html);
                        }
                    }
                }
            }
        }
        html.push_str("</div></div>\n");
        if framed {
            footer(agency, chance, &mut html);
        }
        html.push_str("</body>\n</html>\n");
        html
    }
}

/// A paragraph; in text from Word every run of digits is a span of its own.
fn paragraph(text: &str, title: bool, style: Style, html: &mut String) {
    let font = if title { "黑体" } else { "仿宋_GB2312" };
    match style {
        Style::Plain => html.push_str(&format!("<p>　　{text}</p>\n")),
        Style::Editor => html.push_str(&format!("<p style=\"text-indent:2em;line-height:1.75em;\"><span style=\"font-size:16px;font-family:{font};\">{text}</span></p>\n")),
        Style::Word => {
            html.push_str("<p class=\"MsoNormal\" style=\"text-indent:32.0pt;line-height:28.0pt;mso-line-height-rule:exactly;mso-char-indent-count:2.0\">");
            let digits = |c: char| c.is_ascii_digit();
            let mut rest = text;
            while let Some(c) = rest.chars().next() {
                let end = rest.find(|other: char| digits(other) != digits(c)).unwrap_or(rest.len());
                let lang = if digits(c) { " lang=\"EN-US\"" } else { "" };
                html.push_str(&format!(
                    "<span{lang} style=\"font-size:16.0pt;font-family:{font};mso-hansi-font-family:仿宋;mso-bidi-font-family:仿宋\">{}</span>",
                    &rest[..end]
                ));
                rest = &rest[end..];
            }
            html.push_str("<span lang=\"EN-US\"><o:p></o:p></span></p>\n");
        }
    }
}

fn styles_and_scripts(rules: usize, chance: &mut Chance, html: &mut String) {
    html.push_str("<style type=\"text/css\">\nbody{margin:0;font:14px/1.8 \"Microsoft YaHei\",SimSun;color:#333}\n");
    for rule in 0..rules * 2 {
        html.push_str(&format!(
            ".m{rule} li{{float:left;width:{}px;padding:0 {}px;line-height:{}px;border-bottom:1px dashed #ccc}} .m{rule} a:hover{{color:#c00}}\n",
            60 + chance.below(400), chance.below(30), 20 + chance.below(30)
        ));
    }
    html.push_str("</style>\n<script type=\"text/javascript\" src=\"/js/jquery.js\"></script>\n<script type=\"text/javascript\">\n");
    for function in 0..rules {
        html.push_str(&format!(
            "function show{function}(n){{var e=document.getElementById(\"box{function}\");for(var i=0;i<n && i<{};i++){{e.children[i].style.display=i==n?\"block\":\"none\";}}return e.offsetHeight>{};}}\n",
            chance.below(20), chance.below(900)
        ));
    }
    html.push_str("</script>\n");
}

fn navigation(agency: &str, links: usize, chance: &mut Chance, html: &mut String) {
    const CHANNELS: [&str; 10] = [
        "首页",
        "机构职能",
        "政策文件",
        "规划计划",
        "财政预决算",
        "重大建设项目",
        "公共资源交易",
        "社会救助",
        "互动交流",
        "数据开放",
    ];
    html.push_str(&format!("<div class=\"header\"><a href=\"/\"><img src=\"/images/logo.png\" alt=\"{agency}\"></a></div>\n<div class=\"nav\"><ul>\n"));
    for link in 0..links {
        html.push_str(&format!(
            "<li><a href=\"/col/col{}/index.html\" target=\"_blank\" title=\"\">{}</a></li>\n",
            1000 + link,
            chance.pick(&CHANNELS)
        ));
    }
    html.push_str("</ul></div>\n<div class=\"crumb\">当前位置：<a href=\"/\">首页</a> &gt; 政府信息公开 &gt; 政府信息公开年报</div>\n");
}

fn footer(agency: &str, chance: &mut Chance, html: &mut String) {
    html.push_str(&format!(
        "<div class=\"footer\"><p>主办：{agency}　网站标识码：{}</p><p>版权所有　建议使用1280&times;768分辨率浏览</p></div>\n",
        1_000_000_000 + chance.below(999_999_999)
    ));
    html.push_str("<script>document.write('<img src=\"/stat?u='+escape(location.href)+'\">');</script>\n");
}
