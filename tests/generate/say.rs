//! Sentences that state the figures of a report, in many wordings of our own, each with what it says; and traps, whose
//! figures are of something else. Knows no markup.

use super::chance::Chance;
use super::figures::Figures;
use super::truth::{Said, Truth};
use nianbao::model::Number;

/// A paragraph and the metrics that it states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    pub facts: Vec<String>,
}

/// How figures are written in the text of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Numerals {
    Plain,
    /// １２
    Wide,
    /// 1,234
    Commas,
}

impl Numerals {
    pub fn write(self, number: i64) -> String {
        let plain = number.to_string();
        match self {
            Numerals::Plain => plain,
            Numerals::Wide => plain
                .chars()
                .map(|c| char::from_u32(c as u32 - 0x30 + 0xff10).filter(|_| c.is_ascii_digit()).unwrap_or(c))
                .collect(),
            Numerals::Commas => {
                let mut text = String::new();
                for (index, c) in plain.chars().enumerate() {
                    if index > 0 && (plain.len() - index).is_multiple_of(3) && plain.as_bytes()[index - 1] != b'-' {
                        text.push(',');
                    }
                    text.push(c);
                }
                text
            }
        }
    }
}

/// Who tells about which year.
pub struct Teller<'a> {
    pub agency: &'a str,
    pub year: i32,
    pub numerals: Numerals,
    /// What a metric of prose is called where the form has a table of applications.
    pub named: &'a dyn Fn(&str) -> String,
}

