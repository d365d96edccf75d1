//! What the judged equations mean for the facts that stand in them. Knows no claim beyond its support.

use super::check::Judgement;
use super::claim::Support;
use super::confidence::{CONFLICT, Standing};
use super::equation::{Book, Sheet};
use super::locate::Suspect;
use crate::catalog::Term;
use crate::model::{Method, MetricId, Severity, State, Verdict};

/// Gives the facts that were read their standing among the equations, and the suspects their doubt.
pub fn stand(
    book: &Book,
    sheet: &mut Sheet,
    supports: &[Option<Support>],
    judgements: &[Judgement],
    suspects: &[Suspect],
) {
    let mut holds = vec![false; sheet.cells.len()];
    let mut fails = vec![false; sheet.cells.len()];
    let mut suspected: Vec<MetricId> = suspects.iter().map(|suspect| suspect.metric).collect();
    for judgement in judgements.iter().filter(|judgement| book.equal(judgement.equation)) {
        let rule = book.rules[judgement.equation];
        let severity = rule.severity;
        let marks = match judgement.verdict {
            Verdict::Holds | Verdict::Solved => &mut holds,
            Verdict::Fails if severity == Severity::Error => &mut fails,
            Verdict::Fails | Verdict::Unknown => {
                // A stated subtotal that its parts contradict is the doubtful one, not the parts.
                let stated = rule.defines.filter(|_| judgement.verdict == Verdict::Fails && severity == Severity::Note);
                if let Some(metric) = stated {
                    let told = |metric: MetricId| supports[usize::from(metric.0)].map(|support| support.method);
                    let of_table = |term: &Term| matches!(told(term.metric), Some(Method::Grid | Method::Flat));
                    let mut parts = book.terms(judgement.equation).iter().filter(|term| term.metric != metric);
                    // The table outranks a sentence: the two differ as two claims do.
                    if told(metric) == Some(Method::Phrase) && parts.all(of_table) {
                        suspected.push(metric);
                    }
                    fails[usize::from(metric.0)] = true;
                }
                continue;
            }
        };
        book.terms(judgement.equation).iter().for_each(|term| marks[usize::from(term.metric.0)] = true);
    }
    for (place, support) in supports.iter().enumerate() {
        let Some((held, support)) = sheet.cells[place].as_mut().zip(*support) else {
            continue;
        };
        if held.fact.state != State::Conflict {
            held.fact.confidence = support.confidence(match (holds[place], fails[place]) {
                (true, false) => Standing::Holds,
                (false, true) => Standing::Fails,
                _ => Standing::Open,
            });
        }
    }
    for metric in suspected {
        if let Some(fact) = sheet.fact_mut(metric) {
            (fact.state, fact.confidence) = (State::Conflict, CONFLICT);
        }
    }
}
