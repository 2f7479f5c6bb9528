//! `rules` and `explain` from outside: every word has a page, and examples run as they are shown.

mod binary;

use std::{
    path::Path,
    process::{Command, Output},
};

use binary::whichtoken;
use serde_json::Value;
use snapbox::{assert_data_eq, file};
use unicode_width::UnicodeWidthStr as _;
use whichtoken::{explain::words, report::human::teach, rules};

fn run(arguments: &[&str]) -> Output {
    whichtoken(arguments).output().expect("the program runs")
}

fn stdout(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn every_word_has_a_page_of_eighty_columns() {
    for subject in words::all() {
        let page = teach::explain(&[subject], false);
        let name = subject.name();
        assert!(
            page.starts_with("── ") && page.contains(&name),
            "{name}: {page}"
        );
        assert!(page.lines().count() >= 3, "{name}: {page}");
        fits(&page);
        assert!(!page.contains("characters)"), "{name} is clipped: {page}");
    }
    fits(&teach::rules(false));
    fits(&teach::article(false));
    fits(&teach::words(false));
}

fn fits(page: &str) {
    for line in page.lines() {
        assert!(line.width() <= 80, "{} columns: {line}", line.width());
        assert_eq!(line, line.trim_end(), "white space at the end");
    }
}

#[test]
fn the_list_holds_every_rule_kind_and_vendor() {
    let list = stdout(&["explain"]);
    for name in rules::ALL
        .iter()
        .map(|rule| rule.name)
        .chain(["id-token", "keycloak", "T-UNREL"])
    {
        assert!(list.contains(name), "{name}");
    }
}

#[test]
fn pages_say_what_they_promise() {
    assert_data_eq!(
        stdout(&["explain", "token-in-query"]),
        file!["snapshots/explain-rule.txt"].raw()
    );
    assert_data_eq!(
        stdout(&["explain", "registration-access-token"]),
        file!["snapshots/explain-kind.txt"].raw()
    );
    assert_data_eq!(
        stdout(&["explain", "cognito"]),
        file!["snapshots/explain-vendor.txt"].raw()
    );
    assert_data_eq!(
        stdout(&["explain", "fn", "9"]),
        file!["snapshots/explain-passage.txt"].raw()
    );
}

#[test]
fn a_wrong_word_gets_the_nearest_ones_and_status_2() {
    let output = run(&["explain", "audience-missmatch"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let talk = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(
        talk.contains("hint: did you mean `audience-mismatch`"),
        "{talk}"
    );
    let hostile = run(&["explain", "\u{1b}[2J"]);
    assert_eq!(hostile.status.code(), Some(2));
    assert!(!hostile.stderr.contains(&0x1b));
}

#[test]
fn an_example_that_is_not_there_is_wrong_usage() {
    for arguments in [
        ["explain", "alg-none", "--example", "0"],
        ["explain", "alg-none", "--example", "99"],
        ["explain", "id-token", "--example", "1"],
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
    }
    let output = run(&["explain", "alg-none", "--example", "1", "--keys"]);
    assert_eq!(output.status.code(), Some(2), "it has no keys");
}

/// The commands under the examples, through a shell that knows process substitution.
#[test]
fn commands_of_examples_run_as_they_are_shown() {
    let folder = Path::new(env!("CARGO_BIN_EXE_whichtoken"))
        .parent()
        .expect("a folder");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let document: Value =
        serde_json::from_str(&stdout(&["rules", "--format", "json"])).expect("JSON");
    for rule in [
        "audience-mismatch",
        "alg-key-mismatch",
        "signature-invalid",
        "resource-metadata-mismatch",
    ] {
        let found = document["rules"].as_array().expect("rules").iter();
        let found = found
            .clone()
            .find(|one| one["name"] == rule)
            .expect("the rule");
        for example in found["examples"].as_array().expect("examples") {
            let command = example["command"].as_str().expect("a command");
            let output = Command::new("bash")
                .args(["-c", &format!("{command} --format json --fail-on never")])
                .env_clear()
                .env("PATH", &path)
                .output()
                .expect("bash");
            let report: Value = serde_json::from_slice(&output.stdout)
                .unwrap_or_else(|error| panic!("{command}: {error}: {output:?}"));
            let fires = report["tokens"]
                .as_array()
                .expect("tokens")
                .iter()
                .any(|token| {
                    token["outcomes"]["fires"]
                        .as_array()
                        .is_some_and(|fired| fired.iter().any(|name| name == rule))
                });
            assert_eq!(fires, example["expect"] == "fires", "{command}");
        }
    }
}

#[test]
fn the_list_as_json_fits_its_schema_and_has_every_text() {
    let schema: Value = serde_json::from_str(include_str!("../src/report/rules.schema.json"))
        .expect("the schema is JSON");
    jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    let schema = jsonschema::validator_for(&schema).expect("the schema compiles");
    let text = stdout(&["rules", "--format", "json"]);
    assert!(text.starts_with("{\n  \"schema\": \"whichtoken/rules/v1\","));
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let errors: Vec<String> = schema
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let listed = document["rules"].as_array().expect("rules");
    assert_eq!(listed.len(), rules::ALL.len());
    for (rule, listed) in rules::ALL.iter().zip(listed) {
        assert_eq!(listed["name"], rule.name);
        assert_eq!(listed["but"], rule.doc.but);
        assert_eq!(
            listed["examples"].as_array().map(Vec::len),
            Some(rule.examples.len())
        );
    }
    assert_eq!(document["article"].as_array().map(Vec::len), Some(60));
}

#[test]
fn the_map_of_the_article_has_a_row_for_each_passage_in_each_form() {
    let human = stdout(&["rules", "--article"]);
    let table = stdout(&["rules", "--article", "--format", "markdown"]);
    assert_eq!(table.lines().count(), 62);
    for name in ["P0", "P31", "fn 1", "fn 28"] {
        assert!(human.lines().any(|line| line.starts_with(name)), "{name}");
        assert!(table.contains(&format!("| {name} |")), "{name}");
    }
}

#[test]
fn the_table_goes_to_a_file_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rules.md");
    let path = path.to_str().expect("UTF-8");
    assert_eq!(
        stdout(&["rules", "--format", "markdown", "--output", path]),
        ""
    );
    let table = std::fs::read_to_string(path).expect("the file");
    assert_eq!(table.lines().count(), rules::ALL.len() + 2);
}
