//! What a page of a PDF shows: letters with their places, and ruled lines. The only file that knows the PDF library.
//! Knows no line of text and no table.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
    InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use std::sync::atomic::{AtomicBool, Ordering};

/// Units of a glyph's own coordinates to its size.
const UNITS: f64 = 1000.0;
/// A filled shape that is at most so wide or high (points) and longer than that is a ruled line.
const THIN: f64 = 3.0;
/// Shorter lines are dots.
const SHORT: f64 = 4.0;
/// A page with more ruled lines is a drawing.
const MOST_RULES: usize = 6000;

/// One character; lengths in points, `y` is the baseline and runs down the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letter {
    pub c: char,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub size: f64,
}

impl Letter {
    pub fn end(&self) -> f64 {
        self.x + self.width
    }

    /// The height at which the middle of the character stands.
    pub fn middle(&self) -> f64 {
        self.y - 0.35 * self.size
    }
}

/// A horizontal or vertical line at `at`, from `from` to `to` along its direction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub vertical: bool,
    pub at: f64,
    pub from: f64,
    pub to: f64,
}

/// What a page shows, first drawn first.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub letters: Vec<Letter>,
    pub rules: Vec<Rule>,
    pub images: usize,
    /// Characters that are there for searching only, as text recognition leaves them under a scan.
    pub invisible: usize,
    /// Shapes whose font does not say which character they are.
    pub unknown: usize,
}

/// Why a file has no pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Encrypted(&'static str),
    Broken(&'static str),
    TooLarge(&'static str),
}

/// Reads the pages. `stopped` ends the work with a panic that prints nothing: nobody waits for the pages any more.
pub(super) fn pages(
    bytes: Vec<u8>,
    max_pages: usize,
    max_letters: usize,
    stopped: &AtomicBool,
) -> Result<Vec<Page>, Fault> {
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Fault::Encrypted("the file needs a password"),
        LoadPdfError::Decryption(_) => Fault::Encrypted("the file's encryption cannot be read"),
        LoadPdfError::Invalid => Fault::Broken("no pages can be found in the file"),
    })?;
    if pdf.pages().is_empty() {
        return Err(Fault::Broken("the file has no pages"));
    }
    if pdf.pages().len() > max_pages {
        return Err(Fault::TooLarge("the file has more pages than a report"));
    }
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let cache = InterpreterCache::new();
    let mut pages = Vec::new();
    let mut left = max_letters;
    for page in pdf.pages().iter() {
        let (width, height) = page.render_dimensions();
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let upright = page.initial_transform(true).to_kurbo();
        let mut context = Context::new(upright, area, &cache, pdf.xref(), settings.clone());
        let mut ink = Ink { page: Page::default(), turned: [0; 4], area: area.inflate(2.0, 2.0), left, stopped };
        interpret_page(page, &mut context, &mut ink);
        if ink.left == 0 {
            return Err(Fault::TooLarge("the text is longer than a report"));
        }
        left = ink.left;
        pages.push(ink.upright(f64::from(width), f64::from(height)));
    }
    Ok(pages)
}

/// Takes down what the library draws.
struct Ink<'s> {
    page: Page,
    /// Letters by the direction in which they run: to the right, down, to the left, up.
    turned: [usize; 4],
    area: Rect,
    left: usize,
    stopped: &'s AtomicBool,
}

