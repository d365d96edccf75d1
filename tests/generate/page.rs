//! Whole reports: who, which year, which form, in which order, laid out how and in which bytes. Knows which figure stands where.

use super::bytes::Encoding;
use super::chance::Chance;
use super::figures::{Figures, figures, provincial};
use super::filler::{self, PLANS, WORK};
use super::html::Style;
use super::plain::Layout;
use super::render::render;
use super::say::{Numerals, Teller, Told};
use super::sheet::{Sheet, sheet};
use super::truth::{Said, Truth};
use nianbao::catalog::place::Division;
use nianbao::catalog::{Catalog, Table, Template};
use nianbao::model::{Level, Number};

/// Years that reports are about.
pub const YEARS: (i32, i32) = (2008, 2025);
/// Who reports in a place.
const BODIES: [&str; 8] = ["人民政府", "教育局", "民政局", "财政局", "水利局", "司法局", "审计局", "统计局"];

/// What a report is like, by the tables that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Era {
    /// Only prose, from 2008 on.
    Prose,
    Fujian,
    Shanghai,
    Form2014,
    Form2019,
    Form2021,
}

impl Era {
    pub const ALL: [Era; 6] = [Era::Prose, Era::Fujian, Era::Shanghai, Era::Form2014, Era::Form2019, Era::Form2021];

    /// The report years that have it, both inclusive.
    pub fn years(self) -> (i32, i32) {
        match self {
            Era::Prose => (2008, 2013),
            Era::Fujian => (2011, 2013),
            Era::Shanghai => (2009, 2013),
            Era::Form2014 => (2014, 2018),
            Era::Form2019 => (2019, 2020),
            Era::Form2021 => (2021, YEARS.1),
        }
    }
}

/// How a page looks; what it says does not depend on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    pub layout: Layout,
    pub style: Style,
    pub encoding: Encoding,
    pub numerals: Numerals,
    /// A text file without markup.
    pub plain: bool,
    /// Navigation, scripts and a footer around the report.
    pub framed: bool,
    /// Page numbers between paragraphs, doubled punctuation.
    pub noisy: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Title(String),
    Text(Told),
    Table(Sheet),
}

/// A report before it is laid out: what mutations work on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub agency: String,
    pub year: i32,
    pub published: String,
    pub pieces: Vec<Piece>,
}

/// A generated report.
pub struct Report {
    pub era: Era,
    pub path: String,
    pub page: Page,
    pub shape: Shape,
    pub truth: Truth,
}

impl Report {
    pub fn bytes(&self) -> Vec<u8> {
        render(&self.page, self.shape, &mut Chance::new(self.page.year as u64))
    }
}

/// Makes the reports of a tree; the same number always gives the same report, and no two are one report.
pub struct Pages<'a> {
    catalog: &'a Catalog,
    places: Vec<&'a Division>,
    bodies: &'static [&'static str],
}

