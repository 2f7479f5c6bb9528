//! The formats of CI: each on the made-up report, held against something we did not write, and
//! from outside. `SNAPSHOTS=overwrite cargo test` rewrites the files.

mod github;
mod junit;
#[path = "../made_up_report/mod.rs"]
mod made_up_report;
mod markdown;
mod sarif;

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use whichtoken::token::base64url;

const FORMATS: [&str; 6] = ["human", "json", "sarif", "junit", "github", "markdown"];

/// When the captured tokens were alive.
const NOW: &str = "1795341600";

/// Whatever could end a line, a cell, a tag, a string or a property and begin something else.
const HOSTILE: &str = "a\u{1b}]0;owned\u{7}\u{202e}\u{200b}\u{2028}\n\r\n::set-output name=x::y\n\
    ##[error]z\u{9b}31m ]]>--><b a='\"'>&amp;</b><!-- <img src=x onerror=y> [l](https://evil.example) \
    ![i](https://evil.example/i.png) https://evil.example www.evil.example a@evil.example @team #1 \
    `code` ``two`` | cell | \\| **bold** {0} {{1}} %0A::error::x, y: z \
    eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\u{fffe}\n\n# heading\n";

/// Runs the program in the folder of the sources.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A program that was given files does not read.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the program ends")
}

fn lint(format: &str, arguments: &[&str], input: &str) -> String {
    let arguments = [&["lint", "--now", NOW, "--format", format], arguments].concat();
    let output = run(&arguments, input);
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn jwt(header: &str, claims: &str) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    format!("{}.{}.{}", part(header), part(claims), part("signature"))
}

/// Every file that could be an input, tokens or not.
fn fixtures() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from("fixtures/nowhere.jwt"), "fixtures".into()];
    for folder in ["fixtures/tokens", "fixtures/providers/captured"] {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            files.push(path.strip_prefix(root).expect("inside").to_owned());
        }
    }
    files.sort();
    files
}

/// The runs whose output is held against the schemas: every fixture with its findings, a provider,
/// and what goes wrong.
fn runs() -> Vec<Vec<String>> {
    let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let mut runs: Vec<Vec<String>> = fixtures()
        .iter()
        .map(|path| {
            let mut run = words(
                "lint --jwks fixtures/providers/captured/jwks.json --to resource-server \
                 --audience https://api.example.test/ --now",
            );
            run.extend([NOW.to_owned(), path.display().to_string()]);
            run
        })
        .collect();
    let response = "fixtures/tokens/token-response.json";
    for line in [
        format!("inspect {response} --profile teach --provider fixtures/providers/captured"),
        format!("inspect {response} fixtures/tokens/id-token.jwt fixtures/nowhere.jwt"),
        format!("lint {response} --fail-on never --now {NOW}"),
        format!("lint {response} --fail-on info --now {NOW}"),
        format!("lint {response} --require-signature --require-complete --now {NOW}"),
        format!("lint {response} --issuer http://127.0.0.1:1 --now {NOW}"),
        format!("provider fixtures/providers/captured --fail-on info --now {NOW}"),
        format!("provider http://127.0.0.1:1 --now {NOW}"),
    ] {
        runs.push(words(&line));
    }
    for (command, row) in [
        ("verdict", "1"),
        ("verdict", "2b"),
        ("lint", "21"),
        ("lint", "u1"),
    ] {
        let folder = "fixtures/situations";
        runs.push(words(&format!(
            "{command} {folder}/tokens/row-{row}.txt --situation {folder}/situations.toml#row-{row} \
             --jwks {folder}/jwks.json --now 1767225600"
        )));
    }
    runs
}

#[test]
fn the_format_never_changes_the_exit_status() {
    let mut seen = Vec::new();
    for arguments in runs() {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let status = |format| {
            let output = run(&[&arguments[..], &["--format", format]].concat(), "");
            output.status.code().expect("a status")
        };
        let expected = status("human");
        for format in FORMATS {
            assert_eq!(status(format), expected, "{arguments:?} {format}");
        }
        seen.push(expected);
    }
    for status in [0, 1, 2, 3] {
        assert!(seen.contains(&status), "no run ends with {status}");
    }
}

#[test]
fn a_report_goes_into_a_file_as_it_goes_to_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    for format in FORMATS {
        let file = folder.path().join(format);
        let token = "fixtures/tokens/id-token.jwt";
        let arguments = [
            "lint",
            token,
            "--now",
            NOW,
            "--format",
            format,
            "--no-redact",
        ];
        let printed = run(&arguments, "");
        let path = file.to_str().expect("text");
        let written = run(&[&arguments[..], &["--output", path]].concat(), "");
        assert!(written.stdout.is_empty(), "{format}");
        assert_eq!(fs::read(&file).expect("a report"), printed.stdout);
        assert_eq!(written.status, printed.status);
    }
}

/// What every format must keep off: whatever steers or deceives a reader, and the token.
fn assert_harmless(text: &str) {
    let hostile = ['\u{202e}', '\u{200b}', '\u{2028}', '\u{fffe}'];
    assert!(
        !text
            .chars()
            .any(|c| c.is_control() && c != '\n' || hostile.contains(&c)),
        "{text}"
    );
    assert!(text.contains("202e"), "spelt out: {text}");
    assert!(!text.contains("c2lnbmF0dXJl"), "{text}");
    assert!(text.contains("[token of 48 bytes]"), "{text}");
}
