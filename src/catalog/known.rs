//! The word classes that code itself asks for, by their names in the configuration. Knows no word.

use super::words::ClassId;

/// The classes whose meaning the clause reader itself knows; each must stand in `words.toml`.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownClasses {
    /// Words behind a figure that make it a count (件, 条…).
    pub unit: ClassId,
    /// Words behind a figure that make it a count of people (人, 名…): no barrier, no value.
    pub people: ClassId,
    /// Words in front of a figure: about, at least.
    pub about: ClassId,
    pub at_least: ClassId,
    /// Words behind a figure with its unit: about, at least.
    pub about_after: ClassId,
    pub at_least_after: ClassId,
    /// 其中: what follows in the sentence are parts.
    pub among: ClassId,
    /// 占: the percentage that follows is a share.
    pub share: ClassId,
    /// Words that tie a noun to the one before it (、 和 及).
    pub coordinator: ClassId,
    /// Verbs of disclosure (主动公开, 公开, 发布) and what is disclosed (政府信息).
    pub proactive: ClassId,
    pub open: ClassId,
    pub release: ClassId,
    pub info: ClassId,
    /// Words that may begin a clause which a negator before the comma still governs.
    pub continues: ClassId,
    /// Whose numbers: the whole area, the publisher alone, a part of the area.
    pub area: ClassId,
    pub own: ClassId,
    pub subscope: ClassId,
    /// When: this year, last year, next year, a part of a year.
    pub this_year: ClassId,
    pub last_year: ClassId,
    pub next_year: ClassId,
    pub partial_period: ClassId,
    /// Money behind a figure: yuan.
    pub yuan: ClassId,
    /// Words that make a Chinese numeral before them a count, beside units, people and money (期, 场, 处).
    pub tally: ClassId,
    /// Characters that make a Chinese numeral in front of them part of a word (第, 统).
    pub no_numeral: ClassId,
    /// Words of comparison (比, 较): a year behind them is what is compared with.
    pub than: ClassId,
    pub negator: ClassId,
    /// More, less: behind a comparison, what follows is a difference and no count.
    pub grew: ClassId,
    pub fell: ClassId,
    /// What it became (增至, 下降到): the figure before it is what there was.
    pub became: ClassId,
    /// Words of plans and duties (计划, 不低于): a figure behind them is none that was reached.
    pub intent: ClassId,
    /// Words that begin what applications were about (涉及, 内容).
    pub content: ClassId,
    /// Brought over (结转): a calendar year before it is part of the noun and dates nothing.
    pub carry: ClassId,
    /// Since something began (实施以来): what is counted then are all years so far.
    pub since: ClassId,
    /// All years so far (历年累计), of the figure behind it alone.
    pub cumulative: ClassId,
    /// So far (累计): behind the day up to which is counted it may mean all years.
    pub cumulated: ClassId,
    /// What the year added (新增).
    pub new_this_year: ClassId,
    /// What there is now (目前), whatever year was named before.
    pub now: ClassId,
    /// Up to a day (截至): the year behind it ends a stock.
    pub until: ClassId,
    /// A bare word for an application, and what it is then no application for information: 行政许可申请.
    pub apply: ClassId,
    /// A noun for an application for information.
    pub application: ClassId,
    /// Where the public writes to offices.
    pub mailbox: ClassId,
    /// Business that takes no applications.
    pub idle: ClassId,
    pub business: ClassId,
    /// Where the public does business: what is accepted there is no application for information.
    pub hall: ClassId,
    /// What is left of a figure told before (另, 其余): the figure behind it is a part.
    pub rest: ClassId,
    /// A whole year, that of the year named right before it: 2012年，全年….
    pub whole_year: ClassId,
    /// What is counted by the same units and is no item: 四条途径, 三项制度.
    pub thing: ClassId,
    /// Words that may stand between a figure and its change: 13件，数量与上年持平.
    pub quantity: ClassId,
    /// Words that make a change hold for every figure before it: 均与上年持平.
    pub all_done: ClassId,
    /// What gives coordinated nouns each its figure (分别), or all of them one (均).
    pub respectively: ClassId,
    pub apiece: ClassId,
    /// Words for none.
    pub zero_word: ClassId,
}

impl KnownClasses {
    /// Every class by its name.
    pub(super) fn of(known: &mut impl FnMut(&str) -> ClassId) -> KnownClasses {
        KnownClasses {
            unit: known("unit"),
            people: known("people"),
            about: known("about"),
            at_least: known("at_least"),
            about_after: known("about_after"),
            at_least_after: known("at_least_after"),
            among: known("among"),
            share: known("share"),
            coordinator: known("coordinator"),
            proactive: known("proactive"),
            open: known("open"),
            release: known("release"),
            info: known("info"),
            continues: known("continues"),
            area: known("area"),
            own: known("own"),
            subscope: known("subscope"),
            this_year: known("this_year"),
            last_year: known("last_year"),
            next_year: known("next_year"),
            partial_period: known("partial_period"),
            yuan: known("yuan"),
            tally: known("tally"),
            no_numeral: known("no_numeral"),
            than: known("than"),
            negator: known("no"),
            grew: known("grew"),
            fell: known("fell"),
            became: known("became"),
            intent: known("intent"),
            content: known("content"),
            carry: known("carry"),
            since: known("since"),
            until: known("until"),
            now: known("now"),
            cumulative: known("cumulative"),
            cumulated: known("cumulated"),
            new_this_year: known("new_this_year"),
            apply: known("apply"),
            application: known("application"),
            mailbox: known("mailbox"),
            idle: known("idle"),
            business: known("business"),
            hall: known("hall"),
            rest: known("rest"),
            whole_year: known("whole_year"),
            thing: known("thing"),
            quantity: known("quantity"),
            all_done: known("all_done"),
            respectively: known("respectively"),
            apiece: known("apiece"),
            zero_word: known("zero_word"),
        }
    }
}
