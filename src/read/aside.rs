//! Hidden elements whose text must not stand where it is: how far they reach. Knows element names; knows no text.

use super::element::Element;

/// A hidden element inside a sentence or a table, which sends its text aside.
#[derive(Clone, Copy, Debug)]
pub(super) struct Aside {
    pub element: Element,
    /// Elements of its kind that are open, itself included.
    count: usize,
    /// Containers of another kind that are open inside it.
    inside: usize,
}

impl Aside {
    pub fn new(element: Element) -> Aside {
        Aside { element, count: 1, inside: 0 }
    }

    /// Whether the start tag ends a hidden row or cell whose end tag was left out.
    pub fn is_followed_by(&self, element: Element) -> bool {
        let part = matches!(element, Element::Row | Element::Cell);
        part && self.inside == 0 && (self.element == element || element == Element::Row)
    }

    pub fn start(&mut self, element: Element) {
        self.count += usize::from(element == self.element);
        self.inside += usize::from(element != self.element && encloses(element));
    }

    /// Whether the end tag ends the element, by its own name or by that of an element around it.
    pub fn ends_with(&mut self, element: Element) -> bool {
        if element == self.element {
            self.count -= 1;
            return self.count == 0;
        }
        if encloses(element) && self.inside > 0 {
            self.inside -= 1;
            return false;
        }
        element.is_container()
            || matches!(element, Element::Table | Element::Row | Element::Cell | Element::Heading(_) | Element::Root)
    }
}

/// Whether the element keeps ends of rows and cells inside it to itself.
fn encloses(element: Element) -> bool {
    element.is_container() || element == Element::Table
}

/// Whether a hidden element would cut a sentence or a table that is shown.
pub(super) fn is_set_aside(element: Element, in_table: bool) -> bool {
    match element {
        Element::Inline | Element::Link => true,
        Element::Void | Element::Break | Element::Meta | Element::Raw(_) => false,
        Element::Table | Element::RowGroup | Element::Caption => false,
        _ => in_table,
    }
}
