//! `--format ndjson`: one report a line, each with one token, and just what `--format json` says
//! about that token alone.

use serde::Serialize;

use super::{ProviderReport, Report, Summary, TokenReport, Unreadable, escape};

/// Writes lines. What is the same in each of them is rendered once.
#[derive(Debug)]
pub struct Lines {
    head: String,
    provider: String,
}

impl Lines {
    /// For the lines of one run, with the issuer's side that belongs to them.
    pub fn new(version: &str, now: &str, provider: Option<&ProviderReport>) -> Self {
        let head = format!(
            r#"{{"schema":"whichtoken/report/v1","tool":{{"version":{}}},"now":{},"tokens":["#,
            json(version),
            json(now)
        );
        Self {
            head,
            provider: harmless(&json(&provider)),
        }
    }

    /// Adds the line of a token.
    pub fn token(&self, text: &mut String, token: &TokenReport, summary: &Summary) {
        text.push_str(&self.head);
        text.push_str(&harmless(&json(token)));
        self.end(text, None, summary);
    }

    /// Adds the line of an input, or of a line, that gave no token.
    pub fn unreadable(&self, text: &mut String, unreadable: &Unreadable, summary: &Summary) {
        text.push_str(&self.head);
        self.end(text, Some(unreadable), summary);
    }

    fn end(&self, text: &mut String, unreadable: Option<&Unreadable>, summary: &Summary) {
        text.push_str("],\"provider\":");
        text.push_str(&self.provider);
        if let Some(unreadable) = unreadable {
            text.push_str(",\"unreadable\":[");
            text.push_str(&harmless(&json(unreadable)));
            text.push(']');
        }
        text.push_str(",\"summary\":");
        text.push_str(&json(summary));
        text.push_str("}\n");
    }
}

/// A report that is at hand as a whole, in one line: what a command that judges one thing says.
pub fn render(report: &Report) -> String {
    let mut text = harmless(&json(report));
    text.push('\n');
    text
}

/// Tokens cut and hostile characters escaped in the text as a whole, so that no member can be
/// forgotten.
fn harmless(text: &str) -> String {
    let text = escape::without_tokens(text);
    escape::json(&text).into_owned()
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value)
        .expect("a report holds strings, numbers and JSON text that was parsed before")
}