const DISCLOSED: [&str; 9] = [
    "{y}年，{a}通过多种途径主动公开政府信息{n}条。",
    "截至12月31日，本年度面向社会主动公开各类政府信息共计{n}条。",
    "本年度主动公开政府信息的数量为{n}条。",
    "年内共有{n}条政府信息对外主动公开。",
    "各科室报送、审核后主动公开的政府信息合计{n}条，内容涵盖机构职能、规划计划、财政预决算等。",
    "我们坚持应公开尽公开，全年主动公开信息{n}条，群众知晓率稳步提高。",
    "主动公开政府信息总量达到{n}条，全部由专人核对。",
    "（一）公开数量。{y}年度主动公开政府信息{n}条。",
    "一年来，向公众主动公开信息{n}条，未出现发布差错。",
];
const DISCLOSED_AGAINST: [&str; 4] = [
    "{y}年主动公开政府信息{n}条，比上年{more}{k}条。",
    "全年主动公开政府信息{n}条，较去年{more}{k}条。",
    "主动公开政府信息{n}条，与上年相比{more}{k}条。",
    "本年主动公开政府信息{n}条，上年为{p}条。",
];
const WAYS: [&str; 4] = [
    "其中，政府网站公开{w0}条，政府公报公开{w1}条，政务微博公开{w2}条，政务微信公开{w3}条，其他方式公开{w4}条。",
    "从渠道看：通过门户网站公开{w0}条；通过微信公众号推送{w3}条；通过微博发布{w2}条；通过公报刊登{w1}条。",
    "在门户网站发布{w0}条，在政务微博发布{w2}条，在微信公众平台发布{w3}条。",
    "网站公开政府信息{w0}条，以其他方式公开{w4}条。",
];
const RECEIVED: [&str; 10] = [
    "{y}年，{a}收到公民、法人和其他组织提交的政府信息公开申请{n}件。",
    "全年受理依申请公开{n}件，均按规定时限办理。",
    "本年度收到的政府信息公开申请共{n}件，全部登记在册。",
    "办公室共接到政府信息公开申请{n}宗，逐件建立档案。",
    "群众通过各种途径向我单位提出信息公开申请{n}件。",
    "{y}年度，共收到依申请公开政府信息{n}件，内容主要涉及征地补偿和住房保障。",
    "依申请公开工作平稳有序，收到申请{n}件。",
    "新收政府信息公开申请{n}件，均在法定期限内作出答复。",
    "全年共收到{n}件政府信息公开申请，没有超期答复的情形。",
    "政府信息公开申请量为{n}件。",
];
const RECEIVED_NONE: [&str; 8] = [
    "全年未收到公民、法人或者其他组织提出的政府信息公开申请。",
    "本年度没有接到要求公开政府信息的申请。",
    "截至年底，尚未收到政府信息公开申请。",
    "{y}年，{a}未收到依申请公开事项。",
    "全年无依申请公开政府信息的情况。",
    "本年度政府信息公开申请为0件。",
    "收到政府信息公开申请数量为零。",
    "一年来未受理过政府信息公开申请。",
];
const RECEIVED_AGAINST: [&str; 4] = [
    "全年收到政府信息公开申请{n}件，比上年{more}{k}件。",
    "收到政府信息公开申请{n}件，较上年度{more}{k}件。",
    "本年共收到政府信息公开申请{n}件，去年为{p}件。",
    "受理政府信息公开申请{n}件，同比{more}{k}件。",
];
const CHANNELS: [&str; 3] = [
    "其中当面申请{c0}件，传真申请{c1}件，网络申请{c2}件，信函申请{c3}件。",
    "从申请方式看，当面申请的{c0}件，以传真提出的{c1}件，通过网络提交的{c2}件，以信函方式提出的{c3}件。",
    "申请方式：网上申请{c2}件、信函申请{c3}件、当面申请{c0}件、传真申请{c1}件。",
];
const ANSWERS: [&str; 3] = [
    "在答复的申请中，同意公开{g0}件，同意部分公开{g1}件，不予公开{g2}件，申请信息不存在{g3}件。",
    "从办理结果看，予以公开的{g0}件，部分公开的{g1}件，不予公开的{g2}件，信息不存在的{g3}件。",
    "答复结果为：同意公开{g0}件；部分公开{g1}件；不予公开{g2}件；信息不存在{g3}件。",
];
const BOTH: [&str; 5] = [
    "因政府信息公开被申请行政复议{a0}件，被提起行政诉讼{l0}件。",
    "本年度发生涉及政府信息公开的行政复议案件{a0}起、行政诉讼案件{l0}起。",
    "政府信息公开方面的行政复议{a0}件，行政诉讼{l0}件，均已按程序办理。",
    "行政复议{a0}件；行政诉讼{l0}件。",
    "全年共有{a0}件行政复议和{l0}件行政诉讼与政府信息公开有关。",
];
const NEITHER: [&str; 7] = [
    "全年没有因政府信息公开引发的行政复议和行政诉讼案件。",
    "未发生针对本单位政府信息公开工作的行政复议、行政诉讼。",
    "无行政复议，也无行政诉讼。",
    "本年度因政府信息公开申请行政复议、提起行政诉讼的均为0件。",
    "{y}年，没有发生因政府信息公开工作被申请复议或者被提起诉讼的情形。",
    "未出现因信息公开引起的复议、诉讼。",
    "行政复议0件，行政诉讼0件。",
];
const FREE: [&str; 5] = [
    "全年未收取任何检索、复制、邮寄等费用。",
    "本年度政府信息公开未收取费用。",
    "依申请公开政府信息没有收取任何费用。",
    "办理依申请公开事项一律免费，未向申请人收取费用。",
    "不存在向申请人收费的情况。",
];
/// Figures of other matters, of other years, of a part of the year, of an estimate or a plan.
const TRAPS: [&str; 16] = [
    "12345热线全年受理群众诉求{t}件，办结率99%。",
    "办理人大代表建议{t}件、政协提案{t}件，办结率100%。",
    "全年受理行政许可申请{t}件，按期办结{t}件。",
    "接待来访群众{t}人次，答复咨询{t}件。",
    "计划明年主动公开各领域信息{t}条以上。",
    "编制依申请公开目录{t}条，修订服务指南{t}份。",
    "自热线开通以来，累计接到群众来电{t}件。",
    "上半年收到政府信息公开申请{t}件。",
    "县长信箱收到群众来信{t}封，全部答复。",
    "门户网站全年点击量{t}万次，新闻栏目更新{t}条。",
    "所属{t}个二级单位均设立了查阅点。",
    "受理投诉举报{t}件，作出行政处罚{t}起。",
    "审理各类行政复议案件{t}件，代理行政应诉{t}件。",
    "公示拟确认的困难家庭{t}户，接受监督。",
    "各乡镇主动公开村务信息{t}条。",
    "联系电话：0{t}-8{t}12，邮编44{t}。",
];

/// Fills a wording.
fn fill(text: &str, slots: &[(&str, String)]) -> String {
    slots.iter().fold(text.to_string(), |text, (slot, value)| text.replace(&format!("{{{slot}}}"), value))
}

