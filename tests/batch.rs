//! Many tokens: lines in, lines out, in their order, and none lost for the fault of another.

mod binary;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::{Output, Stdio},
    sync::LazyLock,
    thread,
    time::Duration,
};

use binary::whichtoken;
use serde_json::{Value, json};
use whichtoken::token::base64url;

const NOW: &str = "1795341600";
const CAPTURES: &str = "fixtures/captures/tokens.jsonl";
const KEYS: &str = "fixtures/providers/captured/jwks.json";

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let text = include_str!("../src/report/report.schema.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    jsonschema::validator_for(&schema).expect("the schema compiles")
});

fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = whichtoken(&["lint", "--now", NOW])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut pipe = child.stdin.take().expect("a pipe");
    thread::scope(|scope| {
        scope.spawn(move || pipe.write_all(input.as_bytes()).ok());
        child.wait_with_output().expect("the binary ends")
    })
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

/// The lines of the output, each of which fits the schema.
#[track_caller]
fn reports(output: &Output) -> Vec<Value> {
    let lines = text(&output.stdout).lines();
    let read = lines.map(|line| {
        let report: Value = serde_json::from_str(line).expect("a line is JSON");
        let errors: Vec<String> = SCHEMA
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        report
    });
    read.collect()
}

fn jwt(claims: &Value) -> String {
    let part = |text: &str| base64url::encode(text.as_bytes());
    let header = r#"{"alg":"RS256","kid":"1"}"#;
    format!(
        "{}.{}.{}",
        part(header),
        part(&claims.to_string()),
        part(&"s".repeat(256))
    )
}

fn sample(number: usize) -> String {
    jwt(&json!({
        "iss": "https://idp.example", "sub": number.to_string(), "aud": "web-app",
        "iat": 1_795_341_500, "exp": 1_795_345_100, "nonce": "n",
    }))
}

#[test]
fn every_captured_token_gives_a_line_with_its_id() {
    let output = run(&["--format", "ndjson", CAPTURES], "");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let captures = fs::read_to_string(CAPTURES).expect("the captures");
    let reports = reports(&output);
    assert_eq!(reports.len(), captures.lines().count());
    for (number, (line, report)) in captures.lines().zip(&reports).enumerate() {
        let capture: Value = serde_json::from_str(line).expect("JSON");
        let token = &report["tokens"][0];
        assert_eq!(token["id"], capture["id"]);
        assert_eq!(token["format"], capture["format"]);
        assert_eq!(
            token["place"]["input"],
            format!("{CAPTURES}:{}", number + 1)
        );
        assert_eq!(report["tokens"].as_array().map(Vec::len), Some(1));
    }
}

/// What a line says is what `--format json` says about its token alone.
#[test]
fn a_line_is_the_report_on_its_token_alone() {
    let captures = fs::read_to_string(CAPTURES).expect("the captures");
    let keys = [
        "--jwks",
        KEYS,
        "--issuer",
        "http://127.0.0.1:19400",
        "--offline",
    ];
    let batch = [&keys[..], &["--format", "ndjson", CAPTURES]].concat();
    let lines = reports(&run(&batch, ""));
    let mut statuses = std::collections::BTreeSet::new();
    for (line, mut report) in captures.lines().zip(lines).step_by(7) {
        let capture: Value = serde_json::from_str(line).expect("JSON");
        let token = capture["token"].as_str().expect("a token");
        let alone = [&keys[..], &["--format", "json"]].concat();
        let output = run(&alone, token);
        let mut expected: Value = serde_json::from_slice(&output.stdout).expect("a report");
        assert_eq!(
            report["summary"]["exit"],
            output.status.code().unwrap_or(-1)
        );
        statuses.insert(output.status.code());
        for one in [&mut report, &mut expected] {
            one["tokens"][0]["id"] = Value::Null;
            one["tokens"][0]["place"]["input"] = Value::Null;
        }
        assert_eq!(report, expected, "{}", capture["id"]);
    }
    assert!(statuses.len() > 1, "some tokens fail and some do not");
}

