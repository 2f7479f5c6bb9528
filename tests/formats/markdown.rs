//! The page of a job, read by a Markdown parser that is not ours.

use pulldown_cmark::{Event, Options, Parser, Tag};
use snapbox::{assert_data_eq, file};
use whichtoken::{report::markdown::render, rules};

use crate::{
    HOSTILE, assert_harmless, lint,
    made_up_report::{report, report_of},
};

/// The HTML that the page has of its own.
const FOLD: [&str; 2] = [
    "<details><summary>why, and what to do</summary>\n",
    "</details>\n",
];

#[test]
fn everything_on_one_page() {
    assert_data_eq!(render(&report()), file!["../snapshots/report.md"].raw());
}

#[test]
fn hostile_text_stays_text() {
    let page = render(&report_of(HOSTILE));
    assert_harmless(&page);
    let mut cells = 0;
    let mut code = 0;
    for event in Parser::new_ext(&page, Options::ENABLE_TABLES | Options::ENABLE_GFM) {
        match event {
            Event::Html(html) => assert!(FOLD.contains(&html.as_ref()), "{html}"),
            Event::InlineHtml(html) => panic!("{html}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("{dest_url}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(
                    dest_url.starts_with("https://www.rfc-editor.org/"),
                    "{dest_url}"
                );
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                assert!(cells == 0 || cells == 4, "{cells} cells");
                cells = 0;
            }
            Event::Start(Tag::TableCell) => cells += 1,
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::CodeBlock(_)) => {}
            Event::Text(text) => {
                for word in ["evil", "@team", "#1", "bold", "cell", "heading"] {
                    assert!(!text.contains(word), "{word} outside code: {text}");
                }
            }
            Event::Code(text) => code += usize::from(text.contains("**bold** {0}")),
            _ => {}
        }
    }
    assert!(code > 20, "{code} times as code");
}

#[test]
fn each_finding_is_a_row() {
    let page = lint("markdown", &["fixtures/tokens/token-response.json"], "");
    let json = lint("json", &["fixtures/tokens/token-response.json"], "");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let findings: usize = json["tokens"]
        .as_array()
        .expect("tokens")
        .iter()
        .map(|token| token["findings"].as_array().expect("findings").len())
        .sum();
    let parser = Parser::new_ext(&page, Options::ENABLE_TABLES);
    let rows = parser.filter(|event| matches!(event, Event::Start(Tag::TableRow)));
    assert!(findings > 0);
    assert_eq!(rows.count(), findings);
}

/// They stand on the page as they are, so that whatever means something in Markdown must be code.
#[test]
fn the_texts_of_the_rules_are_plain_outside_code() {
    for rule in rules::ALL {
        for text in [rule.doc.checks, rule.doc.why, rule.doc.but, rule.doc.fix] {
            assert_eq!(text.matches('`').count() % 2, 0, "{}: {text}", rule.name);
            for plain in text.split('`').step_by(2) {
                assert!(
                    !plain.contains(['<', '>', '[', ']', '|', '@']),
                    "{}: {plain}",
                    rule.name
                );
            }
        }
    }
}