impl<'a> Pages<'a> {
    pub fn new(catalog: &'a Catalog) -> Pages<'a> {
        // Only places that have kept their code and name, so that every report can be placed.
        let lasting =
            |place: &&Division| place.level == Level::County && place.valid_from <= YEARS.0 && place.valid_to.is_none();
        Pages { catalog, places: catalog.places.rows().filter(lasting).collect(), bodies: &BODIES }
    }

    /// Reports of county governments only.
    pub fn of_governments(catalog: &'a Catalog) -> Pages<'a> {
        Pages { bodies: &BODIES[..1], ..Pages::new(catalog) }
    }

    /// A report of any kind.
    pub fn report(&self, number: usize) -> Report {
        let mut chance = Chance::new(number as u64);
        let era = Era::ALL[number % Era::ALL.len()];
        let layout = match chance.below(10) {
            0..=4 => Layout::Markup,
            5 => Layout::Pipes,
            6 => Layout::Tabs,
            7 | 8 => Layout::Lines,
            _ => Layout::Glued,
        };
        let encoding = [
            Encoding::Utf8,
            Encoding::Utf8,
            Encoding::Gb18030,
            Encoding::Gb18030,
            Encoding::Utf8Bom,
            Encoding::Big5,
            Encoding::Utf16Le,
            Encoding::Utf16Be,
        ][chance.below(8)];
        let plain = layout != Layout::Markup && encoding != Encoding::Big5 && chance.below(2) == 0;
        let shape = Shape {
            layout,
            encoding,
            plain,
            style: [Style::Word, Style::Editor, Style::Plain][chance.below(3)],
            numerals: [Numerals::Plain, Numerals::Plain, Numerals::Plain, Numerals::Wide, Numerals::Commas]
                [chance.below(5)],
            framed: !plain && chance.below(3) > 0,
            noisy: chance.below(3) == 0,
        };
        let years = era.years();
        let year = years.0 + (number / Era::ALL.len() % (years.1 - years.0 + 1) as usize) as i32;
        let length = 1 + chance.below(6);
        self.make(number, era, year, shape, length, chance)
    }

    /// A report in this shape, with `length` paragraphs that state nothing.
    pub fn make(&self, number: usize, era: Era, year: i32, shape: Shape, length: usize, mut chance: Chance) -> Report {
        // Neighbours in number are far apart on the map; each time the places are through, every place has another body.
        let years = (YEARS.1 - YEARS.0 + 1) as usize;
        let (round, of_round) = (number / years / self.places.len(), number / years % self.places.len());
        let place = self.places[of_round * 1013 % self.places.len()];
        let agency = format!("{}{}", self.full_name(place), self.bodies[(of_round + round) % self.bodies.len()]);
        let templates = &self.catalog.templates;
        let (form, table) = match era {
            Era::Prose => (None, None),
            Era::Fujian | Era::Shanghai => {
                let id = if era == Era::Fujian { "fujian_2011" } else { "shanghai" };
                (None, templates.entries.iter().flat_map(|template| &template.tables).find(|table| table.id == id))
            }
            Era::Form2014 => (templates.by_form("2014"), None),
            Era::Form2019 => (templates.by_form("2019"), None),
            Era::Form2021 => (templates.by_form("2021"), None),
        };
        let figures = figures(form, &mut chance);
        let mut maker = Maker {
            catalog: self.catalog,
            agency: &agency,
            year,
            numerals: shape.numerals,
            truth: Truth::default(),
            chance,
        };
        let pieces = maker.pieces(&figures, form, table, length);
        let published = format!("{}-01-{:02}", year + 1, 1 + maker.chance.below(28));
        let title = match maker.chance.below(3) {
            0 => format!("{agency}{year}年政府信息公开工作年度报告"),
            1 => format!("{agency}{year}年度政府信息公开工作报告"),
            _ => format!("{agency}{year}年政府信息公开年度报告"),
        };
        let extension = if shape.plain { "txt" } else { "html" };
        Report {
            era,
            shape,
            truth: maker.truth,
            path: format!("{}/{}/{number:06}.{extension}", &place.code[..2], place.code),
            page: Page { title, agency, year, published, pieces },
        }
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
}

struct Maker<'a> {
    catalog: &'a Catalog,
    agency: &'a str,
    year: i32,
    numerals: Numerals,
    truth: Truth,
    chance: Chance,
}

impl Maker<'_> {
    /// The report in the order that its form prescribes. Tables are filled first: what they say outranks the sentences.
    fn pieces(
        &mut self,
        figures: &Figures,
        form: Option<&Template>,
        provincial: Option<&Table>,
        length: usize,
    ) -> Vec<Piece> {
        let new = form.is_some_and(|form| form.tables.len() > 1);
        let mut tables: Vec<(String, Piece)> = Vec::new();
        let zero = self.chance.below(10);
        for (table, cells) in form.iter().flat_map(|form| &form.tables).zip(&figures.tables) {
            let sheet = self.sheet(table, cells, zero);
            tables.push((table.id.clone(), Piece::Table(sheet)));
        }
        if let Some(table) = provincial {
            let cells = self.provincial(table, figures);
            let sheet = self.sheet(table, &cells, 0);
            tables.push((table.id.clone(), Piece::Table(sheet)));
        }
        let catalog = self.catalog;
        let named = |metric: &str| match (catalog.metrics.id(metric), form) {
            (Some(id), Some(form)) if new => catalog.metrics.name(catalog.metrics.in_table(id, &form.form)),
            _ => metric.to_string(),
        };
        let teller = Teller { agency: self.agency, year: self.year, numerals: self.numerals, named: &named };
        let (chance, truth) = (&mut self.chance, &mut self.truth);
        let work = |chance: &mut Chance, sentences| {
            Piece::Text(Told {
                text: filler::paragraph(&WORK, sentences, teller.agency, teller.year, chance),
                facts: Vec::new(),
            })
        };
        let title = |text: &str| Piece::Title(text.to_string());
        let mut pieces = vec![title(chance.pick(if new {
            &["一、总体情况"]
        } else {
            &["一、概述", "一、基本情况", "一、总体情况"]
        }))];
        for _ in 0..length {
            let sentences = 2 + chance.below(3);
            pieces.push(work(chance, sentences));
        }
        if chance.below(2) == 0 {
            pieces.push(Piece::Text(teller.trap(chance)));
        }
        if !new {
            pieces.push(title("二、主动公开政府信息情况"));
        }
        pieces.push(Piece::Text(teller.disclosed(figures, chance, truth)));
        pieces.push(work(chance, 2));
        let mut place = |ids: &dyn Fn(&str) -> bool, pieces: &mut Vec<Piece>| {
            let (here, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut tables).into_iter().partition(|(id, _)| ids(id));
            pieces.extend(here.into_iter().map(|(_, piece)| piece));
            tables = rest;
        };
        if new {
            if chance.below(2) == 0 {
                pieces.push(Piece::Text(teller.received(figures, false, chance, truth)));
            }
            pieces.push(title("二、主动公开政府信息情况"));
            place(&|id| id.starts_with("art20"), &mut pieces);
            pieces.push(title("三、收到和处理政府信息公开申请情况"));
            place(&|id| id == "applications", &mut pieces);
            pieces.push(title("四、政府信息公开行政复议、行政诉讼情况"));
            place(&|id| id == "remedies", &mut pieces);
        } else {
            pieces.push(title(chance.pick(&["三、依申请公开政府信息办理情况", "三、政府信息依申请公开情况"])));
            pieces.push(Piece::Text(teller.received(figures, true, chance, truth)));
            if chance.below(3) == 0 {
                pieces.push(Piece::Text(teller.trap(chance)));
            }
            if form.is_none() && chance.below(2) == 0 {
                pieces.push(Piece::Text(teller.fees(chance, truth)));
            }
            pieces.push(title("四、行政复议和行政诉讼情况"));
            pieces.push(Piece::Text(teller.remedies(figures, chance, truth)));
        }
        pieces.push(title("五、存在的主要问题及改进情况"));
        for _ in 0..1 + chance.below(3) {
            pieces.push(Piece::Text(Told {
                text: filler::paragraph(&PLANS, 3, teller.agency, teller.year, chance),
                facts: Vec::new(),
            }));
        }
        pieces.push(title("六、其他需要报告的事项"));
        pieces.push(Piece::Text(Told { text: "无其他需要报告的事项。".to_string(), facts: Vec::new() }));
        if !new && (form.is_some() || provincial.is_some()) {
            pieces.push(title("政府信息公开情况统计表"));
            place(&|_| true, &mut pieces);
        }
        pieces
    }

    /// Zeros stand as figures mostly, now and then as blanks or strokes, the same all over a page.
    fn sheet(&mut self, table: &Table, cells: &[Vec<i64>], zero: usize) -> Sheet {
        let (numerals, truth) = (self.numerals, &mut self.truth);
        let mut write = |metric: &str, number: i64| {
            let (text, state) = match zero {
                8 if number == 0 => (String::new(), "blank"),
                9 if number == 0 => ("/".to_string(), "dash"),
                _ => (numerals.write(number), "printed"),
            };
            let value = Number::from_integer(number).filter(|_| state == "printed");
            truth.add(metric, Said { value, state });
            text
        };
        sheet(self.catalog, table, cells, &mut self.chance, &mut write)
    }

    fn provincial(&mut self, table: &Table, figures: &Figures) -> Vec<Vec<i64>> {
        let columns = table.columns.len();
        let rows = table.rows.len();
        let mut cells = vec![vec![0; columns]; rows];
        for (row, cells) in cells.iter_mut().enumerate() {
            for column in 0..columns {
                let metric = table.cell(row, column).map(|id| self.catalog.metrics.name(id)).unwrap_or_default();
                cells[column] = match column {
                    0 => provincial(figures, &metric, &mut self.chance),
                    _ => cells[0] + self.chance.count(900),
                };
            }
        }
        // What the form adds up adds up over all years too.
        let metric = |row: usize| table.cell(row, 0).map(|id| self.catalog.metrics.name(id)).unwrap_or_default();
        let sum = |rows: &[Vec<i64>], parts: &dyn Fn(&str) -> bool| {
            (0..rows.len()).filter(|&row| parts(&metric(row))).map(|row| rows[row][columns - 1]).sum::<i64>()
        };
        let channel = |name: &str| name == "applications.in_person" || name.starts_with("applications.by_");
        let reply = |name: &str| {
            ["applications.granted", "applications.partially_granted", "applications.denied"].contains(&name)
        };
        for row in 0..if columns > 1 { rows } else { 0 } {
            match metric(row).as_str() {
                "applications.received" => cells[row][columns - 1] = sum(&cells, &channel),
                "applications.answered" => {
                    cells[row][columns - 1] = sum(&cells, &reply).max(cells[row][0]);
                }
                _ => {}
            }
        }
        cells
    }
}