/// Lines are written by hand: whatever a token holds, they say what the other writer says.
#[test]
fn a_line_is_the_report_on_its_token_alone_however_odd_it_is() {
    let nested = sample(1);
    let part = |text: &str| base64url::encode(text.as_bytes());
    let odd = |header: &str, claims: &str| format!("{}.{}.AAAA", part(header), part(claims));
    let header = r#"{"alg":"RS256","kid":"\u202e../é\"\\"}"#;
    let tokens = [
        odd(
            header,
            "{ \"iss\" : \"https://idp.example\", \"sub\":\"a b\" , \"exp\":1e3 }",
        ),
        odd(
            header,
            r#"{"iss":"a","iss":"b","\u0069at":1.50,"n":18446744073709551616}"#,
        ),
        odd(
            header,
            &format!(r#"{{"act":"{nested}","list":["{nested}",{{"a":[1, 2]}}]}}"#),
        ),
        odd(
            header,
            r#"{"code":"a-value-of-more-than-twenty-letters","x":"gho_AAAAAAAAAAAAAAAAAAAAAAAA"}"#,
        ),
        odd(
            header,
            r#"{"j":{"payload":"eyJhIjoxfQ","protected":"eyJhIjoxfQ","signature":"c2lnbmF0dXJl"}}"#,
        ),
        odd(
            header,
            "{\"name\":\"\u{202e}evil\u{200b} Zoë §…\",\"aud\":[],\"sub\":null}",
        ),
        odd(
            r#"{"alg":"none","typ":"at+jwt"}"#,
            r#"{"aud":["a","b"],"client_id":"c"} x"#,
        ),
        odd(
            r#"{"alg":"RS256"}"#,
            r#"{"iss":"https://idp.example","sub":"#,
        ),
        "zT3xq1mWcJ0pB7yVhK9sLdR2nE5a".to_owned(),
        format!(
            "{}.AAAA.AAAA.AAAA.AAAA",
            part(r#"{"alg":"dir","enc":"A256GCM","iss":"x"}"#)
        ),
    ];
    let input: String = tokens.iter().map(|token| format!("{token}\n")).collect();
    let batch = ["--format", "ndjson", "--input-format", "ndjson"];
    let output = run(&batch, &input);
    assert!(
        !text(&output.stdout).contains('\u{202e}'),
        "nothing hostile comes out"
    );
    let lines = reports(&output);
    assert_eq!(lines.len(), tokens.len());
    for (token, mut line) in tokens.iter().zip(lines) {
        let alone = run(&["--format", "json", "--input-format", "token"], token);
        let mut expected: Value = serde_json::from_slice(&alone.stdout).expect("a report");
        for one in [&mut line, &mut expected] {
            one["tokens"][0]["id"] = Value::Null;
            one["tokens"][0]["place"]["input"] = Value::Null;
        }
        assert_eq!(line, expected, "{token}");
    }
}

#[test]
fn a_line_that_cannot_be_read_stops_no_other() {
    let good = sample(1);
    let input = format!(
        "{{\"token\":\"{good}\",\"id\":\"first\"}}\n\n{{\"token\":7}}\n{{\"token\":\"{good}\"\n\
         {{\"token\":\"{good}\",\"situation\":{{\"receiver.role\":\"cliet\"}}}}\n{good}"
    );
    let output = run(&["--format", "ndjson"], &input);
    assert_eq!(output.status.code(), Some(2));
    let reports = reports(&output);
    let ids: Vec<&Value> = reports.iter().map(|one| &one["tokens"][0]["id"]).collect();
    let null = &Value::Null;
    assert_eq!(ids, [&json!("first"), null, null, null, &json!("6")]);
    for (report, (place, found)) in reports[1..4].iter().zip([
        ("stdin:3", "expected a string"),
        ("stdin:4", "EOF while parsing"),
        ("stdin:5", "expected one of client, resource-server"),
    ]) {
        assert_eq!(report["unreadable"][0]["input"], place);
        let error = report["unreadable"][0]["error"].as_str().expect("an error");
        assert!(error.contains(found) && error.starts_with(place), "{error}");
        assert_eq!(report["summary"]["exit"], 2);
    }
    let output = run(&[], &input);
    assert_eq!(output.status.code(), Some(2));
    let errors = text(&output.stderr)
        .lines()
        .filter(|line| line.starts_with("error: stdin:"));
    assert_eq!(errors.count(), 3, "{}", text(&output.stderr));
    assert!(
        text(&output.stdout).contains("2 tokens: "),
        "{}",
        text(&output.stdout)
    );
    assert!(text(&output.stdout).contains("3 inputs could not be read"));
}

#[test]
fn the_situation_of_a_record_is_its_own() {
    let token = sample(1);
    let record = |situation: &Value| json!({"token": token, "situation": situation}).to_string();
    let input = [
        record(&json!({"receiver.role": "resource-server", "receiver.ids": "https://api.example"})),
        record(&json!({"receiver": {"role": "client", "clients": ["web-app"]}})),
        record(&Value::Null),
    ]
    .join("\n");
    let reports = reports(&run(&["--format", "ndjson"], &input));
    let fires = |index: usize, rule: &str| {
        let fires = reports[index]["tokens"][0]["outcomes"]["fires"].as_array();
        fires.is_some_and(|fires| fires.iter().any(|one| one == rule))
    };
    assert!(fires(0, "foreign-client-audience"));
    assert!(!fires(1, "foreign-client-audience") && !fires(2, "foreign-client-audience"));
}

#[test]
fn the_profile_of_a_record_sets_its_limits() {
    let claims = json!({"iss": "https://idp.example", "sub": "1", "aud": "https://api.example",
        "client_id": "app", "jti": "1", "iat": 1_795_341_500, "exp": 1_795_351_500});
    let token = jwt(&claims);
    let said = |profile: Option<&str>, flags: &[&str]| {
        let record = match profile {
            Some(profile) => json!({"token": token, "situation": {"profile": profile}}),
            None => json!({"token": token}),
        };
        let form = ["--input-format", "ndjson", "--format", "ndjson"];
        let arguments = [&form[..], &["--as", "access-token"], flags].concat();
        let reports = reports(&run(&arguments, &record.to_string()));
        let token = &reports[0]["tokens"][0];
        (token["findings"].clone(), token["outcomes"].clone())
    };
    let mut known = Vec::new();
    for profile in ["oidc", "rfc9068", "fapi2", "k8s", "teach"] {
        let by_flag = said(None, &["--profile", profile]);
        assert_eq!(said(Some(profile), &[]), by_flag, "{profile}");
        assert_eq!(
            said(Some(profile), &["--profile", "fapi2"]),
            by_flag,
            "{profile}"
        );
        if !known.contains(&by_flag) {
            known.push(by_flag);
        }
    }
    assert!(known.len() > 1, "profiles differ");
    let life = |flags: &[&str]| {
        let (findings, _) = said(Some("fapi2"), flags);
        let findings = findings.as_array().expect("a list").iter();
        findings
            .filter(|one| one["rule"] == "lifetime-too-long")
            .count()
    };
    assert_eq!(life(&[]), 1);
    assert_eq!(
        life(&["--severity", "lifetime-too-long=off"]),
        0,
        "flags count all the same"
    );
}

/// People read one wording, whatever the layout.
#[test]
fn a_line_says_of_signatures_what_a_page_says() {
    let unsigned = sample(1).replacen(
        "eyJhbGciOiJSUzI1NiIsImtpZCI6IjEifQ",
        "eyJhbGciOiJub25lIn0",
        1,
    );
    let (unsigned, _) = unsigned.rsplit_once('.').expect("three parts");
    let input = format!("{}\n{unsigned}.\n", jwt(&json!({"exp": 1})));
    let output = run(&[], &input);
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert!(
        lines[0].contains(" · signature not checked · error "),
        "{lines:?}"
    );
    assert!(lines[1].contains(" · NOT SIGNED · error "), "{lines:?}");
}

#[test]
fn the_request_of_a_record_tells_how_its_token_travelled() {
    let token = sample(1);
    let record = |request: &Value| json!({"token": token, "request": request}).to_string();
    let input = [
        record(&json!({"method": "GET", "url": format!("https://api.example/?access_token={token}")})),
        record(&json!({"method": "GET", "url": "http://api.example/", "headers": {"Authorization": "Bearer …"}})),
    ]
    .join("\n");
    let reports = reports(&run(&["--format", "ndjson"], &input));
    let fires = |index: usize| reports[index]["tokens"][0]["outcomes"]["fires"].to_string();
    assert!(fires(0).contains("token-in-query"), "{}", fires(0));
    assert!(fires(1).contains("cleartext-transport"), "{}", fires(1));
    assert_eq!(
        reports[1]["tokens"][0]["place"]["slot"],
        "Authorization: Bearer"
    );
}

#[test]
fn order_is_that_of_the_input_however_many_judge() {
    let input: String = (0..3000).map(|number| sample(number) + "\n").collect();
    let one = run(&["--format", "ndjson", "--jobs", "1"], &input);
    let four = run(&["--format", "ndjson", "--jobs", "4"], &input);
    assert!(one.stdout == four.stdout);
    let subjects = reports(&one);
    assert_eq!(subjects.len(), 3000);
    for (number, report) in subjects.iter().enumerate() {
        assert_eq!(report["tokens"][0]["who"]["about"], number.to_string());
        assert_eq!(report["tokens"][0]["id"], (number + 1).to_string());
    }
    assert_eq!(text(&one.stderr), text(&four.stderr));
    assert!(
        text(&one.stderr).contains("3000 tokens: "),
        "{}",
        text(&one.stderr)
    );
    assert!(text(&one.stderr).contains("3000  https://idp.example"));
    let quiet = run(&["--format", "ndjson", "--quiet"], &sample(1));
    assert_eq!(text(&quiet.stderr), "");
}

#[test]
fn folders_are_walked_in_order_and_what_is_hidden_is_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("b/.git")).expect("folders");
    fs::create_dir(path("empty")).expect("a folder");
    let lines: String = (0..2).map(|number| sample(number) + "\n").collect();
    for (name, content) in [
        ("c.jwt", sample(9)),
        ("a.ndjson", lines),
        ("b/token", sample(5)),
        ("b/.git/token", "never read".to_owned()),
        (".hidden", "never read".to_owned()),
    ] {
        fs::write(path(name), content).expect("a file");
    }
    let name = folder.path().to_str().expect("a path of text");
    let reports = reports(&run(&["--format", "ndjson", name], ""));
    let places: Vec<&str> = reports
        .iter()
        .map(|one| {
            one["tokens"][0]["place"]["input"]
                .as_str()
                .expect("a place")
        })
        .collect();
    let expected = ["a.ndjson:1", "a.ndjson:2", "b/token", "c.jwt"];
    assert_eq!(places, expected.map(|one| format!("{name}/{one}")));
    let human = run(&[&format!("{name}/b"), &format!("{name}/c.jwt")], "");
    assert!(
        text(&human.stdout).contains("2 tokens: "),
        "{}",
        text(&human.stdout)
    );
}

