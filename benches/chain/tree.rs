//! The tree that is measured: generated pages of all years in the two encodings that nearly all scraped pages have.
//! Knows no figure.

use crate::generate::bytes::Encoding;
use crate::generate::chance::Chance;
use crate::generate::html::Style;
use crate::generate::page::{Era, Pages, Shape, YEARS};
use crate::generate::plain::Layout;
use crate::generate::say::Numerals;
use nianbao::catalog::Catalog;

/// How large pages are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// As on a site: navigation, scripts, styles and markup around the report.
    Site,
    /// The report alone, of county governments: for runs over very many files. With them the panel is as large as it gets.
    Bare,
}

/// The same number always gives the same page.
pub struct Tree<'a> {
    pages: Pages<'a>,
    size: Size,
}

impl<'a> Tree<'a> {
    pub fn new(catalog: &'a Catalog, size: Size) -> Tree<'a> {
        let pages = match size {
            Size::Site => Pages::new(catalog),
            Size::Bare => Pages::of_governments(catalog),
        };
        Tree { pages, size }
    }

    /// The path and the bytes of a page.
    pub fn page(&self, number: usize) -> (String, Vec<u8>) {
        let mut chance = Chance::new(number as u64);
        let year = YEARS.0 + (number % (YEARS.1 - YEARS.0 + 1) as usize) as i32;
        let era = match year {
            ..=2013 => Era::Prose,
            2014..=2018 => Era::Form2014,
            2019..=2020 => Era::Form2019,
            _ => Era::Form2021,
        };
        let style = match self.size {
            Size::Site => [Style::Word, Style::Word, Style::Editor, Style::Plain][chance.below(4)],
            Size::Bare => Style::Plain,
        };
        let encoding = [Encoding::Gb18030, Encoding::Utf8][chance.below(2)];
        let length = match (self.size, style, era) {
            (Size::Bare, ..) => 2,
            (_, Style::Word, Era::Prose) => 16 + chance.below(16),
            (_, Style::Word, _) => 6 + chance.below(8),
            (_, _, Era::Prose) => 36 + chance.below(30),
            _ => 16 + chance.below(24),
        };
        let shape = Shape {
            layout: Layout::Markup,
            style,
            encoding,
            numerals: Numerals::Plain,
            plain: false,
            framed: self.size == Size::Site,
            noisy: false,
        };
        let report = self.pages.make(number, era, year, shape, length, chance);
        (report.path.clone(), report.bytes())
    }
}
