//! The precedence between rules: each pair of a specific and a general rule, on an example.

use std::{cell::RefCell, collections::BTreeSet, ffi::OsString, fs, io};

use jiff::Timestamp;
use serde_json::Value;

use super::{
    ALL,
    example::{Example, Sample},
};
use crate::cli::{self, World};

/// A specific rule, and the general one that it silenced.
type Pair = (&'static str, &'static str);

thread_local! {
    static SILENCED: RefCell<BTreeSet<Pair>> = RefCell::default();
}

/// Both found something, and the specific rule had the word.
pub(super) fn remember(specific: &'static str, general: &'static str) {
    SILENCED.with_borrow_mut(|pairs| pairs.insert((specific, general)));
}

#[test]
fn every_precedence_is_seen_on_an_example_where_both_rules_find_something() {
    let mut seen = BTreeSet::new();
    for example in ALL.iter().flat_map(|rule| rule.examples) {
        // A verdict tries the rules on other situations and tokens, too.
        let weighs = example.flags.contains(&"--verdict");
        if weighs || matches!(example.input, Sample::Provider { .. }) {
            continue;
        }
        SILENCED.take();
        let report = report(example);
        let silenced = SILENCED.take();
        // Of several tokens one may have what another has not.
        if let [token] = report["tokens"].as_array().expect("tokens").as_slice() {
            let fires = |rule: &str| {
                let fires = token["outcomes"]["fires"].as_array().expect("a list");
                fires.iter().any(|name| name == rule)
            };
            for (specific, general) in &silenced {
                let yields = silenced.iter().any(|(_, general)| general == specific);
                assert!(fires(specific) || yields, "{specific}: {}", example.title);
                assert!(!fires(general), "{general}: {}", example.title);
            }
        }
        seen.extend(silenced);
    }
    let declared: BTreeSet<Pair> = ALL
        .iter()
        .flat_map(|rule| rule.silences.iter().map(|general| (rule.name, *general)))
        .collect();
    let unseen: Vec<&Pair> = declared.difference(&seen).collect();
    assert!(unseen.is_empty(), "no example shows {unseen:?}");
}

/// Runs `whichtoken lint` over the text of an example.
fn report(example: &Example) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let mut arguments: Vec<OsString> = ["whichtoken", "lint", "--format", "json", "--quiet"]
        .map(OsString::from)
        .to_vec();
    arguments.extend(example.flags.iter().map(OsString::from));
    if let Some((flag, content)) = example.file() {
        let path = folder.path().join("file");
        fs::write(&path, content).expect("a temporary file can be written");
        arguments.extend([flag.into(), path.into_os_string()]);
    }
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let text = example.input.text();
    cli::run(
        arguments,
        &mut World {
            stdin: Box::new(io::Cursor::new(text.into_bytes())),
            stdin_is_terminal: false,
            stdout: &mut stdout,
            stdout_is_terminal: false,
            stderr: &mut stderr,
            stderr_is_terminal: false,
            now: Timestamp::from_second(1_767_225_600).expect("a date of the calendar"),
            environment: &|_| None,
            folder: None,
            interruption: &Default::default,
            random: &|| Some([7; 32]),
        },
    );
    serde_json::from_slice(&stdout).expect("a report")
}
