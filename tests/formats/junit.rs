//! JUnit XML against the schema of the Jenkins plugin, and read by a parser that is not ours.

use std::sync::LazyLock;

use roxmltree::{Document, Node};
use snapbox::{assert_data_eq, file};
use uppsala::XsdValidator;
use whichtoken::{report::junit::render, rules::Severity};

use crate::{
    HOSTILE, assert_harmless, lint,
    made_up_report::{report, report_of},
    run, runs,
};

static SCHEMA: LazyLock<XsdValidator> = LazyLock::new(|| {
    let text = include_str!("../../fixtures/schemas/junit-10.xsd");
    let schema = uppsala::parse(text).expect("the schema is XML");
    XsdValidator::from_schema(&schema).expect("the schema is one")
});

fn validate(text: &str) -> Result<(), String> {
    let document = uppsala::parse(text).map_err(|error| error.to_string())?;
    let errors = SCHEMA.validate(&document);
    match errors.is_empty() {
        true => Ok(()),
        false => Err(format!("{errors:#?}")),
    }
}

fn cases<'a>(document: &'a Document<'_>) -> Vec<Node<'a, 'a>> {
    let nodes = document.descendants();
    nodes.filter(|node| node.has_tag_name("testcase")).collect()
}

/// Whether the numbers of each suite and of the whole are those of their cases.
fn assert_counts(document: &Document<'_>) {
    let suites = document.descendants();
    let counted =
        suites.filter(|node| node.has_tag_name("testsuite") || node.has_tag_name("testsuites"));
    for suite in counted {
        let count = |name: &str| {
            let found = suite.descendants().filter(|node| node.has_tag_name(name));
            Some(found.count().to_string())
        };
        let says = |name| suite.attribute(name).map(str::to_owned);
        assert_eq!(says("tests"), count("testcase"));
        assert_eq!(says("failures"), count("failure"));
        assert_eq!(says("errors"), count("error"));
        if suite.has_tag_name("testsuite") {
            assert_eq!(says("skipped"), count("skipped"));
        }
    }
}

#[test]
fn everything_in_one_document() {
    let text = render(&report());
    validate(&text).expect("valid");
    assert_counts(&Document::parse(&text).expect("XML"));
    assert_data_eq!(&text, file!["../snapshots/report.junit.xml"].raw());
}

#[test]
fn every_document_fits_the_schema() {
    for arguments in runs() {
        let mut words: Vec<&str> = arguments.iter().map(String::as_str).collect();
        words.extend(["--format", "junit"]);
        let output = run(&words, "");
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        validate(&text).unwrap_or_else(|errors| panic!("{arguments:?}: {errors}"));
        let document = Document::parse(&text).expect("XML");
        assert_counts(&document);
        let troubled = |name: &str| document.descendants().any(|node| node.has_tag_name(name));
        let status = output.status.code().expect("a status");
        assert_eq!(troubled("error"), status >= 2, "{arguments:?}");
        if status < 2 {
            assert_eq!(troubled("failure"), status == 1, "{arguments:?}");
        }
    }
}

#[test]
fn the_schema_refuses_what_is_not_junit() {
    let text = render(&report());
    for (from, to) in [
        ("<testcase name=", "<testcase title="),
        ("<skipped ", "<ignored "),
        (" failures=", " failed="),
        ("<testsuite name=", "<testsuite time=\"x\" name="),
        ("<testcase ", "stray<testcase "),
        ("</failure>", "<b/></failure>"),
        ("</testcase>", ""),
    ] {
        let changed = text.replacen(from, to, 2);
        assert_ne!(changed, text, "{from}");
        validate(&changed).expect_err(to);
    }
}

#[test]
fn every_rule_that_ran_is_a_case() {
    let text = lint("junit", &["fixtures/tokens/id-token.jwt"], "");
    let json = lint("json", &["fixtures/tokens/id-token.jwt"], "");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let outcomes = &json["tokens"][0]["outcomes"];
    let document = Document::parse(&text).expect("XML");
    let skipped = |node: &&Node<'_, '_>| {
        let mut children = node.children();
        children.any(|child| child.has_tag_name("skipped"))
    };
    let count = |name: &str| outcomes[name].as_array().expect("a list").len();
    let all = cases(&document);
    assert_eq!(
        all.len(),
        count("fires") + count("silent") + count("not_applicable") + count("needs")
    );
    assert_eq!(
        all.iter().filter(skipped).count(),
        count("not_applicable") + count("needs")
    );
    for case in all.iter().filter(skipped) {
        let reason = case
            .descendants()
            .find_map(|node| node.attribute("message"));
        let reason = reason.expect("a reason");
        let (kind, why) = reason.split_once(": ").expect("a reason in two parts");
        assert!(["not applicable", "needs facts that nobody stated"].contains(&kind));
        assert!(!why.is_empty(), "{reason}");
    }
}

#[test]
fn a_finding_fails_its_case_from_the_threshold_on() {
    let failures = |fail_on: Option<Severity>| {
        let mut report = report();
        report.fail_on = fail_on.into();
        let text = render(&report);
        let document = Document::parse(&text).expect("XML");
        let failed = document
            .descendants()
            .filter(|node| node.has_tag_name("failure"));
        failed.count()
    };
    assert_eq!(failures(None), 0);
    assert_eq!(failures(Some(Severity::Error)), 2);
    assert_eq!(failures(Some(Severity::Warn)), 4);
    assert_eq!(failures(Some(Severity::Info)), 5);
}

#[test]
fn hostile_text_stays_text() {
    let text = render(&report_of(HOSTILE));
    validate(&text).expect("valid");
    assert_harmless(&text);
    let document = Document::parse(&text).expect("XML");
    let allowed = [
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    ];
    for node in document.descendants() {
        assert!(!node.is_comment() && !node.is_pi());
        assert!(!node.is_element() || allowed.contains(&node.tag_name().name()));
    }
    let message = document
        .descendants()
        .find(|node| node.has_tag_name("failure"))
        .and_then(|node| node.attribute("message"))
        .expect("a message");
    assert!(message.contains("]]>--><b a='\"'>&amp;</b>"), "{message}");
}
