//! `--format json`: the report as it is.

use super::{Report, escape};

/// The report as pretty-printed JSON, with a final line break. Tokens are cut and hostile characters
/// escaped in the text as a whole, so that no member can be forgotten.
pub fn render(report: &Report) -> String {
    let text = serde_json::to_string_pretty(report)
        .expect("a report holds strings, numbers and JSON text that was parsed before");
    let text = escape::without_tokens(&text);
    let mut text = escape::json(&text).into_owned();
    text.push('\n');
    text
}
