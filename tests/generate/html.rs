//! What a government site puts around a report, and how its editors mark up text and tables. Knows no figure.

use super::chance::Chance;
use super::sheet::Sheet;

/// How a page was made, which decides how much markup surrounds a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Style {
    /// Pasted from Word: a long style on every cell, paragraph and span.
    Word,
    /// Written in the editor of a content management system.
    Editor,
    /// Bare markup.
    Plain,
}

pub fn table(sheet: &Sheet, style: Style, html: &mut String) {
    html.push_str(match style {
        Style::Word => "<table class=\"MsoNormalTable\" border=\"1\" cellspacing=\"0\" cellpadding=\"0\" width=\"643\" style=\"width:482.0pt;margin-left:-5.4pt;border-collapse:collapse;border:none;mso-border-alt:solid windowtext .5pt;mso-yfti-tbllook:1184;mso-padding-alt:0cm 5.4pt 0cm 5.4pt\">\n<tbody>\n",
        Style::Editor => "<table style=\"width:100%;border-collapse:collapse;\" border=\"1\" align=\"center\"><tbody>",
        Style::Plain => "<table border=1>\n",
    });
    for row in &sheet.rows {
        html.push_str("<tr>");
        for one in row {
            cell(&escape(&one.text), one.rows, one.columns, style, html);
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody></table>\n");
}

pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn cell(text: &str, rows: usize, columns: usize, style: Style, html: &mut String) {
    html.push_str(match style {
        Style::Word => "<td width=\"71\" valign=\"center\"",
        Style::Editor => "<td valign=\"middle\" align=\"center\"",
        Style::Plain => "<td",
    });
    if rows > 1 {
        html.push_str(&format!(" rowspan=\"{rows}\""));
    }
    if columns > 1 {
        html.push_str(&format!(" colspan=\"{columns}\""));
    }
    let (before, after) = match style {
        Style::Word => (
            " style=\"width:53.0pt;border:solid windowtext 1.0pt;border-left:none;padding:0cm 5.4pt 0cm 5.4pt\"><p class=\"MsoNormal\" align=\"center\"><span lang=\"EN-US\" style=\"font-size:10.5pt;font-family:宋体;mso-bidi-font-family:宋体\">",
            "<o:p></o:p></span></p></td>",
        ),
        Style::Editor => (
            " style=\"border:1px solid #000;padding:4px 6px;\"><p style=\"text-align:center;\"><span>",
            "</span></p></td>",
        ),
        Style::Plain => (">", "</td>"),
    };
    html.push_str(before);
    html.push_str(if text.is_empty() && style != Style::Plain { "&nbsp;" } else { text });
    html.push_str(after);
}

/// A paragraph; in text from Word every run of digits is a span of its own.
pub fn paragraph(text: &str, title: bool, style: Style, html: &mut String) {
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

pub fn styles_and_scripts(rules: usize, chance: &mut Chance, html: &mut String) {
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

pub fn navigation(agency: &str, links: usize, chance: &mut Chance, html: &mut String) {
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

pub fn footer(agency: &str, chance: &mut Chance, html: &mut String) {
    html.push_str(&format!(
        "<div class=\"footer\"><p>主办：{agency}　网站标识码：{}</p><p>版权所有　建议使用1280&times;768分辨率浏览</p></div>\n",
        1_000_000_000 + chance.below(999_999_999)
    ));
    html.push_str("<script>document.write('<img src=\"/stat?u='+escape(location.href)+'\">');</script>\n");
}
