//! Inputs at the edge: the exit status, and one clear error that says what, where and what then.

mod binary;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Output, Stdio},
    thread,
};

use binary::whichtoken;
use tempfile::TempDir;
use whichtoken::token::base64url;

const HEADER: &str = "eyJhbGciOiJub25lIn0";
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

/// Runs the program with this standard input.
fn run(arguments: &[&str], stdin: &[u8]) -> Output {
    let mut child = whichtoken(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        // The program stops reading at its limit; what it leaves is none of our business.
        scope.spawn(move || pipe.write_all(stdin).ok());
        child.wait_with_output().expect("the binary ends")
    })
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("text")
}

/// One error that names the place, a hint, status 2, and nothing of a panic or a token.
#[track_caller]
fn assert_refused(output: &Output, place: &str, what: &str) {
    let text = stderr(output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    let errors: Vec<&str> = text.lines().filter(|l| l.starts_with("error: ")).collect();
    let [error] = errors.as_slice() else {
        panic!("one error expected: {text}");
    };
    assert!(error.contains(place), "{place:?} expected: {error}");
    assert!(error.contains(what), "{what:?} expected: {error}");
    let hints = text.lines().filter(|l| l.starts_with("hint: ")).count();
    assert_eq!(hints, 1, "{text}");
    assert_harmless(output);
}

#[track_caller]
fn assert_harmless(output: &Output) {
    let text = stderr(output);
    assert!(!text.contains("panicked"), "{text}");
    assert!(!text.contains("eyJ"), "{text}");
    assert!(text.len() < 2000, "{text}");
}

fn file(folder: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file");
    text(&path)
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of text").to_owned()
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn empty_input() {
    assert_refused(&run(&[], b""), "stdin", "is empty, expected a token");
    assert_refused(&run(&["-"], b" \r\n\t"), "stdin", "is empty");
    assert_refused(&run(&[""], b""), "argument", "is empty");
}

#[test]
fn binary_input() {
    let folder = folder();
    let path = file(&folder, "program", [0x7f, b'E', b'L', b'F', 0, 1, 0xfe]);
    assert_refused(&run(&[&path], b""), &path, "byte 6 is not UTF-8");
    let path = file(&folder, "zeros", [0; 64]);
    assert_refused(&run(&[&path], b""), &path, "is no token");
}

#[test]
fn text_that_is_not_utf8() {
    let latin = b"Authorization: Bearer caf\xe9";
    assert_refused(&run(&["-"], latin), "stdin", "byte 25 is not UTF-8");
}

#[test]
fn ten_megabytes() {
    let folder = folder();
    let long = "e".repeat(10_000_000);
    let path = file(&folder, "long.jwt", &long);
    assert_refused(&run(&[&path], b""), &path, "over 1048576 bytes");
    assert_refused(&run(&[], long.as_bytes()), "stdin", "over 1048576 bytes");
}

#[test]
fn a_hundred_thousand_arrays() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_refused(&run(&[], deep.as_bytes()), "stdin", "JSON without a token");
    let open = format!("{{\"id_token\":{}", "[".repeat(100_000));
    assert_refused(&run(&[], open.as_bytes()), "stdin", "JSON without a token");
}

#[test]
fn a_hundred_thousand_arrays_as_claims() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let payload = whichtoken::token::base64url::encode(deep.as_bytes());
    let token = format!("{HEADER}.{payload}.");
    for format in ["human", "json"] {
        let output = run(&["--format", format], token.as_bytes());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        assert_harmless(&output);
        assert!(output.stdout.len() < 20_000, "the nest is not printed");
    }
}

#[test]
fn a_folder_without_files() {
    let folder = folder();
    let path = text(folder.path());
    assert_refused(
        &run(&[&path], b""),
        &path,
        "is a folder without files, expected files",
    );
}

#[test]
fn a_file_that_is_missing() {
    for path in ["nowhere.jwt", "./nowhere", "/nowhere/token", "~/token"] {
        assert_refused(&run(&[path], b""), path, "no such file, expected");
    }
}

