//! `--format json`: the report as it is.

use super::{Report, escape};

/// The report as pretty-printed JSON, with a final line break.
pub fn render(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report)
        .expect("a report holds strings, numbers and JSON text that was parsed before");
    let mut text = escape::json(&text).into_owned();
    text.push('\n');
    text
}