impl Teller<'_> {
    fn told(&self, wording: &str, slots: &[(&str, i64)], facts: &[&str]) -> Told {
        let mut filled = vec![("a", self.agency.to_string()), ("y", self.year.to_string())];
        filled.extend(slots.iter().map(|&(slot, number)| (slot, self.numerals.write(number))));
        Told { text: fill(wording, &filled), facts: facts.iter().map(|metric| (self.named)(metric)).collect() }
    }

    fn set(&self, truth: &mut Truth, metric: &str, said: Said) {
        truth.add(&(self.named)(metric), said);
    }

    /// A number with, or without, what it was in the year before.
    fn with_change(
        &self,
        metric: &str,
        [now, before]: [i64; 2],
        plain: &[&str],
        against: &[&str],
        chance: &mut Chance,
        truth: &mut Truth,
    ) -> Told {
        self.set(truth, metric, Said::figure(now));
        if chance.below(3) > 0 || before == now {
            return self.told(chance.pick(plain), &[("n", now)], &[metric]);
        }
        let more = if now > before { "增加" } else { "减少" };
        truth.before.extend(Number::from_integer(before).map(|number| ((self.named)(metric), number)));
        let wording = chance.pick(against).replace("{more}", more);
        self.told(&wording, &[("n", now), ("k", (now - before).abs()), ("p", before)], &[metric])
    }

    pub fn disclosed(&self, figures: &Figures, chance: &mut Chance, truth: &mut Truth) -> Told {
        let mut told = self.with_change(
            "disclosed.total",
            [figures.disclosed, figures.disclosed_before],
            &DISCLOSED,
            &DISCLOSED_AGAINST,
            chance,
            truth,
        );
        if chance.below(2) == 0 {
            const METRICS: [&str; 5] =
                ["disclosed.website", "disclosed.gazette", "disclosed.weibo", "disclosed.wechat", "disclosed.other"];
            let ways = self.slots(chance.pick(&WAYS), "w", &figures.ways, &METRICS, truth);
            told.text.push_str(&ways.text);
            told.facts.extend(ways.facts);
        }
        told
    }

    /// A wording with numbered slots: those that it has are told.
    fn slots(&self, wording: &str, letter: &str, numbers: &[i64], metrics: &[&str], truth: &mut Truth) -> Told {
        let names: Vec<String> = (0..numbers.len()).map(|index| format!("{letter}{index}")).collect();
        let told =
            (0..numbers.len()).filter(|&index| wording.contains(&format!("{{{}}}", names[index]))).collect::<Vec<_>>();
        for &index in &told {
            self.set(truth, metrics[index], Said::figure(numbers[index]));
        }
        let slots: Vec<(&str, i64)> = names.iter().map(String::as_str).zip(numbers.iter().copied()).collect();
        self.told(wording, &slots, &told.iter().map(|&index| metrics[index]).collect::<Vec<_>>())
    }

    /// `parts` tells how they came and how they were answered, where no table of the form has it otherwise.
    pub fn received(&self, figures: &Figures, parts: bool, chance: &mut Chance, truth: &mut Truth) -> Told {
        const METRIC: &str = "applications.received";
        if figures.received == 0 {
            let wording = chance.pick(&RECEIVED_NONE);
            let said = if wording.contains("0件") { Said::figure(0) } else { Said::zero() };
            self.set(truth, METRIC, said);
            return self.told(wording, &[], &[METRIC]);
        }
        let mut told = self.with_change(
            METRIC,
            [figures.received, figures.received_before],
            &RECEIVED,
            &RECEIVED_AGAINST,
            chance,
            truth,
        );
        if parts && chance.below(2) == 0 {
            const METRICS: [&str; 4] =
                ["applications.in_person", "applications.by_fax", "applications.by_web", "applications.by_letter"];
            let more = self.slots(chance.pick(&CHANNELS), "c", &figures.channels, &METRICS, truth);
            told.text.push_str(&more.text);
            told.facts.extend(more.facts);
        }
        if parts && chance.below(2) == 0 {
            const METRICS: [&str; 4] = [
                "applications.granted",
                "applications.partially_granted",
                "applications.denied",
                "applications.not_held",
            ];
            let more = self.slots(chance.pick(&ANSWERS), "g", &figures.answers, &METRICS, truth);
            told.text.push_str(&more.text);
            told.facts.extend(more.facts);
        }
        told
    }

    pub fn remedies(&self, figures: &Figures, chance: &mut Chance, truth: &mut Truth) -> Told {
        const METRICS: [&str; 2] = ["appeals.total", "lawsuits.total"];
        let (appeals, lawsuits) = (figures.appeals, figures.lawsuits);
        if (appeals, lawsuits) != (0, 0) {
            self.set(truth, METRICS[0], Said::figure(appeals));
            self.set(truth, METRICS[1], Said::figure(lawsuits));
            return self.told(chance.pick(&BOTH), &[("a0", appeals), ("l0", lawsuits)], &METRICS);
        }
        let wording = chance.pick(&NEITHER);
        for metric in METRICS {
            self.set(truth, metric, if wording.contains("0件") { Said::figure(0) } else { Said::zero() });
        }
        self.told(wording, &[], &METRICS)
    }

    pub fn fees(&self, chance: &mut Chance, truth: &mut Truth) -> Told {
        const METRIC: &str = "fees.charged_10k_yuan";
        self.set(truth, METRIC, Said::zero());
        self.told(chance.pick(&FREE), &[], &[METRIC])
    }

    pub fn trap(&self, chance: &mut Chance) -> Told {
        let mut text = chance.pick(&TRAPS).to_string();
        while let Some(at) = text.find("{t}") {
            text.replace_range(at..at + 3, &(2 + chance.below(400)).to_string());
        }
        Told { text, facts: Vec::new() }
    }
}
