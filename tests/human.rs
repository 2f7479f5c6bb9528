//! `--format human` on a made-up report, and on captured tokens through the program itself.
//! `SNAPSHOTS=overwrite cargo test` rewrites the files.

mod made_up_report;

use made_up_report::{line, plain_token, report};
use snapbox::{assert_data_eq, file};
use unicode_width::UnicodeWidthStr as _;
use whichtoken::report::human::{Layout, Style, render};

const PLAIN: Style = Style {
    color: false,
    layout: Layout::Full,
};

#[test]
fn everything_in_plain_text() {
    assert_data_eq!(render(&report(), PLAIN), file!["snapshots/human.txt"].raw());
}

#[test]
fn everything_in_colour() {
    let style = Style {
        color: true,
        ..PLAIN
    };
    colored::control::set_override(true);
    let text = render(&report(), style);
    assert_data_eq!(&text, file!["snapshots/human-color.ansi"].raw());
    assert_eq!(
        strip_colour(&text),
        render(&report(), PLAIN),
        "colour must add nothing but colour"
    );
}

#[test]
fn findings_only() {
    let style = Style {
        layout: Layout::Findings,
        ..PLAIN
    };
    assert_data_eq!(
        render(&report(), style),
        file!["snapshots/human-findings.txt"].raw()
    );
}

#[test]
fn no_line_is_wider_than_eighty_columns() {
    for layout in [Layout::Full, Layout::Findings] {
        let text = render(
            &report(),
            Style {
                color: false,
                layout,
            },
        );
        for line in text.lines() {
            assert!(line.width() <= 80, "{} columns: {line}", line.width());
            assert_eq!(line, line.trim_end(), "white space at the end");
        }
    }
}

#[test]
fn hostile_text_is_spelt_out_wherever_it_stands() {
    let evil = "\u{1b}]0;owned\u{7}\u{202e}\u{200b}\u{2028}\n\r\u{9b}31m";
    let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    let text = || format!("a{evil}{jwt}");
    let mut report = report();
    let mut token = plain_token("7");
    token.id = text();
    token.place.input = text();
    token.place.slot = Some(text());
    token.claims = report.tokens[0].claims.take();
    token.damage = vec![text()];
    token.who.issued_by = Some(text());
    token.who.about = Some(text());
    token.who.issued_to = Some(text());
    token.who.issued_for = vec![text()];
    token.signature.reason = text();
    token.signature.algorithm = Some(text());
    token.explained.header = vec![line(&text(), &text(), Some(&text()), None)];
    token.explained.claims = vec![line(&text(), &text(), None, Some("meaning"))];
    token.explained.shape = Some(text());
    for finding in &mut report.tokens[0].findings {
        finding.message = text();
        finding.pointer = text();
        finding.expected = Some(format!("{}!", text()));
        finding.actual = Some(text());
        finding.fix = text().into();
    }
    for evidence in &mut report.tokens[0].classification.evidence {
        evidence.because = text().into();
        evidence.pointer = text();
    }
    if let Some(key) = &mut report.tokens[0].signature.key {
        key.kid = Some(text());
        key.source = text();
        key.thumbprint = Some(text());
    }
    if let Some(provider) = &mut report.provider {
        provider.issuer = Some(text());
        provider.source = text();
        provider.notes = vec![text()];
        provider.keys[2].kid = Some(text());
        provider.keys[2].unusable = Some(text());
    }
    report.tokens.push(token);
    for layout in [Layout::Full, Layout::Findings] {
        let shown = render(
            &report,
            Style {
                color: false,
                layout,
            },
        );
        assert!(
            !shown.chars().any(|c| c.is_control() && c != '\n'
                || matches!(c, '\u{202e}' | '\u{200b}' | '\u{2028}')),
            "{shown}"
        );
        assert!(!shown.contains("c2lnbmF0dXJl"), "{shown}");
        let words: Vec<&str> = shown.split_whitespace().collect();
        assert!(words.join(" ").contains("[token of 48 bytes]"), "{shown}");
        assert!(shown.contains("\\u{202e}"), "{shown}");
        assert!(shown.lines().all(|line| line.width() <= 80), "{shown}");
    }
}

/// The program on one captured token, judged a minute or so after it was issued.
fn inspect(how: &str) -> String {
    let captures = include_str!("../fixtures/captures/tokens.jsonl");
    let token = captures
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .find(|capture| capture["how"] == how)
        .and_then(|capture| capture["token"].as_str().map(str::to_owned))
        .expect("a capture that was made like this");
    let output = snapbox::cmd::Command::new(snapbox::cmd::cargo_bin!("whichtoken"))
        .env_clear()
        .args(["inspect", "--now", "1795341600", "--fail-on", "never"])
        .stdin(token)
        .assert()
        .success();
    String::from_utf8(output.get_output().stdout.clone()).expect("UTF-8")
}

#[test]
fn a_captured_id_token() {
    assert_data_eq!(
        inspect("response_type=code id_token"),
        file!["snapshots/inspect-id-token.txt"].raw()
    );
}

#[test]
fn a_captured_access_token_that_is_bound() {
    assert_data_eq!(
        inspect("cnf.jkt"),
        file!["snapshots/inspect-access-token.txt"].raw()
    );
}

#[test]
fn a_captured_token_that_is_encrypted() {
    assert_data_eq!(
        inspect("symmetric encrypt only"),
        file!["snapshots/inspect-encrypted.txt"].raw()
    );
}

/// Without the sequences `ESC [ … m`.
fn strip_colour(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("\u{1b}[") {
        plain.push_str(&rest[..start]);
        let end = rest[start..]
            .find('m')
            .expect("a colour sequence ends in m");
        rest = &rest[start + end + 1..];
    }
    plain + rest
}
