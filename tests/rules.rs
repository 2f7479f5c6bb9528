//! Every rule by its own examples, run as a user would run them, and the shape of the whole list.

use std::{collections::BTreeSet, ffi::OsString, fs, io::Cursor, path::Path};

use jiff::Timestamp;
use serde_json::Value;
use whichtoken::{
    cli::{self, World},
    rules::{
        self, Rule,
        example::{Example, Expect, Sample},
    },
};

/// 2026-01-01T00:00:00Z, the time of every example that names no other.
const NOW: i64 = 1_767_225_600;

#[test]
fn examples_say_what_they_show() {
    let mut wrong = Vec::new();
    for rule in rules::ALL {
        for example in rule.examples {
            let verdict = match report(example) {
                Err(failure) => Err(failure),
                Ok(report) => {
                    let fires = fires(&report, rule);
                    match (example.expect, fires) {
                        (Expect::Fires, true) => keeps_its_promise(example, &report, rule),
                        (Expect::Silent, false) => Ok(()),
                        (Expect::Fires, false) => Err(format!("is silent: {}", answers(&report))),
                        (Expect::Silent, true) => Err(format!("fires: {}", answers(&report))),
                    }
                }
            };
            if let Err(failure) = verdict {
                wrong.push(format!("{}, {:?}: {failure}", rule.name, example.title));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_an_example_that_fires_and_one_that_is_silent() {
    for rule in rules::ALL {
        for expect in [Expect::Fires, Expect::Silent] {
            let count = rule
                .examples
                .iter()
                .filter(|example| example.expect == expect)
                .count();
            assert!(count > 0, "{} has no example with {expect:?}", rule.name);
        }
        let titles: BTreeSet<&str> = rule.examples.iter().map(|example| example.title).collect();
        assert_eq!(
            titles.len(),
            rule.examples.len(),
            "{} has a title twice",
            rule.name
        );
    }
}

#[test]
fn files_and_rules_match_both_ways() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    let mut files = BTreeSet::new();
    for family in entries(&root).filter(|path| path.is_dir()) {
        for file in entries(&family).filter(|path| stem(path) != "mod") {
            files.insert(format!("{}/{}", stem(&family), stem(&file)).replace('_', "-"));
        }
    }
    let listed: BTreeSet<String> = rules::ALL
        .iter()
        .map(|rule| format!("{}/{}", rule.family.code(), rule.name))
        .collect();
    assert_eq!(files, listed, "left: files of src/rules, right: rules::ALL");
    assert_eq!(
        listed.len(),
        rules::ALL.len(),
        "a name stands twice in rules::ALL"
    );
}

#[test]
fn names_are_kebab_case_and_name_no_severity() {
    for rule in rules::ALL {
        let is_kebab = rule.name.split('-').all(|word| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        assert!(is_kebab, "{}", rule.name);
        // User info is a thing of its own.
        let name = rule.name.replace("user-info", "userinfo");
        assert!(
            !["error", "warn", "info", "note"]
                .iter()
                .any(|level| name.split('-').any(|word| word.starts_with(level)))
        );
        assert_eq!(
            rules::find(rule.name).map(|found| found.name),
            Some(rule.name)
        );
    }
}

#[test]
fn texts_are_whole_sentences() {
    for rule in rules::ALL {
        let doc = &rule.doc;
        for (field, text) in [
            ("checks", doc.checks),
            ("why", doc.why),
            ("but", doc.but),
            ("fix", doc.fix),
        ] {
            let place = format!("{} {field}: {text}", rule.name);
            assert!(text.len() > 20 && text.ends_with('.'), "{place}");
            assert!(!text.contains("  ") && !text.contains('\n'), "{place}");
            assert!(
                text.starts_with(|c: char| c.is_uppercase() || c == '`'),
                "{place}"
            );
            assert_eq!(shelf_mark(text), None, "{place}");
        }
        for example in rule.examples {
            assert!(
                !example.title.is_empty() && !example.title.ends_with('.'),
                "{}",
                rule.name
            );
        }
        assert!(!doc.threats.is_empty(), "{} names no threat", rule.name);
        assert!(
            !rule.needs.is_empty(),
            "{} says not what it needs",
            rule.name
        );
        let says_why = !rule.references.is_empty() || !rule.article.is_empty();
        assert!(
            says_why,
            "{} cites neither a specification nor the article",
            rule.name
        );
    }
}

#[test]
fn silenced_rules_exist_and_none_silences_itself() {
    for rule in rules::ALL {
        for name in rule.silences {
            assert!(rules::find(name).is_some(), "{} silences {name}", rule.name);
            assert_ne!(*name, rule.name);
        }
    }
}

#[test]
fn rules_refer_to_passages_that_the_article_has() {
    for passage in rules::ALL.iter().flat_map(|rule| rule.article) {
        match passage {
            rules::Passage::Paragraph(number) => assert!(*number <= 31, "{passage}"),
            rules::Passage::Footnote(number) => assert!((1..=28).contains(number), "{passage}"),
        }
    }
}

/// Runs `whichtoken lint` over the text of an example, or `whichtoken provider` over its provider,
/// with its flags, and gives the report.
fn report(example: &Example) -> Result<Value, String> {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    if let Sample::Provider { metadata, keys } = example.input {
        for (name, content) in [("openid-configuration.json", metadata), ("jwks.json", keys)] {
            let path = folder.path().join(name);
            fs::write(path, content).expect("a temporary file can be written");
        }
        let mut arguments: Vec<OsString> = ["whichtoken", "provider", "--format", "json"]
            .map(OsString::from)
            .to_vec();
        arguments.extend(example.flags.iter().map(OsString::from));
        arguments.push(folder.path().into());
        return run(arguments, "");
    }
    let mut arguments: Vec<OsString> = ["whichtoken", "lint", "--format", "json", "--quiet"]
        .map(OsString::from)
        .to_vec();
    arguments.extend(example.flags.iter().map(OsString::from));
    if let Some((flag, content)) = example.file() {
        let path = folder.path().join(&flag[2..]);
        fs::write(&path, content).expect("a temporary file can be written");
        arguments.extend([flag.into(), path.into_os_string()]);
    }
    run(arguments, &example.input.text())
}

/// Runs the program without network, environment or clock.
fn run(arguments: Vec<OsString>, input: &str) -> Result<Value, String> {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut world = World {
        stdin: Box::new(Cursor::new(input.to_owned())),
        stdin_is_terminal: false,
        stdout: &mut stdout,
        stdout_is_terminal: false,
        stderr: &mut stderr,
        stderr_is_terminal: false,
        now: Timestamp::from_second(NOW).expect("the year 2026 is in the calendar"),
        folder: None,
        environment: &|_| None,
        interruption: &Default::default,
        random: &|| Some([7; 32]),
    };
    let status = cli::run(arguments, &mut world);
    let talk = String::from_utf8_lossy(&stderr);
    if status > cli::exit::FINDINGS {
        return Err(format!("exit status {status}: {}", talk.trim()));
    }
    serde_json::from_slice(&stdout).map_err(|error| format!("no report: {error}: {}", talk.trim()))
}

/// Whether the rule fires on the provider or on at least one token of the report.
fn fires(report: &Value, rule: &Rule) -> bool {
    let on_provider = report["provider"]["findings"].as_array();
    let on_provider = on_provider.into_iter().flatten();
    if on_provider
        .clone()
        .any(|finding| finding["rule"] == rule.name)
    {
        return true;
    }
    list(&report["tokens"]).iter().any(|token| {
        list(&token["outcomes"]["fires"])
            .iter()
            .any(|name| name == rule.name)
    })
}

/// A title that names a severity is held to it.
fn keeps_its_promise(example: &Example, report: &Value, rule: &Rule) -> Result<(), String> {
    let promises = [
        (": an error", "error"),
        (": a warning", "warn"),
        ("(for information)", "info"),
        ("(a note)", "note"),
    ];
    let promised = promises
        .iter()
        .find(|(ending, _)| example.title.ends_with(ending));
    let Some((_, severity)) = promised else {
        return Ok(());
    };
    let on_tokens = list(&report["tokens"])
        .iter()
        .flat_map(|token| list(&token["findings"]));
    let on_provider = report["provider"]["findings"].as_array();
    let is_kept = on_provider
        .into_iter()
        .flatten()
        .chain(on_tokens)
        .any(|finding| finding["rule"] == rule.name && finding["severity"] == *severity);
    is_kept
        .then_some(())
        .ok_or_else(|| format!("is not {severity}: {report}"))
}

/// What was found instead, for the message of a failed example.
fn answers(report: &Value) -> String {
    let on_provider = report["provider"]["findings"]
        .as_array()
        .into_iter()
        .flatten();
    let on_provider =
        on_provider.map(|finding| format!("{}: {}", finding["rule"], finding["message"]));
    let answers: Vec<String> = list(&report["tokens"])
        .iter()
        .map(|token| {
            let messages: Vec<String> = list(&token["findings"])
                .iter()
                .map(|finding| format!("{}: {}", finding["rule"], finding["message"]))
                .collect();
            format!(
                "{} with [{}]",
                token["classification"]["kind"],
                messages.join("; ")
            )
        })
        .chain(on_provider)
        .collect();
    answers.join(", ")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("the report has this list")
}

/// A mark such as `ABC-001`, which is no name of this program.
fn shelf_mark(text: &str) -> Option<&str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))
        .find(|word| {
            word.split_once('-').is_some_and(|(family, number)| {
                (3..=4).contains(&family.len())
                    && family.bytes().all(|b| b.is_ascii_uppercase())
                    && number.len() == 3
                    && number.bytes().all(|b| b.is_ascii_digit())
            })
        })
}

fn entries(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    fs::read_dir(folder)
        .expect("the folder of rules is there")
        .map(|entry| entry.expect("the folder can be read").path())
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().expect("an entry has a name");
    stem.to_string_lossy().into_owned()
}
