//! What a file must give, as written beside the samples (`tests/expected/**.txt`) and in the corpus (`*.gold.jsonl`).

use std::collections::BTreeMap;

/// A value that must or may be read.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    pub name: String,
    /// `report`, or `refused empty`, `duplicate PATH`…
    pub state: String,
    /// Accepted alternatives of each field of the identity; a field that is absent is not judged.
    pub identity: BTreeMap<String, Vec<String>>,
    /// Must be read: (metric, scope or "") to the number, or none with the states that are accepted.
    pub values: BTreeMap<(String, String), Want>,
    /// May be read: the numbers that are accepted; empty accepts any.
    pub optional: BTreeMap<String, Vec<f64>>,
    /// Statements about other years: metric, year, number, exact.
    pub restated: Vec<(String, i32, f64, bool)>,
}

#[derive(Clone, Debug)]
pub struct Want {
    pub value: Option<f64>,
    pub states: Vec<String>,
}

/// The format of `tests/expected`: see `tests/README.md`.
pub fn parse(name: &str, text: &str) -> Expected {
    let mut expected = Expected { name: name.to_string(), ..Expected::default() };
    for line in text.lines() {
        let line = line.split(" #").next().unwrap_or("").trim();
        if line.is_empty() || line.starts_with('#') || line.starts_with('!') {
            continue;
        }
        if let Some(rest) = line.strip_prefix("? ") {
            let (metric, values) = rest.split_once(" = ").unwrap_or((rest, ""));
            let metric = metric.split(" scope=").next().unwrap_or("").trim().to_string();
            let values = values.split('|').filter_map(|value| value.split_whitespace().next()?.parse::<f64>().ok());
            expected.optional.entry(metric).or_default().extend(values);
        } else if let Some(rest) = line.strip_prefix("~ ") {
            let (left, right) = rest.split_once('=').unwrap_or((rest, ""));
            let mut left = left.split_whitespace();
            let mut right = right.split_whitespace();
            let metric = left.next().unwrap_or("").to_string();
            let year = left.next().and_then(|year| year.parse().ok());
            let value = right.next().and_then(|value| value.parse().ok());
            if let (Some(year), Some(value)) = (year, value) {
                expected.restated.push((metric, year, value, right.next() != Some("about")));
            }
        } else if let Some((left, right)) = line.split_once(" = ") {
            let (metric, scope) = left.split_once(" scope=").unwrap_or((left, ""));
            let mut right = right.split_whitespace();
            let value = right.next().and_then(|value| value.parse().ok());
            let states = right.next().unwrap_or("").split('|').map(str::to_string).collect();
            expected.values.insert((metric.trim().to_string(), scope.trim().to_string()), Want { value, states });
        } else if let Some((key, value)) = line.split_once(": ") {
            if key == "state" {
                expected.state = value.trim().to_string();
            } else {
                expected
                    .identity
                    .insert(key.to_string(), value.split('|').map(|value| value.trim().to_string()).collect());
            }
        }
    }
    expected
}

/// A line of `reports.gold.jsonl` or `seeds.gold.jsonl`.
pub fn gold(line: &str) -> (String, Expected) {
    let gold: serde_json::Value = serde_json::from_str(line).expect("gold is JSON");
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => "-".to_string(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut expected = Expected { name: text(&gold["id"]), state: "report".to_string(), ..Expected::default() };
    if let Some(facts) = gold["title_facts"].as_object() {
        for (key, value) in facts {
            let mut accepted = vec![text(value)];
            if let Some(more) = gold["title_facts_optional"][key].as_array() {
                accepted.extend(more.iter().map(text));
            }
            if key == "agency_level" && accepted.contains(&"department".to_string()) {
                continue; // a department has the level of its government
            }
            expected.identity.insert(key.replace("report_year", "year").replace("agency_level", "level"), accepted);
        }
    }
    if let Some(form) = gold["form"].as_str() {
        expected.identity.insert("form".to_string(), vec![form.to_string()]);
    }
    let words: Vec<String> = gold["words"].as_array().into_iter().flatten().map(text).collect();
    let insert = |expected: &mut Expected, values: &serde_json::Value| {
        for (metric, value) in values.as_object().into_iter().flatten() {
            let states =
                if words.contains(metric) { vec!["words".to_string(), "printed".to_string()] } else { Vec::new() };
            let scope = if gold["scopes"].get(metric).is_some() { "own" } else { "" };
            expected.values.insert((metric.clone(), scope.to_string()), Want { value: value.as_f64(), states });
        }
    };
    insert(&mut expected, &gold["values"]);
    insert(&mut expected, &gold["cumulative"]);
    for key in ["blank", "blank_cells"] {
        for metric in gold[key].as_array().into_iter().flatten() {
            let want = Want { value: None, states: vec!["blank".to_string()] };
            expected.values.insert((text(metric), String::new()), want);
            expected.optional.insert(text(metric), vec![0.0]); // the equations may prove it
        }
    }
    for (metric, _) in gold["ambiguous"].as_object().into_iter().flatten() {
        expected.values.insert(
            (metric.clone(), String::new()),
            Want {
                value: None,
                states: vec!["ambiguous".to_string(), "unreadable".to_string(), "missing".to_string()],
            },
        );
    }
    for (metric, value) in gold["optional"].as_object().into_iter().flatten() {
        let values = match value {
            serde_json::Value::Array(list) => list.iter().filter_map(serde_json::Value::as_f64).collect(),
            other => other.as_f64().into_iter().collect(),
        };
        expected.optional.insert(metric.clone(), values);
    }
    for key in ["values", "approx"] {
        for (metric, value) in gold["narrative"][key].as_object().into_iter().flatten() {
            expected.optional.entry(metric.clone()).or_default().extend(value.as_f64());
        }
    }
    for (metric, value) in gold["derived_prior_year"].as_object().into_iter().flatten() {
        let year = gold["title_facts"]["report_year"].as_i64().unwrap_or(0) as i32 - 1;
        expected.restated.push((
            metric.clone(),
            year,
            value["value"].as_f64().unwrap_or(0.0),
            value["exact"].as_bool().unwrap_or(true),
        ));
    }
    let file = gold["file"].as_str().map_or_else(|| format!("{}.pdf", expected.name), str::to_string);
    (file, expected)
}