impl Ink<'_> {
    fn go_on(&self) {
        if self.stopped.load(Ordering::Relaxed) {
            std::panic::resume_unwind(Box::new("nobody waits for the pages"));
        }
    }

    fn letter(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let origin = place * Point::ZERO;
        let along = (place * Point::new(UNITS, 0.0)) - origin;
        let up = (place * Point::new(0.0, UNITS)) - origin;
        let size = up.hypot();
        // Text that is neither level nor upright is a watermark.
        let Some(turn) = quarter(along) else { return };
        if !origin.is_finite() || !(0.5..500.0).contains(&size) || !self.area.contains(origin) {
            return;
        }
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => {
                self.page.unknown += 1;
                return;
            }
        };
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(shape) => shape.advance_width(),
        };
        let count = text.chars().count().max(1) as f64;
        let advance = advance.map(f64::from).filter(|width| (50.0..3000.0).contains(width));
        for (index, c) in text.chars().enumerate() {
            let usual = if c < '\u{2E80}' { 0.5 } else { 1.0 };
            let width = along.hypot() * advance.map_or(usual, |advance| advance / UNITS / count);
            let at = origin + along.normalize() * (width * index as f64);
            self.turned[turn] += 1;
            self.left = self.left.saturating_sub(1);
            if self.left == 0 {
                return;
            }
            self.page.letters.push(Letter { c, x: at.x, y: at.y, width, size });
        }
    }

    fn line(&mut self, from: Point, to: Point) {
        let (across, down) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        if !from.is_finite() || !to.is_finite() || self.page.rules.len() > MOST_RULES {
            return;
        }
        if across >= SHORT && down <= THIN {
            let at = (from.y + to.y) / 2.0;
            self.rule(false, at, from.x.min(to.x), from.x.max(to.x));
        } else if down >= SHORT && across <= THIN {
            let at = (from.x + to.x) / 2.0;
            self.rule(true, at, from.y.min(to.y), from.y.max(to.y));
        }
    }

    fn rule(&mut self, vertical: bool, at: f64, from: f64, to: f64) {
        self.page.rules.push(Rule { vertical, at, from, to });
    }

    /// The page as it is read: turned so that most of its letters run to the right.
    fn upright(mut self, width: f64, height: f64) -> Page {
        let turn = (0..4).max_by_key(|&turn| (self.turned[turn], 4 - turn));
        let turn = turn.unwrap_or_default();
        if self.page.rules.len() > MOST_RULES {
            self.page.rules.clear();
        }
        let turned = |x: f64, y: f64| match turn {
            1 => (y, width - x),
            2 => (width - x, height - y),
            3 => (height - y, x),
            _ => (x, y),
        };
        for letter in &mut self.page.letters {
            (letter.x, letter.y) = turned(letter.x, letter.y);
        }
        for rule in &mut self.page.rules {
            let (start, end) = match rule.vertical {
                true => (turned(rule.at, rule.from), turned(rule.at, rule.to)),
                false => (turned(rule.from, rule.at), turned(rule.to, rule.at)),
            };
            rule.vertical ^= turn % 2 == 1;
            let flat = |(x, y): (f64, f64)| if rule.vertical { (x, y) } else { (y, x) };
            let ((at, from), (_, to)) = (flat(start), flat(end));
            (rule.at, rule.from, rule.to) = (at, from.min(to), from.max(to));
        }
        self.page
    }
}

/// Which way a line of text runs, if it is level or upright: 0 to the right, 1 down, 2 to the left, 3 up.
fn quarter(along: Vec2) -> Option<usize> {
    let (x, y) = (along.x, along.y);
    match () {
        _ if y.abs() * 8.0 <= x.abs() => Some(if x > 0.0 { 0 } else { 2 }),
        _ if x.abs() * 8.0 <= y.abs() => Some(if y > 0.0 { 1 } else { 3 }),
        _ => None,
    }
}

impl<'a> Device<'a> for Ink<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.go_on();
        let stroked = matches!(mode, DrawMode::Stroke(_) | DrawMode::FillAndStroke(..));
        if matches!(mode, DrawMode::Invisible) {
            return;
        }
        let mut path = path.clone();
        path.apply_affine(props.transform);
        let (mut start, mut last) = (Point::ZERO, Point::ZERO);
        let mut shape: Option<Rect> = None;
        let close = |ink: &mut Self, shape: &mut Option<Rect>| {
            if let Some(shape) = shape.take()
                && !stroked
                && (shape.width() <= THIN) != (shape.height() <= THIN)
            {
                let (from, to) = match shape.width() > THIN {
                    true => (Point::new(shape.x0, shape.center().y), Point::new(shape.x1, shape.center().y)),
                    false => (Point::new(shape.center().x, shape.y0), Point::new(shape.center().x, shape.y1)),
                };
                ink.line(from, to);
            }
        };
        for element in path.elements() {
            let next = match *element {
                PathEl::MoveTo(point) => {
                    close(self, &mut shape);
                    (start, last) = (point, point);
                    shape = Some(Rect::from_points(point, point));
                    continue;
                }
                PathEl::LineTo(point) => point,
                PathEl::ClosePath => start,
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    shape = shape.map(|shape| shape.union_pt(point));
                    last = point;
                    continue;
                }
            };
            if stroked {
                self.line(last, next);
            }
            shape = shape.map(|shape| shape.union_pt(next));
            last = next;
        }
        close(self, &mut shape);
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.go_on();
        if matches!(mode, DrawMode::Invisible) {
            self.page.invisible += run.glyphs().len();
            return;
        }
        for glyph in run.glyphs() {
            self.letter(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.go_on();
        self.page.images += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}
