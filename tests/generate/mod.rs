//! Reports that look real and whose truth is known: all eras, layouts, encodings and noise, the same for the same number.
//! A tool for developers: tests and benchmarks take pages from here, `cargo run --example generate` writes a tree of them.
//! Its wording is its own and more varied than the phrasebook, so that what is not read shows as well.

// Each of its users takes a part of it.
#![allow(dead_code)]

pub mod arrange;
pub mod bytes;
pub mod chance;
pub mod figures;
pub mod filler;
pub mod html;
pub mod page;
pub mod plain;
pub mod render;
pub mod say;
pub mod sheet;
pub mod truth;
