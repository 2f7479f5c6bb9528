//! The README says what the binary does: its `console` blocks are run and compared, the commands of
//! its `sh` blocks are parsed. `WHICHTOKEN_BLESS=1 cargo test --test
//! readme -- --test-threads 1` rewrites output and table.

#[path = "support/bless.rs"]
mod bless;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use bless::is_blessed;
use clap::Parser as _;
use whichtoken::cli::Cli;

fn readme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// A fenced block: its language, its lines, and how far it stands from the margin.
struct Block<'a> {
    language: &'a str,
    lines: Vec<&'a str>,
    indent: usize,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in text.lines() {
        match (line.trim_start().strip_prefix("```"), open.take()) {
            (Some(language), None) => {
                open = Some(Block {
                    language,
                    lines: Vec::new(),
                    indent: line.len() - line.trim_start().len(),
                });
            }
            (Some(_), Some(block)) => blocks.push(block),
            (None, Some(mut block)) => {
                block.lines.push(line);
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// What a shell prints for a command, run in the folder of the README with the built binary.
fn output_of(command: &str) -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_whichtoken"))
        .parent()
        .expect("a folder");
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let output = Command::new("sh")
        .args(["-c", command])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .env("PATH", path)
        .output()
        .expect("a shell");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn console_blocks_show_what_is_printed() {
    let text = fs::read_to_string(readme()).expect("the README");
    let mut renewed = text.clone();
    let mut shown = 0;
    for block in blocks(&text) {
        if block.language != "console" {
            continue;
        }
        let margin = " ".repeat(block.indent);
        let (first, printed) = block.lines.split_first().expect("a command");
        let command = first.trim_start().strip_prefix("$ ").expect("a prompt");
        let before: String = printed.iter().map(|line| format!("{line}\n")).collect();
        let now: String = output_of(command)
            .lines()
            .map(|line| format!("{}\n", format!("{margin}{line}").trim_end()))
            .collect();
        let (before, now) = (format!("{first}\n{before}"), format!("{first}\n{now}"));
        renewed = renewed.replacen(&before, &now, 1);
        shown += 1;
    }
    assert!(shown > 0, "the README shows no output");
    if is_blessed() {
        fs::write(readme(), renewed).expect("the README is writable");
        return;
    }
    snapbox::assert_data_eq!(text, snapbox::Data::text(renewed).raw());
}

#[test]
fn the_table_of_rules_is_the_list_of_rules() {
    const START: &str = "<!-- rules: generated -->\n";
    const END: &str = "<!-- /rules -->";
    let text = fs::read_to_string(readme()).expect("the README");
    let (before, rest) = text.split_once(START).expect("the start of the table");
    let (_, after) = rest.split_once(END).expect("the end of the table");
    let table = whichtoken::report::markdown::rules();
    let renewed = format!("{before}{START}{table}{END}{after}");
    if is_blessed() {
        fs::write(readme(), renewed).expect("the README is writable");
        return;
    }
    snapbox::assert_data_eq!(text, snapbox::Data::text(renewed).raw());
}

#[test]
fn every_command_is_one_that_the_binary_knows() {
    let text = fs::read_to_string(readme()).expect("the README");
    let mut known = 0;
    for block in blocks(&text) {
        if !matches!(block.language, "sh" | "console" | "yaml") {
            continue;
        }
        for line in block.lines {
            let line = line
                .trim()
                .trim_start_matches("$ ")
                .trim_start_matches("- run: ");
            for part in line.split(['|', ';']).map(str::trim) {
                let Some(arguments) = part.strip_prefix("whichtoken ") else {
                    continue;
                };
                let arguments = arguments.split(" > ").next().unwrap_or_default();
                let words = shlex::split(arguments).expect("balanced quotes");
                let words = std::iter::once("whichtoken".to_owned()).chain(words);
                if let Err(error) = Cli::try_parse_from(words) {
                    assert!(!error.use_stderr(), "{line}\n{error}");
                }
                known += 1;
            }
        }
    }
    assert!(known >= 10, "only {known} commands");
}
