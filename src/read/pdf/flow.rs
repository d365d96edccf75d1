//! Lines and tables of pages → the reading order of a document: wrapped lines become paragraphs, what goes on over a
//! page break becomes whole, running heads and page numbers are set aside. Knows places; knows no meaning.

use super::ink::Page;
use super::lattice::lattices;
use super::lines::{Line, lines};
use super::running::running;
use super::table::{Ruled, continues, fill, join};
use crate::text::item::opens_item;

/// What stands in a document, in reading order.
#[derive(Clone, Debug)]
pub(super) enum Part {
    /// Large letters in the middle of a line or of several.
    Title(String),
    Paragraph(String),
    Table(Ruled),
    /// A page number or a running head.
    Running(String),
}

/// What stands on a page, from top to bottom.
pub(super) enum Item {
    Line(Line),
    Table(Ruled),
}

impl Item {
    fn top(&self) -> f64 {
        match self {
            Item::Line(line) => line.y,
            Item::Table(table) => table.top,
        }
    }
}

/// The reading order of the pages; a table has at most `max_cells` slots.
pub(super) fn parts(pages: Vec<Page>, max_cells: usize) -> Vec<Part> {
    let pages: Vec<Vec<Item>> = pages.into_iter().map(|page| items(page, max_cells)).collect();
    let running = running(&pages);
    let measure = Measure::of(&pages, &running);
    let mut flow = Flow::default();
    for (page, items) in pages.into_iter().enumerate() {
        flow.new_page = true;
        for (index, item) in items.into_iter().enumerate() {
            match item {
                Item::Line(line) if running.contains(&(page, index)) => flow.aside.push(line.text),
                Item::Line(line) => flow.line(line, &measure),
                Item::Table(table) => flow.table(table),
            }
        }
    }
    flow.close();
    flow.parts
}

fn items(page: Page, max_cells: usize) -> Vec<Item> {
    let mut letters = page.letters;
    let mut items: Vec<Item> = Vec::new();
    for lattice in lattices(&page.rules, max_cells) {
        items.extend(fill(&lattice, &mut letters).map(Item::Table));
    }
    items.extend(lines(letters).into_iter().map(Item::Line));
    items.sort_by(|a, b| a.top().total_cmp(&b.top()));
    items
}

/// Where the lines of running text begin and end, and how large their letters are.
#[derive(Clone, Copy, Debug)]
struct Measure {
    left: f64,
    right: f64,
    size: f64,
}

impl Measure {
    fn of(pages: &[Vec<Item>], running: &[(usize, usize)]) -> Measure {
        let mut lines = Vec::new();
        for (page, items) in pages.iter().enumerate() {
            for (index, item) in items.iter().enumerate() {
                if let Item::Line(line) = item
                    && !running.contains(&(page, index))
                {
                    lines.push(line);
                }
            }
        }
        let mut sizes: Vec<(f64, usize)> = lines.iter().map(|line| (line.size, line.text.chars().count())).collect();
        sizes.sort_by(|a, b| a.0.total_cmp(&b.0));
        let half = sizes.iter().map(|(_, count)| count).sum::<usize>() / 2;
        let mut count = 0;
        let middle = sizes.iter().find(|(_, letters)| {
            count += letters;
            count > half
        });
        let size = middle.map_or(10.0, |(size, _)| *size);
        // The outermost place that is no outlier.
        let edge = |places: Vec<f64>| {
            let near = |place: f64| places.iter().filter(|other| (*other - place).abs() < size / 2.0).count();
            places.iter().copied().find(|&place| near(place) * 8 >= places.len())
        };
        let mut starts: Vec<f64> = lines.iter().map(|line| line.start).collect();
        starts.sort_by(f64::total_cmp);
        let mut ends: Vec<f64> = lines.iter().map(|line| line.end).collect();
        ends.sort_by(|a, b| b.total_cmp(a));
        Measure { left: edge(starts).unwrap_or(0.0), right: edge(ends).unwrap_or(f64::INFINITY), size }
    }

    /// Whether a sentence runs on from one line to the next.
    fn goes_on(&self, line: &Line, next: &Line, new_page: bool) -> bool {
        let full = line.end > self.right - 2.2 * self.size;
        let level = next.start < self.left + 1.2 * self.size;
        let alike = (line.size - next.size).abs() < 0.15 * self.size;
        let near = new_page || next.y - line.y < 2.6 * self.size;
        let item = opens_item(&next.text) && ends(&line.text);
        full && level && alike && near && !item && !line.gaps && !next.gaps
    }

    /// Whether the line stands in the middle of the page in larger letters.
    fn is_title(&self, line: &Line) -> bool {
        let (left, right) = (line.start - self.left, self.right - line.end);
        line.size > 1.15 * self.size && left > line.size && (left - right).abs() < line.size
    }
}

/// Whether a sentence or a clause ends here.
fn ends(text: &str) -> bool {
    text.ends_with(['\u{3002}', '\u{FF01}', '\u{FF1F}', '\u{FF1B}', '\u{FF1A}', '.', ';', ':', '!', '?'])
}

#[derive(Default)]
struct Flow {
    parts: Vec<Part>,
    /// The line that the paragraph or title that is open ends with.
    last: Option<Line>,
    /// What stands between two parts of one paragraph or table and is told after it.
    aside: Vec<String>,
    new_page: bool,
}

impl Flow {
    fn line(&mut self, line: Line, measure: &Measure) {
        let new_page = std::mem::take(&mut self.new_page);
        let title = measure.is_title(&line);
        match (self.parts.last_mut(), &self.last) {
            (Some(Part::Paragraph(text)), Some(last)) if measure.goes_on(last, &line, new_page) => {
                let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
                if ascii(text.chars().next_back()) && ascii(line.text.chars().next()) {
                    text.push(' ');
                }
                text.push_str(&line.text);
            }
            (Some(Part::Title(text)), Some(last))
                if title
                    && !new_page
                    && (last.size - line.size).abs() < 0.1 * line.size
                    && line.y - last.y < 2.2 * line.size =>
            {
                text.push_str(&line.text);
            }
            _ => {
                self.close();
                self.parts.push(match title {
                    true => Part::Title(line.text.clone()),
                    false => Part::Paragraph(line.text.clone()),
                });
            }
        }
        self.last = Some(line);
    }

    fn table(&mut self, table: Ruled) {
        let new_page = std::mem::take(&mut self.new_page);
        match self.parts.last_mut() {
            Some(Part::Table(over)) if new_page && self.last.is_none() && continues(over, &table) => {
                let whole = std::mem::replace(
                    over,
                    Ruled { xs: Vec::new(), rows: 0, cells: Vec::new(), top: 0.0, bottom: 0.0 },
                );
                *over = join(whole, table);
            }
            _ => {
                self.close();
                self.parts.push(Part::Table(table));
            }
        }
        self.last = None;
    }

    /// Ends what is open.
    fn close(&mut self) {
        self.parts.extend(self.aside.drain(..).map(Part::Running));
        self.last = None;
    }
}
