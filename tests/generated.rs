//! Files that the program itself generates are the ones that are committed.

mod binary;
#[path = "support/bless.rs"]
mod bless;

use std::{fs, path::Path};

use binary::whichtoken;
use bless::{BLESS, is_blessed};

#[test]
fn completions_and_manual_are_current() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
    let mut stale = Vec::new();
    for (name, arguments) in [
        ("whichtoken.bash", &["completions", "bash"] as &[&str]),
        ("_whichtoken", &["completions", "zsh"]),
        ("whichtoken.fish", &["completions", "fish"]),
        ("_whichtoken.ps1", &["completions", "powershell"]),
        ("whichtoken.elv", &["completions", "elvish"]),
        ("whichtoken.1", &["man"]),
    ] {
        let output = whichtoken(arguments).output().expect("the binary runs");
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{arguments:?}: {output:?}");
        let file = folder.join(name);
        if fs::read(&file).is_ok_and(|committed| committed == output.stdout) {
            continue;
        }
        if is_blessed() {
            fs::write(&file, output.stdout).expect("the file is written");
        } else {
            stale.push(format!("completions/{name}"));
        }
    }
    assert!(
        stale.is_empty(),
        "{} not what the program prints now; this rewrites them:\n\n    \
         {BLESS}=1 cargo test --test generated\n",
        stale.join(", ")
    );
}

/// The manual must not lose an option, whichever command it belongs to.
#[test]
fn the_manual_names_every_option_of_every_command() {
    let output = whichtoken(&["man"]).output().expect("the binary runs");
    let page = String::from_utf8(output.stdout).expect("text");
    let page = page.replace("\\-", "-");
    for command in [
        "inspect",
        "lint",
        "demo",
        "explain",
        "rules",
        "redact",
        "diff",
        "completions",
        "man",
    ] {
        let help = whichtoken(&[command, "--help"])
            .output()
            .expect("the binary runs");
        let help = String::from_utf8(help.stdout).expect("text");
        let options: Vec<&str> = help
            .split_whitespace()
            .filter(|word| word.starts_with("--") && word.len() > 2)
            .map(|word| word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
            .collect();
        assert!(!options.is_empty(), "{command}: {help}");
        for option in options {
            assert!(page.contains(option), "{command} {option}");
        }
    }
}
