//! The elements of HTML by what they do to running text. Knows no text and no table geometry.

use memchr::memmem::Finder;

/// What an element means to the reader; elements of one kind close each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    /// Changes nothing but looks: `span`, `b`, `font`, and every name that is not known.
    Inline,
    Link,
    /// Has no content and no text: `img`, `input`.
    Void,
    Break,
    Paragraph,
    Heading(u8),
    ListItem,
    Division,
    Section,
    Article,
    List,
    /// Any other element that begins a line.
    Block,
    Header,
    Footer,
    Navigation,
    /// A list of choices: navigation to other sites as a rule.
    Select,
    Option,
    Preformatted,
    /// Not displayed as text of the page.
    Template,
    Title,
    Meta,
    Table,
    RowGroup,
    Row,
    Cell,
    Caption,
    /// Text that is not the page's: `script`, `style` and the like.
    Raw(Raw),
    /// `textarea`: text, but no markup inside.
    Escapable,
    /// The root elements: end lines, mark nothing.
    Root,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Raw {
    Script,
    Other,
}

impl Element {
    /// By the name in lower case.
    pub fn named(name: &[u8]) -> Element {
        match name {
            // The commonest name stands first.
            b"span" => Element::Inline,
            b"a" => Element::Link,
            b"br" | b"hr" => Element::Break,
            b"img" | b"input" | b"wbr" | b"link" | b"base" | b"basefont" | b"col" | b"area" | b"embed" | b"source"
            | b"track" | b"param" | b"frame" | b"bgsound" => Element::Void,
            b"p" => Element::Paragraph,
            [b'h', level @ b'1'..=b'6'] => Element::Heading(level - b'0'),
            b"li" | b"dd" | b"dt" => Element::ListItem,
            b"div" => Element::Division,
            b"section" | b"main" => Element::Section,
            b"article" => Element::Article,
            b"ul" | b"ol" | b"dl" | b"menu" => Element::List,
            b"header" => Element::Header,
            b"footer" => Element::Footer,
            b"nav" => Element::Navigation,
            b"select" | b"datalist" => Element::Select,
            b"option" | b"optgroup" => Element::Option,
            b"pre" | b"listing" | b"xmp" => Element::Preformatted,
            b"template" | b"svg" | b"math" => Element::Template,
            b"title" => Element::Title,
            b"meta" => Element::Meta,
            b"table" => Element::Table,
            b"thead" | b"tbody" | b"tfoot" => Element::RowGroup,
            b"tr" => Element::Row,
            b"td" | b"th" => Element::Cell,
            b"caption" => Element::Caption,
            b"script" => Element::Raw(Raw::Script),
            b"style" | b"noscript" | b"iframe" | b"noembed" | b"noframes" => Element::Raw(Raw::Other),
            b"textarea" => Element::Escapable,
            b"html" | b"head" | b"body" | b"frameset" => Element::Root,
            b"form" | b"fieldset" | b"legend" | b"blockquote" | b"center" | b"address" | b"aside" | b"figure"
            | b"figcaption" | b"details" | b"summary" | b"dir" | b"hgroup" | b"search" => Element::Block,
            _ => Element::Inline,
        }
    }

    /// Whether an open element of this kind is remembered until it is closed.
    pub fn is_container(self) -> bool {
        matches!(
            self,
            Element::Paragraph
                | Element::ListItem
                | Element::Division
                | Element::Section
                | Element::Article
                | Element::List
                | Element::Header
                | Element::Footer
                | Element::Navigation
                | Element::Select
                | Element::Template
        )
    }

    /// Whether the element is page frame by its name.
    pub fn is_frame(self) -> bool {
        matches!(self, Element::Header | Element::Footer | Element::Navigation | Element::Select)
    }
}

/// Words of `class` and `id` that designers give to the parts around the text.
const FRAME_WORDS: [&[u8]; 16] = [
    b"nav",
    b"navbar",
    b"navi",
    b"navigation",
    b"menu",
    b"submenu",
    b"foot",
    b"footer",
    b"breadcrumb",
    b"breadcrumbs",
    b"crumb",
    b"crumbs",
    b"share",
    b"bdshare",
    b"bdsharebuttonbox",
    b"copyright",
];

/// Whether a `class` or `id` has such a word; `mainNav`, `main-nav` and `main_nav2` have.
pub(super) fn names_frame(value: &[u8]) -> bool {
    let mut start = 0;
    for at in 0..=value.len() {
        let ends = match value.get(at) {
            None => true,
            Some(byte) => {
                !byte.is_ascii_alphabetic()
                    || byte.is_ascii_uppercase() && at > start && value[at - 1].is_ascii_lowercase()
            }
        };
        if ends {
            if FRAME_WORDS.iter().any(|word| value[start..at].eq_ignore_ascii_case(word)) {
                return true;
            }
            start = at + usize::from(value.get(at).is_some_and(|byte| !byte.is_ascii_alphabetic()));
        }
    }
    false
}

/// Whether a `style` takes the element off the page; `none` finds that word.
pub(super) fn hides(style: &[u8], none: &Finder) -> bool {
    none.find_iter(style).any(|at| {
        let before = style[..at].trim_ascii_end();
        let before = before.strip_suffix(b":").unwrap_or(b"").trim_ascii_end();
        let at = before.len().saturating_sub(7);
        before[at..].eq_ignore_ascii_case(b"display")
    })
}

/// Whether a `<meta>` of this name (lower case) speaks to machines only.
pub(super) fn is_technical(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "viewport",
        "robots",
        "renderer",
        "generator",
        "referrer",
        "format-detection",
        "theme-color",
        "googlebot",
        "baiduspider",
        "handheldfriendly",
        "mobileoptimized",
        "progid",
    ];
    const STARTS: [&str; 6] = ["apple-", "msapplication", "mobile-", "baidu", "360-", "google"];
    NAMES.contains(&name) || STARTS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_class() {
        for value in ["nav", "main-nav", "mainNav", "top_menu2", "x Footer", "bdsharebuttonbox"] {
            assert!(names_frame(value.as_bytes()), "{value}");
        }
        for value in ["", "navy", "canvas", "unnavigable", "content", "TRS_Editor", "shared"] {
            assert!(!names_frame(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn hidden_by_style() {
        let none = Finder::new("none");
        let hides = |style: &[u8]| hides(style, &none);
        assert!(hides(b"color:red; DISPLAY : none"));
        assert!(hides(b"border:none;display:none!important"));
        assert!(!hides(b"border:none; text-decoration: none"));
    }
}
