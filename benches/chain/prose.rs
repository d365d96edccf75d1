//! The running text of a report: sentences of our own, with the report's figures in them. Knows no markup.

use crate::chance::Chance;
use crate::forms::Figures;

/// Sentences of section one. `{a}` is the agency, `{y}` the year, `{n}` a number of no consequence.
const WORK: [&str; 24] = [
    "{y}年，{a}认真贯彻落实政府信息公开条例，坚持以公开为常态、不公开为例外，持续提升公开的质量和实效。",
    "全年召开专题会议{n}次，研究公开目录、解读安排和平台建设，明确责任科室和完成时限，年底逐项对账销号。",
    "围绕群众关心的教育、医疗、住房、养老等事项，梳理公开清单{n}项，做到更新有人管、差错有人改。",
    "对照上级评估反馈的问题建立整改台账，逐条分析原因，举一反三，先后补充栏目{n}个，清理过期内容{n}条。",
    "严格执行公开前审查制度，拟公开的信息由经办人初审、科室负责人复核、分管领导签发，未发生失泄密事件。",
    "优化网站首页布局，把年报、指南、制度、目录四个固定栏目放在显著位置，老年人和视障人士也能方便使用。",
    "政务新媒体坚持少而精的原则，关停长期不更新的账号{n}个，保留的账号每周至少发布一次原创内容。",
    "对重要文件采用图解、问答、短视频等形式同步解读，全年制作解读材料{n}篇，由主要负责人解读的占三成。",
    "规范办理程序，依申请公开实行登记、审核、办理、答复、归档全过程管理，每件都留有完整的纸质和电子记录。",
    "加强与法律顾问的会商，对疑难件先论证后答复，答复书统一格式、统一文号、统一告知救济途径。",
    "在便民服务大厅和图书馆设置查阅点{n}处，配备电脑和自助打印设备，安排专人引导。",
    "组织业务培训{n}期，邀请专家讲解条例的适用和常见错误，各单位经办人员{n}人次参加。",
    "把公开工作纳入年度绩效考核，分值不低于百分之四，对连续两个季度排名靠后的单位进行约谈。",
    "财政资金、重大项目、征地补偿等领域的信息做到随批随公开，项目从立项到验收全程可查。",
    "乡镇和街道按照统一标准编制目录，将惠农补贴、低保救助等结果公示到村到组，时间不少于七天。",
    "建立舆情收集和回应机制，对网民留言当日分办、限时办结，做到件件有着落、事事有回音。",
    "完成历史文件的集中清理，按照有效、废止、失效三类重新标注，方便企业和群众检索。",
    "针对栏目更新不及时的情况，实行每月抽查、每季通报，抽查结果在内网公布。",
    "会同档案部门理顺移交流程，把主动公开的文件同步送交国家档案馆和公共图书馆。",
    "加强队伍建设，明确一名副职分管，配备工作人员{n}名，其中专人负责平台维护。",
    "公开形式更加多样，开放日活动邀请代表、委员和居民走进单位，面对面听取意见建议。",
    "坚持问题导向，对照测评指标逐项自查，能立即改的当天改，需要时间的列出计划。",
    "强化数据安全，公开前对身份证号、住址、电话等个人信息做去标识化处理。",
    "推动标准化规范化向基层延伸，二十六个试点领域的目录全部上网，并按季度更新。",
];

/// Sentences of the section on what is not yet good.
const PLANS: [&str; 6] = [
    "虽然取得了一定成绩，但也存在一些不足：一是部分科室主动公开的意识还不强；二是解读的深度和可读性还不够。",
    "有的栏目内容偏少，更新不够均衡，个别信息发布后缺少后续跟踪。",
    "下一步，将继续细化目录，压实责任，把公开要求嵌入办文办会的每个环节。",
    "计划分批开展轮训，重点讲解答复文书的写法和期限的计算，提高一线人员的业务能力。",
    "进一步完善检索功能，支持按主题、年份和文种查找，让群众找得到、看得懂、用得上。",
    "拓宽意见征集渠道，对采纳情况及时反馈，不采纳的说明理由。",
];

/// A title or a paragraph.
pub enum Piece {
    Title(String),
    Text(String),
    /// Where the tables of the form with these ids stand.
    Tables(&'static [&'static str]),
}

/// Who reports about which year, in which form, if any.
pub struct Teller<'a> {
    pub agency: &'a str,
    pub year: i32,
    pub form: Option<&'a str>,
    /// Paragraphs of section one.
    pub length: usize,
}

impl Teller<'_> {
    fn fill(&self, sentence: &str, chance: &mut Chance) -> String {
        let mut text = sentence.replace("{a}", self.agency).replace("{y}", &self.year.to_string());
        while let Some(at) = text.find("{n}") {
            text.replace_range(at..at + 3, &(2 + chance.below(40)).to_string());
        }
        text
    }

    fn paragraph(&self, list: &[&str], sentences: usize, chance: &mut Chance) -> Piece {
        Piece::Text((0..sentences).map(|_| self.fill(chance.pick(list), chance)).collect())
    }

    /// The report in the order that its form prescribes.
    pub fn tell(&self, figures: &Figures, chance: &mut Chance) -> Vec<Piece> {
        let new = matches!(self.form, Some("2019" | "2021"));
        let title = |text: &str| Piece::Title(text.to_string());
        let mut pieces = vec![title(if new { "一、总体情况" } else { "一、概述" })];
        for _ in 0..self.length {
            let sentences = 2 + chance.below(3);
            pieces.push(self.paragraph(&WORK, sentences, chance));
        }
        if !new {
            pieces.push(title("二、主动公开政府信息情况"));
        }
        pieces
            .push(Piece::Text(format!("{}年，{}共主动公开政府信息{}条。", self.year, self.agency, figures.disclosed)));
        pieces.push(self.paragraph(&WORK, 3, chance));
        if new {
            pieces.push(title("二、主动公开政府信息情况"));
            pieces.push(Piece::Tables(&["art20_1", "art20_5", "art20_6", "art20_8", "art20_9"]));
            pieces.push(title("三、收到和处理政府信息公开申请情况"));
            pieces.push(Piece::Tables(&["applications"]));
            pieces.push(title("四、政府信息公开行政复议、行政诉讼情况"));
            pieces.push(Piece::Tables(&["remedies"]));
        } else {
            pieces.push(title("三、依申请公开政府信息办理情况"));
            pieces.push(Piece::Text(match figures.received {
                0 => "全年未收到政府信息公开申请。".to_string(),
                n => format!("全年共收到政府信息公开申请{n}件，均在法定期限内答复，未收取检索、复制、邮寄等费用。"),
            }));
            pieces.push(title("四、行政复议和行政诉讼情况"));
            pieces.push(Piece::Text(match (figures.appeals, figures.lawsuits) {
                (0, 0) => "全年未发生因政府信息公开引起的行政复议和行政诉讼。".to_string(),
                (appeals, lawsuits) => format!("全年因政府信息公开引起的行政复议{appeals}件，行政诉讼{lawsuits}件。"),
            }));
        }
        pieces.push(title("五、存在的主要问题及改进情况"));
        for _ in 0..2 + chance.below(3) {
            pieces.push(self.paragraph(&PLANS, 3, chance));
        }
        pieces.push(title("六、其他需要报告的事项"));
        pieces.push(Piece::Text("无其他需要报告的事项。".to_string()));
        if self.form == Some("2014") {
            pieces.push(title("政府信息公开情况统计表"));
            pieces.push(Piece::Tables(&["statistics"]));
        }
        pieces
    }
}