/// A folder of fixtures holds a README, keys and a picture too.
#[test]
fn files_of_a_folder_without_a_token_are_skipped_where_others_hold_some() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    fs::create_dir(path("tokens")).expect("a folder");
    let jwks = fs::read(KEYS).expect("a key set");
    let long = vec![0xff; (1 << 20) + 2];
    for (name, content) in [
        ("README.md", b"# Tokens of the tests\n".as_slice()),
        ("jwks.json", &jwks),
        ("long.bin", &long),
        ("logo.png", b"\x89PNG\r\n\x1a\n\0\0\0"),
        ("tokens/empty", b""),
        ("zeros.bin", &[0; (1 << 20) + 2]),
        ("tokens/token.jwt", sample(1).as_bytes()),
    ] {
        fs::write(path(name), content).expect("a file");
    }
    let name = folder.path().to_str().expect("a path of text");
    let without = [
        "README.md",
        "jwks.json",
        "logo.png",
        "long.bin",
        "tokens/empty",
        "zeros.bin",
    ];
    let without = without.map(|one| format!("{name}/{one}"));
    let note = format!(
        "note: 6 files of folders hold no token and are skipped: {} and 3 more\n",
        without[..3].join(", ")
    );

    let human = run(&[name, "--fail-on", "never"], "");
    assert_eq!(human.status.code(), Some(0), "{human:?}");
    assert_eq!(text(&human.stderr), note);
    let summary = text(&human.stdout).replace("\n  ", " ");
    assert!(
        summary.contains(" · 6 files without a token skipped"),
        "{summary}"
    );
    let json = run(
        &[name, "--fail-on", "never", "--format", "json", "--quiet"],
        "",
    );
    assert_eq!((json.status.code(), text(&json.stderr)), (Some(0), ""));
    let report: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert!(SCHEMA.is_valid(&report));
    let skipped = report["skipped"].as_array().expect("a list").iter();
    let skipped: Vec<&str> = skipped.filter_map(|one| one["input"].as_str()).collect();
    assert_eq!(skipped, without);
    let lines = run(&[name, "--fail-on", "never", "--format", "ndjson"], "");
    assert_eq!((lines.status.code(), reports(&lines).len()), (Some(0), 1));
    assert!(text(&lines.stderr).starts_with("1 token: "), "{lines:?}");
    assert!(text(&lines.stderr).ends_with(&note), "{lines:?}");

    // What is named is meant, and a folder without any token is a mistake.
    let named = run(&[name, &without[0], "--fail-on", "never"], "");
    assert_eq!(named.status.code(), Some(2));
    fs::remove_file(path("tokens/token.jwt")).expect("it was there");
    let empty = run(&[name, "--fail-on", "never"], "");
    assert_eq!(empty.status.code(), Some(2));
    let errors = text(&empty.stderr).lines();
    assert_eq!(errors.filter(|line| line.starts_with("error: ")).count(), 6);
    // A token in a text is no file without a token: it could not be judged.
    fs::write(path("a.jwt"), sample(1)).expect("a file");
    fs::write(path("README.md"), format!("# Such as {} there", sample(2))).expect("a file");
    let buried = run(&[name, "--fail-on", "never"], "");
    assert_eq!(buried.status.code(), Some(2), "{buried:?}");
}