#[test]
fn a_word_with_slashes_could_be_a_credential() {
    let secret = "AQoDYXdz/EJr1K2Tz+Q7example/8f";
    let output = run(&[secret], b"");
    assert_refused(&output, "argument", "no file of that name");
    assert!(!stderr(&output).contains("AQoDYXdz"));
    let output = run(&[&format!("{HEADER}/{TOKEN}")], b"");
    assert_refused(&output, "argument", "no file of that name");
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing() {
    let folder = folder();
    let link = folder.path().join("link");
    std::os::unix::fs::symlink("nowhere", &link).expect("a link");
    assert_refused(&run(&[&text(&link)], b""), &text(&link), "cannot be opened");
}

/// Says nothing where everything can be read (root).
#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = folder();
    let path = file(&folder, "closed", TOKEN);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("a closed file");
    if fs::File::open(&path).is_err() {
        assert_refused(&run(&[&path], b""), &path, "cannot be opened");
    }
}

#[test]
fn dots() {
    assert_refused(
        &run(&["....."], b""),
        "argument",
        "fewer than 8 letters and digits",
    );
}

#[test]
fn json_that_is_no_token() {
    for (json, what) in [
        ("{}", "an empty object"),
        ("[1,2]", "an array"),
        (r#"{"keys":[]}"#, "an object with `keys`"),
        (r#"{"id_token":"#, "JSON without a token"),
    ] {
        assert_refused(&run(&[], json.as_bytes()), "stdin", what);
    }
}

#[test]
fn a_slip_in_the_name_of_a_command() {
    for (slip, meant) in [
        ("inspekt", "inspect"),
        ("inspct", "inspect"),
        ("completons", "completions"),
        ("lnt", "lint"),
    ] {
        for arguments in [
            &[slip] as &[&str],
            &[slip, TOKEN],
            &["--now", "1", slip, TOKEN],
        ] {
            let output = run(arguments, b"");
            assert_refused(&output, slip, &format!("there is no command `{slip}`"));
            let hint = format!("hint: did you mean `whichtoken {meant}`?\n");
            assert!(stderr(&output).ends_with(&hint), "{output:?}");
            assert!(output.stdout.is_empty(), "nothing is judged");
        }
    }
    let output = run(&["--now", "1", "lint", TOKEN], b"");
    assert_refused(&output, "lint", "the command `lint` stands after options");
    assert!(stderr(&output).ends_with("hint: `whichtoken lint …`\n"));
    // A file is one whatever its name, and so is a word that is no command's.
    let folder = folder();
    file(&folder, "inspekt", TOKEN);
    let output = whichtoken(&["inspekt", "--fail-on", "never"])
        .current_dir(folder.path())
        .output()
        .expect("the binary runs");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let output = run(&["opaquehandle", "--fail-on", "never"], b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}

#[test]
fn one_bad_input_does_not_lose_the_others() {
    let folder = folder();
    let first = file(&folder, "first.jwt", TOKEN);
    let last = file(&folder, "last.jwt", TOKEN);
    let output = run(
        &["lint", &first, "nowhere.jwt", &last, "--format", "json"],
        b"",
    );
    assert_refused(&output, "nowhere.jwt", "no such file");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a report");
    let places: Vec<_> = report["tokens"]
        .as_array()
        .expect("tokens")
        .iter()
        .map(|token| token["place"]["input"].as_str().expect("a place"))
        .collect();
    assert_eq!(places, [first, last]);
    assert_eq!(report["unreadable"][0]["input"], "nowhere.jwt");
    assert_eq!(report["summary"]["exit"], 2);
}

#[test]
fn a_token_on_the_command_line_draws_a_note() {
    let output = run(&[TOKEN, "--fail-on", "never"], b"");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let text = stderr(&output);
    assert!(
        text.starts_with("note: a token on the command line"),
        "{text}"
    );
    assert_eq!(text.lines().count(), 1, "{text}");
    assert_harmless(&output);
    assert!(!output.stdout.is_empty());

    let output = run(&[TOKEN, "--fail-on", "never", "--quiet"], b"");
    assert_eq!(stderr(&output), "");
    let folder = folder();
    let path = file(&folder, "token.jwt", TOKEN);
    assert_eq!(stderr(&run(&[&path, "--fail-on", "never"], b"")), "");
    assert_eq!(stderr(&run(&["--fail-on", "never"], TOKEN.as_bytes())), "");
}

#[test]
fn several_inputs_after_no_command() {
    let output = run(&[TOKEN, "extra"], b"");
    assert_refused(&output, "argument", "fewer than 8 letters and digits");
    assert!(!output.stdout.is_empty(), "the token is reported");
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [
        &["demo", "--quiet"] as &[&str],
        &["demo"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["-", "--fail-on", "never"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut child = whichtoken(arguments)
            .stdin(Stdio::piped())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Most of these commands never read it.
        stdin.write_all(TOKEN.as_bytes()).ok();
        drop(stdin);
        let output = child.wait_with_output().expect("the binary ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        assert_eq!(stderr(&output), "", "{arguments:?}");
    }
}

#[test]
fn help_and_version_go_to_stdout() {
    for arguments in [
        &["--help"] as &[&str],
        &["-h"],
        &["lint", "--help"],
        &["--version"],
    ] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!output.stdout.is_empty(), "{arguments:?}");
        assert_eq!(stderr(&output), "", "{arguments:?}");
    }
    let output = run(&["--version"], b"");
    let version = concat!("whichtoken ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!(output.stdout, version.as_bytes());
}

#[test]
fn what_was_typed_wrong_is_refused_without_repeating_tokens() {
    for (arguments, what) in [
        (&["--bogus", TOKEN] as &[&str], "no option `--bogus` here"),
        (&["--as", TOKEN], "--as is `[token of "),
        (&["--now", "soon"], "--now is `soon`, expected RFC 3339"),
        (&["--now"], "--now has no value, expected one"),
        (&["completions"], "<SHELL> is missing"),
        (&["completions", "csh"], "<SHELL> is `csh`, expected one of"),
        (&["man", TOKEN], "is one argument too many"),
        (&["config", "chek"], "there is no command `chek` here"),
        (
            &["lint", "--format", "xml"],
            "--format is `xml`, expected one of human",
        ),
        (
            &["lint", "--jobs", "0"],
            "--jobs is `0`, expected a whole number from 1",
        ),
        (
            &["lint", "--leeway", "-5"],
            "--leeway is `-5`, expected a whole number",
        ),
        (
            &["lint", "--timeout", "1s"],
            "--timeout is `1s`, expected a whole number",
        ),
        (
            &["lint", "--max-auth-age", "abc"],
            "is `abc`, expected a whole number",
        ),
        (&["lint", "--check", "audience"], "expected NAME=yes|no"),
        (
            &["lint", "--only", "expird"],
            "--only is `expird`: there is no such rule",
        ),
        (
            &["lint", "--quiet", "--quiet"],
            "--quiet is given several times, expected once",
        ),
        (
            &["lint", "--config", "a", "--no-config"],
            "--config and --no-config are given together, expected one of them",
        ),
        (
            &["explain", "expired", "--example", "one"],
            "--example is `one`, expected",
        ),
    ] {
        let output = run(arguments, b"");
        assert_refused(&output, "", what);
        assert!(output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn an_unsigned_token_does_not_meet_the_demand_for_a_signature() {
    let claims = base64url_of(
        r#"{"iss":"i","sub":"1","aud":"a","iat":1767225600,"exp":1767229200,"nonce":"n"}"#,
    );
    let response = format!(r#"{{"id_token":"{HEADER}.{claims}."}}"#);
    let arguments = [
        "lint",
        "--to",
        "client",
        "--own-client",
        "a",
        "--nonce",
        "n",
    ];
    let status = |more: &[&str]| {
        let all = [&arguments[..], &["--now", "1767225600"], more].concat();
        run(&all, response.as_bytes()).status.code()
    };
    assert_eq!(
        status(&[]),
        Some(0),
        "its client may have registered `none`"
    );
    assert_eq!(status(&["--require-signature"]), Some(3));
}

fn base64url_of(text: &str) -> String {
    whichtoken::token::base64url::encode(text.as_bytes())
}

#[test]
fn no_wait_is_too_long() {
    let closed = ["-", "--issuer", "http://127.0.0.1:1", "--timeout"];
    let output = run(
        &[&closed[..], &["18446744073709551615"]].concat(),
        TOKEN.as_bytes(),
    );
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert_harmless(&output);
}

#[test]
fn a_requirement_that_is_not_met_is_named() {
    for (flag, what) in [
        (
            "--require-signature",
            "the signature of 1 token was not checked",
        ),
        ("--require-complete", "there are rules that lack a fact"),
    ] {
        let token = format!("{HEADER}.eyJzdWIiOiIxIn0.AAAA").replace("ub25lIn0", "SUzI1NiJ9");
        let output = run(&["lint", flag], token.as_bytes());
        assert_eq!(output.status.code(), Some(3), "{flag}");
        let text = stderr(&output);
        assert!(text.starts_with(&format!("error: {flag}: ")), "{text}");
        assert!(text.contains(what), "{text}");
    }
}

#[test]
fn several_tokens_and_text_around_a_token() {
    let lines = format!("{TOKEN}\n{TOKEN}\n");
    let titled = format!("two tokens\n{lines}");
    assert_refused(
        &run(&[], titled.as_bytes()),
        "stdin",
        "2 tokens, one a line",
    );
    let output = run(&["lint"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(1), "each is judged by itself");
    let command = format!("curl -H 'Authorization: Bearer {TOKEN}' https://api.example");
    let output = run(&[], command.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    let text = stderr(&output);
    assert!(text.contains("expected the JWT alone"), "{text}");
    assert!(!text.contains(HEADER), "{text}");
}

#[test]
fn a_token_without_its_beginning_is_damaged_and_not_opaque() {
    let output = run(
        &["--format", "json"],
        b"cGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
    );
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("\"format\": \"damaged\""), "{text}");
}

#[test]
fn a_name_of_no_file_is_called_so() {
    let output = run(&["lint", "mistyped-name-of-a-file"], b"");
    assert_eq!(output.status.code(), Some(0));
    let text = stderr(&output);
    assert!(
        text.contains("note: there is no file of that name"),
        "{text}"
    );
    let output = run(&["lint", "--quiet", "mistyped-name-of-a-file"], b"");
    assert_eq!(stderr(&output), "");
    let output = run(&[TOKEN], b"");
    assert!(!stderr(&output).contains("file of that name"));
}

#[test]
fn the_certificate_presented_is_compared_with_the_one_bound() {
    let folder = TempDir::new().expect("a folder");
    let certificate = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/fixtures/keys/rsa-certificate.pem"
    );
    for (thumbprint, status) in [
        ("nG4HW2bJ_QIyEjkyTtaA3ykiVCITHSr6cYjvvDfblvY", 0),
        ("bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2", 1),
    ] {
        let header = base64url::encode(br#"{"typ":"at+jwt","alg":"RS256"}"#);
        let claims = format!(
            r#"{{"iss":"https://idp.example","sub":"1","client_id":"web-app","aud":"https://api.example","exp":1767229200,"iat":1767225600,"jti":"1","cnf":{{"x5t#S256":"{thumbprint}"}}}}"#
        );
        let token = format!(
            "{header}.{}.{}",
            base64url::encode(claims.as_bytes()),
            "A".repeat(342)
        );
        let file = folder.path().join("token.jwt");
        fs::write(&file, token).expect("a file");
        let file = file.to_str().expect("a path");
        let arguments = [
            "lint",
            "--now",
            "1767225600",
            "--client-cert",
            certificate,
            file,
        ];
        let output = run(&arguments, b"");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(
            output.status.code(),
            Some(status),
            "{text}{}",
            stderr(&output)
        );
        assert_eq!(text.contains("binding-key-mismatch"), status == 1, "{text}");
    }
    let no_certificate = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/keys/rsa-spki.pem");
    let output = run(&["lint", "--client-cert", no_certificate, TOKEN], b"");
    assert_refused(&output, "rsa-spki.pem", "expected");
}

#[test]
fn the_metadata_of_the_receiver_stand_for_facts_that_nobody_stated() {
    let folder = folder();
    let metadata = r#"{"resource":"https://api.example","authorization_servers":["https://idp.example"],
        "dpop_bound_access_tokens_required":true}"#;
    let path = file(&folder, "resource.json", metadata);
    let claims = r#"{"iss":"https://other.example","sub":"u","aud":"https://mail.example","client_id":"c","scope":"read","jti":"1","iat":1767225600,"exp":1767229200}"#;
    let header = base64url_of(r#"{"typ":"at+jwt","alg":"RS256"}"#);
    let token = format!("{header}.{}.AQ", base64url_of(claims));
    let flags = ["--to", "resource-server", "--now", "2026-01-01T00:00:00Z"];
    let lint = |more: &[&str]| run(&[&["lint"], &flags[..], more].concat(), token.as_bytes());
    let output = lint(&["--resource-metadata", &path]);
    for found in [
        "audience-mismatch",
        "untrusted-issuer",
        "sender-constraint-missing",
    ] {
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains(found), "{found}: {text}");
    }
    let stated = [
        "--audience",
        "https://mail.example",
        "--binding",
        "not-needed",
    ];
    let output = lint(&[&["--resource-metadata", path.as_str()], &stated[..]].concat());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains("audience-mismatch"), "{text}");
    assert!(!text.contains("sender-constraint-missing"), "{text}");
    assert!(text.contains("resource-metadata-mismatch"), "{text}");

    for (content, what) in [
        (r#"{"issuer":"https://idp.example"}"#, "goes to --provider"),
        ("{}", "it has no `resource`"),
        ("<html>", "expected protected resource metadata"),
    ] {
        let path = file(&folder, "other.json", content);
        let output = lint(&["--resource-metadata", &path]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(stderr(&output).contains(what), "{}", stderr(&output));
    }
}

#[test]
fn two_flags_that_say_different_things_of_one_fact() {
    let refused = |arguments: &[&str], what: &str| {
        let arguments = [&["lint", "--now", "1"], arguments].concat();
        let output = run(&arguments, TOKEN.as_bytes());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let error = format!("error: {what}, expected one of them\n");
        assert_eq!(stderr(&output), error);
    };
    refused(
        &["--to", "client", "--fact", "receiver.role=gateway"],
        "--to says that `receiver.role` is `client`, --fact that it is `gateway`",
    );
    refused(
        &["--check", "audience=yes", "--check", "audience=no"],
        "--check says that `checks.audience` is `yes`, --check that it is `no`",
    );
    refused(
        &["--audience", "a", "--fact", "receiver.ids=unknown"],
        "--audience says that `receiver.ids` is `a`, --fact that it is `unknown`",
    );
    for same in [
        &["--to", "client", "--fact", "receiver.role=client"],
        &["--check", "audience=yes", "--fact", "checks.audience=true"],
        // Of lists each flag gives some members.
        &["--audience", "a", "--fact", "receiver.ids=b"],
    ] {
        let arguments = [&["lint", "--fail-on", "never"], &same[..]].concat();
        let output = run(&arguments, TOKEN.as_bytes());
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
}

#[test]
fn rules_that_are_chosen_and_silenced_leave_nothing_to_hear() {
    let only = ["lint", "--only", "expired,alg-none"];
    let said = |more: &[&str]| run(&[&only, more].concat(), TOKEN.as_bytes());
    for more in [
        &["--ignore", "alg-none", "--ignore", "expired"] as &[&str],
        &["--ignore", "expired", "--severity", "alg-none=off"],
    ] {
        assert_refused(&said(more), "", "no rule is left to hear");
    }
    assert_eq!(said(&["--ignore", "alg-none"]).status.code(), Some(0));
    assert_eq!(said(&["--ignore", "expired"]).status.code(), Some(1));
}

#[test]
fn an_issuer_that_is_not_asked_leaves_signatures_unchecked_and_that_is_said() {
    let issuer = ["--offline", "--issuer", "https://idp.example"];
    let keys = ["--jwks", "fixtures/providers/captured/jwks.json"];
    let said = |command: &[&str], more: &[&str]| {
        let arguments = [command, &issuer, more].concat();
        stderr(&run(&arguments, TOKEN.as_bytes()))
    };
    let note = "note: with --offline the keys of https://idp.example are not fetched";
    for command in [
        &["lint"] as &[&str],
        &["inspect"],
        &["verdict", "--format", "json"],
        &["lint", "--format", "ndjson"],
        &["diff", "-", "fixtures/tokens/id-token.jwt"],
    ] {
        assert!(said(command, &[]).starts_with(note), "{command:?}");
        assert!(
            !said(command, &["--quiet"]).contains("note:"),
            "{command:?}"
        );
        assert!(!said(command, &keys).contains("note:"), "{command:?}");
    }
}

#[test]
fn damage_is_told_once() {
    let header = base64url_of(r#"{"alg":"RS256"}"#);
    for (token, told) in [
        (format!("{header}.{}", base64url_of("{}")), "2 segments"),
        (
            format!("{header}.{}=.AQ", base64url_of("{}")),
            "`=` padding in the payload",
        ),
    ] {
        let output = run(&["--color", "never"], token.as_bytes());
        let text = String::from_utf8_lossy(&output.stdout).replace("\n  ", " ");
        assert_eq!(text.matches(told).count(), 1, "{text}");
        assert!(text.contains("could be read:"), "{text}");
    }
}
