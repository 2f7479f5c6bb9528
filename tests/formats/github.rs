//! Annotations, read as the runner of GitHub Actions reads them: a line that begins with `::` is a
//! command up to its end.

use snapbox::{assert_data_eq, file};
use whichtoken::report::github::render;

use crate::{
    HOSTILE, assert_harmless, jwt, lint,
    made_up_report::{report, report_of},
};

/// Name, properties and message.
type Command<'a> = (&'a str, Vec<(String, String)>, String);

fn command(line: &str) -> Command<'_> {
    let rest = line.strip_prefix("::").expect("a command");
    let (head, message) = rest.split_once("::").expect("a message");
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties
        .split(',')
        .map(|property| property.split_once('=').expect("a property"))
        .map(|(name, value)| (name.to_owned(), read(value)))
        .collect();
    (name, properties, read(message))
}

fn read(text: &str) -> String {
    let codes = [
        ("%2C", ","),
        ("%3A", ":"),
        ("%0A", "\n"),
        ("%0D", "\r"),
        ("%25", "%"),
    ];
    let replace = |text: String, (code, plain): (&str, &str)| text.replace(code, plain);
    codes.into_iter().fold(text.to_owned(), replace)
}

/// All lines but the last are commands of the known names.
fn commands(text: &str) -> Vec<Command<'_>> {
    let mut lines: Vec<&str> = text.lines().collect();
    let last = lines.pop().expect("a line");
    assert!(last.starts_with("whichtoken: "), "{last}");
    let commands: Vec<_> = lines.into_iter().map(command).collect();
    for (name, properties, _) in &commands {
        assert!(["error", "warning", "notice"].contains(name), "{name}");
        for (name, _) in properties {
            assert!(["file", "line", "title"].contains(&name.as_str()), "{name}");
        }
    }
    commands
}

#[test]
fn everything_in_annotations() {
    let text = render(&report());
    commands(&text);
    assert_data_eq!(&text, file!["../snapshots/report.github.txt"].raw());
}

#[test]
fn each_finding_is_one_line() {
    let token = "fixtures/tokens/id-token.jwt";
    let facts = [
        "--to",
        "resource-server",
        "--audience",
        "https://api.example/",
    ];
    let text = lint("github", &[&[token][..], &facts].concat(), "");
    let json = lint("json", &[&[token][..], &facts].concat(), "");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let findings = json["tokens"][0]["findings"].as_array().expect("findings");
    let commands = commands(&text);
    assert_eq!(commands.len(), findings.len());
    for ((_, properties, message), finding) in commands.iter().zip(findings) {
        let says = |name: &str| {
            let mut properties = properties.iter();
            properties.find_map(|(known, value)| (known == name).then_some(value.as_str()))
        };
        assert_eq!(says("file"), Some(token));
        assert_eq!(says("line"), Some("1"));
        assert_eq!(says("title"), finding["rule"].as_str());
        assert!(message.starts_with(finding["message"].as_str().expect("a text")));
    }
}

#[test]
fn hostile_text_stays_text() {
    // A URL is no file, so that the second is needed to have one in the properties.
    for (hostile, files) in [(HOSTILE, 0), (&HOSTILE.replace("://", ":"), 6)] {
        let text = render(&report_of(hostile));
        assert_harmless(&text);
        let commands = commands(&text);
        assert_eq!(commands.len(), 12, "{text}");
        let names = |(_, properties, _): &Command<'_>| -> Vec<String> {
            properties.iter().map(|(name, _)| name.clone()).collect()
        };
        let with_file: Vec<Vec<String>> = commands
            .iter()
            .map(names)
            .filter(|names| names.as_slice() != ["title"])
            .collect();
        assert_eq!(with_file, vec![["file", "title"]; files]);
    }
}

#[test]
fn a_token_cannot_begin_a_command() {
    let evil = r"x\n::set-output name=secret::1\r\n::error::y\n##[add-mask]z";
    let claims =
        format!(r#"{{"iss":"{evil}","sub":"{evil}","aud":"{evil}","exp":"{evil}","{evil}":1}}"#);
    let header = format!(r#"{{"alg":"{evil}","kid":"{evil}","typ":"{evil}"}}"#);
    let text = lint(
        "github",
        &["--audience", "https://api.example"],
        &jwt(&header, &claims),
    );
    assert!(commands(&text).len() > 3, "{text}");
    assert!(text.contains("::set-output"), "it is shown: {text}");
}