#[test]
fn one_report_holds_all_lines_too() {
    let input = format!("{}\n{}\n", sample(1), sample(2));
    let output = run(&["--format", "json"], &input);
    let report: Value = serde_json::from_slice(&output.stdout).expect("one document");
    assert!(SCHEMA.is_valid(&report));
    assert_eq!(report["summary"]["tokens"], 2);
    assert_eq!(report["tokens"][1]["place"]["input"], "stdin:2");
}

#[test]
fn the_form_can_be_stated() {
    let alone = format!(r#"{{"token":"{}"}}"#, sample(1));
    let place = |arguments: &[&str], input: &str| {
        let output = run(&[arguments, &["--format", "ndjson"]].concat(), input);
        reports(&output)[0]["tokens"][0]["place"].clone()
    };
    assert_eq!(place(&[], &alone)["slot"], "token");
    assert_eq!(
        place(&["--input-format", "ndjson"], &alone)["input"],
        "stdin:1"
    );
    assert_eq!(
        place(&["--input-format", "token"], &sample(1))["input"],
        "stdin"
    );
    let output = run(&["--input-format", "url"], &sample(1));
    assert_eq!(output.status.code(), Some(2));
    let output = run(&["--input-format", "ndjson"], "");
    assert_eq!(output.status.code(), Some(0), "no line is no error");
}

#[test]
fn a_line_without_end_is_passed_over() {
    let long = "e".repeat(3_000_000);
    let input = format!("{}\n{long}\n{}\n", sample(1), sample(2));
    let output = run(&["--input-format", "ndjson", "--format", "ndjson"], &input);
    let reports = reports(&output);
    assert_eq!(reports.len(), 3);
    let error = reports[1]["unreadable"][0]["error"]
        .as_str()
        .expect("an error");
    assert!(
        error.starts_with("stdin:2 is over 1048576 bytes"),
        "{error}"
    );
    assert_eq!(reports[2]["tokens"][0]["id"], "3");
}

/// The first Ctrl-C ends a batch with what is done.
#[cfg(unix)]
#[test]
fn an_interruption_leaves_whole_lines_and_the_summary() {
    let mut child = whichtoken(&["lint", "--now", NOW, "--format", "ndjson"])
        .args(["--input-format", "ndjson"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("a pipe");
    let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
    writeln!(stdin, "{}", sample(1)).expect("it reads");
    let mut line = String::new();
    stdout
        .read_line(&mut line)
        .expect("an answer before the input ends");
    let report: Value = serde_json::from_str(&line).expect("a whole line");
    assert_eq!(report["tokens"][0]["who"]["about"], "1");
    let process = nix::unistd::Pid::from_raw(i32::try_from(child.id()).expect("a process id"));
    nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGINT).expect("a signal");
    thread::sleep(Duration::from_millis(50));
    let status = child.wait().expect("it ends, though its input does not");
    assert_eq!(status.code(), Some(130));
    let mut talk = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut talk).expect("text");
    assert!(
        talk.contains("1 token: ") && talk.contains("interrupted"),
        "{talk}"
    );
    drop(stdin);
}

#[test]
fn masked_lines_show_equal_values_equal_and_no_value() {
    let claims = |id: u32| {
        json!({
            "iss": "https://idp.example", "sub": "alice-in-chains", "aud": "web-app",
            "email": format!("alice{id}@shop.example"),
        })
    };
    let lines: Vec<String> = (0..40).map(|id| jwt(&claims(id))).collect();
    let arguments = [
        "-",
        "--input-format",
        "ndjson",
        "--format",
        "ndjson",
        "--redact",
    ];
    let output = run(&arguments, &lines.join("\n"));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(text.lines().count(), 40);
    assert!(!text.contains("alice"), "{text}");
    let subjects: std::collections::BTreeSet<String> = text
        .lines()
        .map(|line| {
            let report: Value = serde_json::from_str(line).expect("JSON");
            report["tokens"][0]["claims"]["sub"].to_string()
        })
        .collect();
    assert_eq!(subjects.len(), 1, "one subject, one mask: {subjects:?}");
}
