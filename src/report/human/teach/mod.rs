//! What `explain` and `rules` show: the texts that rules, kinds and words carry.

mod list;
mod rule;
mod word;

pub use list::{article, rules, words};

use super::page::{Page, Span, Tone, WIDTH, dim, own as plain, strong, toned};
use crate::{explain::words::Subject, rules::spec::Reference};

/// Columns of the labels.
const LABEL: usize = 10;

/// One page for each thing that a word means.
pub fn explain(subjects: &[Subject], color: bool) -> String {
    let mut page = Page::new(color);
    for subject in subjects {
        page.blank();
        match subject {
            Subject::Rule(found) => rule::page(&mut page, found),
            Subject::Kind(kind) => word::kind(&mut page, *kind),
            Subject::Word(entry) => word::entry(&mut page, entry),
            Subject::Threat(threat) => word::threat(&mut page, *threat),
            Subject::Fallacy(fallacy) => word::fallacy(&mut page, fallacy),
            Subject::Step(step) => word::step(&mut page, step),
            Subject::Vendor(vendor) => word::vendor(&mut page, vendor),
            Subject::Spec(spec) => word::spec(&mut page, *spec),
            Subject::Passage(entry) => word::passage(&mut page, entry),
        }
    }
    page.finish()
}

/// The name of a page, and what it is about.
fn title(page: &mut Page, name: &str, about: &str) {
    page.rule(&[strong(name), dim(format!(" · {about}"))]);
    page.blank();
}

fn row(page: &mut Page, label: &str, text: &str) {
    if !text.is_empty() {
        page.row(2, &dim(label), LABEL, &[plain(text)]);
    }
}

/// Rows under one label.
fn rows(page: &mut Page, label: &str, texts: impl IntoIterator<Item = String>) {
    let mut label = label;
    for text in texts {
        page.row(2, &dim(label), LABEL, &[plain(text)]);
        label = "";
    }
}

/// Names, with commas between them.
fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn references(page: &mut Page, references: &[Reference]) {
    rows(
        page,
        "see",
        references
            .iter()
            .map(|reference| format!("{reference}  {}", reference.url())),
    );
}

/// A command, broken where a shell lets it go on; a flag and its value stay together.
fn command(page: &mut Page, words: &[String]) {
    const INDENT: usize = 4;
    const ROOM: usize = WIDTH - INDENT - 4;
    let mut lines: Vec<String> = vec![String::new()];
    let mut words = words.iter().peekable();
    while let Some(word) = words.next() {
        let mut part = word.clone();
        if word.starts_with("--")
            && let Some(value) = words.next_if(|next| !next.starts_with("--") && *next != "|")
        {
            part = format!("{part} {value}");
        }
        let ends = |line: &String| {
            let is_full = !line.is_empty() && line.len() + part.len() + 1 > ROOM;
            line.ends_with('|') || is_full
        };
        if lines.last().is_some_and(ends) {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(&part);
        }
    }
    let last = lines.len() - 1;
    for (index, line) in lines.iter().enumerate() {
        let indent = INDENT + if index > 0 { 2 } else { 0 };
        let goes_on = index < last && !line.ends_with('|');
        let end = if goes_on { " \\" } else { "" };
        let spans: [Span; 2] = [toned(Tone::Name, line), plain(end)];
        page.paragraph(indent, indent + 2, &spans);
    }
}
