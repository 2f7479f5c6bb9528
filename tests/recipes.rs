//! What other programs run of ours: the step of the GitHub Action, the hooks of pre-commit, and the
//! recipes of the README, as far as they run without their services.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use clap::Parser as _;
use whichtoken::cli::Cli;
use yaml_rust2::{Yaml, YamlLoader};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(name: &str) -> Yaml {
    let text = fs::read_to_string(root().join(name)).unwrap();
    YamlLoader::load_from_str(&text).unwrap().remove(0)
}

/// Runs the step of the action as the runner does: inputs in the environment, `whichtoken` in the path.
fn step(tokens: &str, arguments: &str, folder: &Path) -> Output {
    let bin = Path::new(env!("CARGO_BIN_EXE_whichtoken"))
        .parent()
        .unwrap();
    Command::new("bash")
        .arg(root().join(".github/lint.sh"))
        .current_dir(root())
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .env("WHICHTOKEN_TOKENS", tokens)
        .env("WHICHTOKEN_ARGUMENTS", arguments)
        .env("WHICHTOKEN_SARIF", folder.join("log.sarif"))
        .env("GITHUB_STEP_SUMMARY", folder.join("summary.md"))
        .output()
        .unwrap()
}

#[test]
fn the_step_of_the_action_annotates_and_summarises_and_keeps_the_exit_status() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = "--now\n1795341600\n--jwks\nfixtures/providers/captured/jwks.json\n";
    let clean = step(
        "fixtures/tokens/access-token.jwt\n",
        arguments,
        folder.path(),
    );
    assert_eq!(clean.status.code(), Some(0), "{clean:?}");

    let arguments = format!("{arguments}--audience\nhttps://api.example.test/\n");
    let tokens = "fixtures/tokens/access-token.jwt\nfixtures/tokens/id-token.jwt\n";
    let output = step(tokens, &arguments, folder.path());
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let told = String::from_utf8(output.stdout).unwrap();
    let annotation =
        "::error file=fixtures/tokens/access-token.jwt,line=1,title=audience-mismatch::";
    assert!(told.starts_with(annotation), "{told}");
    let summary = fs::read_to_string(folder.path().join("summary.md")).unwrap();
    assert!(summary.contains("## whichtoken: 2 tokens"), "{summary}");
    let log = fs::read_to_string(folder.path().join("log.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(!log["runs"][0]["results"].as_array().unwrap().is_empty());
}

#[test]
fn the_step_takes_its_inputs_for_words_and_never_for_shell() {
    let folder = tempfile::tempdir().unwrap();
    let trap = folder.path().join("trap");
    let tokens = format!("$(touch {0})\n`touch {0}`; touch {0}\n", trap.display());
    let output = step(&tokens, "", folder.path());
    assert!(!trap.exists(), "{output:?}");
    let missing = step("", "", folder.path());
    assert!(!missing.status.success(), "no tokens are no success");
}

#[test]
fn the_action_hands_over_every_input_it_declares() {
    let action = yaml("action.yml");
    let declared: BTreeSet<String> = action["inputs"]
        .as_hash()
        .unwrap()
        .keys()
        .map(|name| name.as_str().unwrap().to_owned())
        .collect();
    let steps = action["runs"]["steps"].as_vec().unwrap();
    let script = fs::read_to_string(root().join(".github/lint.sh")).unwrap();
    let mut used = BTreeSet::new();
    for step in steps {
        assert_eq!(step["shell"].as_str(), Some("bash"), "GitHub asks for it");
        // An expression in a script would be shell text; in `env` it is a value.
        assert!(!step["run"].as_str().unwrap().contains("${{"));
        for (variable, value) in step["env"].as_hash().into_iter().flatten() {
            let value = value.as_str().unwrap();
            let name = value.strip_prefix("${{ inputs.").unwrap();
            used.insert(name.strip_suffix(" }}").unwrap().to_owned());
            let variable = format!("{}:", variable.as_str().unwrap());
            assert!(script.contains(&variable), "{variable} is not read");
        }
    }
    assert_eq!(used, declared);
}

#[test]
fn the_hooks_are_commands_of_the_program() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let file = PathBuf::from("some/file");
    for hook in hooks.as_vec().unwrap() {
        for member in ["id", "name", "entry", "language", "files"] {
            assert!(hook[member].as_str().is_some(), "{member}");
        }
        let entry = hook["entry"].as_str().unwrap();
        let mut words: Vec<&str> = entry.split(' ').collect();
        // pre-commit adds the files that match.
        words.push(file.to_str().unwrap());
        if let Err(error) = Cli::try_parse_from(&words) {
            panic!("{entry}: {error}");
        }
    }
}
