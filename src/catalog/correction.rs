//! Known errors of the sources (`config/corrections.toml`), each with a guard and a reason. Knows no report.

use super::Metrics;
use super::source::{ConfigFile, Fault, Files};
use crate::model::{MetricId, Number};
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

const FILE: &str = "corrections.toml";
const STATUSES: [&str; 3] = ["open", "reported", "confirmed"];

/// What a report should say instead of what it says. It is a claim of the highest rank, not an edit.
#[derive(Clone, Debug)]
pub struct Correction {
    /// A report id of the warehouse, or `sha256:` and the hash of the file.
    pub report: String,
    pub metric: MetricId,
    /// What the source says; the correction is outdated where it says another number. None where the source gives no number.
    pub expect: Option<Number>,
    pub value: Number,
    /// How one can tell.
    pub reason: String,
    /// `open`, `reported` (the agency was told), `confirmed` (it agreed).
    pub status: String,
}

pub struct Corrections {
    pub entries: Vec<Correction>,
}

impl Corrections {
    pub fn load(files: &Files, metrics: &Metrics, faults: &mut Vec<Fault>) -> Corrections {
        let mut entries = Vec::new();
        let raw: Option<RawCorrections> = files.require(FILE, faults).and_then(|file| file.parse(faults));
        let (Some(file), Some(raw)) = (files.get(FILE), raw) else {
            return Corrections { entries };
        };
        let mut seen = BTreeSet::new();
        for raw in raw.correction {
            let at = raw.report.span().start;
            let hash = raw.report.get_ref().strip_prefix("sha256:");
            let hex = |text: &str| !text.is_empty() && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            if !hash.map_or(hex(raw.report.get_ref()), |hash| hash.len() == 64 && hex(hash)) {
                faults.push(file.fault(at, "neither a report id nor `sha256:` and 64 digits"));
            }
            if !seen.insert((raw.report.get_ref().clone(), raw.metric.get_ref().clone())) {
                faults.push(file.fault(at, format!("`{}` of this report is corrected twice", raw.metric.get_ref())));
            }
            if !STATUSES.contains(&raw.status.get_ref().as_str()) {
                faults.push(file.fault(raw.status.span().start, format!("status is one of {}", STATUSES.join(", "))));
            }
            if raw.reason.get_ref().is_empty() {
                faults.push(file.fault(raw.reason.span().start, "a correction needs a reason"));
            }
            let metric = metrics.require(raw.metric.get_ref(), file, raw.metric.span().start, faults);
            let expect = raw.expect.as_ref().and_then(|expect| number(expect, file, faults));
            let value = number(&raw.value, file, faults);
            if let (Some(metric), Some(value)) = (metric, value) {
                let (report, reason, status) =
                    (raw.report.into_inner(), raw.reason.into_inner(), raw.status.into_inner());
                entries.push(Correction { report, metric, expect, value, reason, status });
            }
        }
        Corrections { entries }
    }
}

fn number(raw: &Spanned<RawNumber>, file: &ConfigFile, faults: &mut Vec<Fault>) -> Option<Number> {
    let number = match raw.get_ref() {
        RawNumber::Whole(whole) => Number::from_integer(*whole),
        RawNumber::Decimal(text) => decimal(text),
    };
    if number.is_none() {
        faults.push(file.fault(raw.span().start, "not a number, or beyond six decimals"));
    }
    number
}

/// A decimal written as text, exactly: `18.4`, `-3`.
fn decimal(text: &str) -> Option<Number> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if !plain(whole) || !plain(part) || part.len() > 6 {
        return None;
    }
    let part: i64 = format!("{part:0<6}").parse().ok()?;
    let whole = whole.parse::<i64>().ok()?.checked_mul(Number::SCALE)?;
    Some(Number(sign * whole.checked_add(part)?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCorrections {
    #[serde(default)]
    correction: Vec<RawCorrection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCorrection {
    report: Spanned<String>,
    metric: Spanned<String>,
    expect: Option<Spanned<RawNumber>>,
    value: Spanned<RawNumber>,
    reason: Spanned<String>,
    status: Spanned<String>,
}

/// A whole number, or text with decimals: a floating-point number would not be what was written.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawNumber {
    Whole(i64),
    Decimal(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact() {
        for (text, number) in
            [("18.4", Some(18_400_000)), ("-3", Some(-3_000_000)), ("0.000001", Some(1)), ("-0.5", Some(-500_000))]
        {
            assert_eq!(decimal(text), number.map(Number), "{text}");
        }
        for text in ["", "1.", ".5", "1.2345678", "1e3", "--1", "12345678901234567890"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn entries_are_read_and_checked() {
        let mut files = Files::embedded();
        let mut faults = Vec::new();
        let metrics = Metrics::load(&files, &mut faults);
        let file = files.0.iter_mut().find(|file| file.name == FILE).unwrap();
        file.text = "[[correction]]\nreport = \"00ff\"\nmetric = \"fees_10k_yuan\"\nexpect = 1120\nvalue = \"11.2\"\nreason = \"r\"\nstatus = \"open\"\n".to_string();
        let read = Corrections::load(&files, &metrics, &mut faults);
        assert_eq!(faults, []);
        assert_eq!(read.entries[0].expect, Number::from_integer(1120));
        assert_eq!(read.entries[0].value, Number(11_200_000));

        let file = files.0.iter_mut().find(|file| file.name == FILE).unwrap();
        file.text = file.text.replace("00ff", "sha256:12").replace("open", "done").replace("11.2", "x");
        assert!(Corrections::load(&files, &metrics, &mut faults).entries.is_empty());
        assert_eq!(faults.iter().map(|fault| fault.line).collect::<Vec<_>>(), [2, 7, 5]);
    }
}
