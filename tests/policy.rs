//! The policy of a team from outside: what holds, what is suppressed, and that nothing is hidden.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod binary;

use std::{fs, path::Path, process::Output};

use base64::Engine as _;
use binary::whichtoken;
use serde_json::Value;
use tempfile::TempDir;

/// 2026-01-01T00:01:40Z, within the life of the token.
const NOW: &str = "1767225700";

/// A folder with a token for another API that lives for two days, and a policy.
struct Team {
    folder: TempDir,
}

/// What a run said.
struct Said {
    status: i32,
    report: Value,
    stderr: String,
}

impl Team {
    fn new(policy: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let encode = |json: &str| base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(json);
        let token = format!(
            "{}.{}.AQ",
            encode(r#"{"alg":"RS256","typ":"at+jwt"}"#),
            encode(
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://stock.example","client_id":"app","jti":"1","iat":1767225600,"exp":1767398400}"#
            )
        );
        fs::write(folder.path().join("token.jwt"), token).unwrap();
        fs::write(folder.path().join("whichtoken.toml"), policy).unwrap();
        fs::create_dir_all(folder.path().join("jobs/nightly")).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Runs the program in a folder of the team.
    fn run(&self, folder: &str, arguments: &[&str]) -> Output {
        whichtoken(arguments)
            .current_dir(self.folder.path().join(folder))
            .output()
            .unwrap()
    }

    fn lint(&self, more: &[&str]) -> Said {
        self.lint_in("jobs/nightly", more)
    }

    fn lint_in(&self, folder: &str, more: &[&str]) -> Said {
        let token = self.path("token.jwt");
        let mut arguments = vec!["lint", &token, "--now", NOW, "--format", "json"];
        arguments.extend(more);
        Said::of(&self.run(folder, &arguments))
    }

    fn human(&self, more: &[&str]) -> String {
        let token = self.path("token.jwt");
        let mut arguments = vec!["lint", &token, "--now", NOW];
        arguments.extend(more);
        String::from_utf8(self.run(".", &arguments).stdout).unwrap()
    }
}

impl Said {
    fn of(output: &Output) -> Self {
        let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        let schema: Value =
            serde_json::from_str(include_str!("../src/report/report.schema.json")).unwrap();
        if report.is_object() {
            let validator = jsonschema::validator_for(&schema).unwrap();
            let errors = validator.iter_errors(&report);
            let errors: Vec<String> = errors.map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0]);
        }
        Self {
            status: output.status.code().unwrap(),
            report,
            stderr: String::from_utf8(output.stderr.clone()).unwrap(),
        }
    }

    /// The rules of the findings in a list of the token, with their severities.
    fn rules(&self, list: &str) -> Vec<String> {
        let findings = self.report["tokens"][0][list].as_array();
        let findings = findings.into_iter().flatten();
        findings
            .map(|finding| format!("{} {}", text(&finding["severity"]), text(&finding["rule"])))
            .collect()
    }

    fn about_policy(&self) -> Vec<String> {
        let findings = self.report["policy"]["findings"].as_array();
        let findings = findings.into_iter().flatten();
        findings
            .map(|finding| format!("{} {}", text(&finding["rule"]), text(&finding["pointer"])))
            .collect()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn suppression(rule: &str, expires: &str, more: &str) -> String {
    format!(
        "audiences = ['https://orders.example']\n\n[[suppress]]\nrule = '{rule}'\nreason = 'it is \
         known'\nexpires = {expires}\n{more}\n"
    )
}

const AUDIENCE: &str = "audiences = ['https://orders.example']";

#[test]
fn the_nearest_file_counts_unless_another_is_named_or_none_is_wanted() {
    let team = Team::new(AUDIENCE);
    let said = team.lint(&[]);
    assert!(
        said.rules("findings")
            .contains(&"error audience-mismatch".to_owned())
    );
    assert_eq!(said.report["policy"]["source"], "../../whichtoken.toml");
    assert_eq!(said.status, 1);
    let none = team.lint(&["--no-config"]);
    assert_eq!((none.status, &none.report["policy"]), (0, &Value::Null));
    fs::write(team.path("jobs/whichtoken.toml"), "leeway = 1").unwrap();
    let nearer = team.lint(&[]);
    assert_eq!(nearer.report["policy"]["source"], "../whichtoken.toml");
    assert_eq!(nearer.status, 0);
    let named = team.lint(&["--config", &team.path("whichtoken.toml")]);
    assert_eq!(named.status, 1);
    let missing = team.lint(&["--config", "nowhere.toml"]);
    assert_eq!(missing.status, 2);
    assert!(
        missing
            .stderr
            .contains("nowhere.toml: there is no such file")
    );
}

#[test]
fn flags_go_before_the_file_and_the_file_before_the_defaults() {
    let policy = "audiences = ['https://orders.example']\nfail-on = 'never'\nleeway = '1h'\n\
                  [limits]\nbearer-life-warn = '10d'\nbearer-life-info = '10d'";
    let team = Team::new(policy);
    let said = team.lint(&[]);
    assert_eq!(said.status, 0);
    assert_eq!(
        said.rules("findings"),
        ["error audience-mismatch", "info signature-not-verified"]
    );
    assert_eq!(team.lint(&["--fail-on", "error"]).status, 1);
    let other = team.lint(&["--audience", "https://stock.example"]);
    assert_eq!(other.rules("findings"), ["info signature-not-verified"]);
    // An hour of leeway, and then none.
    let late = ["--now", "1767398700"];
    let token = team.path("token.jwt");
    let judged = |more: &[&str]| {
        let mut arguments = vec!["lint", token.as_str(), "--format", "json"];
        arguments.extend(late);
        arguments.extend(more);
        Said::of(&team.run(".", &arguments)).rules("findings")
    };
    assert!(!judged(&[]).contains(&"error expired".to_owned()));
    assert!(judged(&["--leeway", "0"]).contains(&"error expired".to_owned()));
}

#[test]
fn a_situation_of_the_policy_is_taken_by_its_name() {
    let team = Team::new(
        "issuers = ['https://other.example']\n[situation.stock.receiver]\nids = \
         ['https://stock.example']\nissuers = ['https://idp.example']\n[situation.orders.receiver]\n\
         ids = ['https://orders.example']",
    );
    for name in ["stock", "#stock"] {
        let said = team.lint(&["--situation", name]);
        assert_eq!(said.status, 0, "{} {}", said.stderr, said.report);
    }
    let orders = team.lint(&["--situation", "orders"]);
    let found = orders.rules("findings");
    assert!(
        found.contains(&"error audience-mismatch".to_owned()),
        "{found:?}"
    );
    assert!(
        found.contains(&"error untrusted-issuer".to_owned()),
        "{found:?}"
    );
    let wrong = team.lint(&["--situation", "stok"]);
    assert_eq!(wrong.status, 2);
    assert!(
        wrong.stderr.contains("did you mean `stock`?"),
        "{}",
        wrong.stderr
    );
    let elsewhere = team.lint(&[
        "--situation",
        &format!("{}#stock", team.path("whichtoken.toml")),
    ]);
    assert_eq!(elsewhere.status, 0, "{}", elsewhere.stderr);
    let without = team.lint(&["--no-config", "--situation", "#stock"]);
    assert!(
        without
            .stderr
            .contains("there is no whichtoken.toml that holds `stock`")
    );
    assert_eq!(without.status, 2);
}

#[test]
fn a_slip_stops_the_run_and_check_tells_them_all() {
    let team = Team::new("fail_on = 'warn'\n[severity]\nexpird = 'off'\n");
    let said = team.lint(&[]);
    assert_eq!(said.status, 2);
    let first = "error: ../../whichtoken.toml:1:1: there is no setting `fail_on`; did you mean \
                 `fail-on`? (and 1 more)";
    assert!(said.stderr.starts_with(first), "{}", said.stderr);
    let check = team.run(".", &["config", "check"]);
    assert_eq!(check.status.code(), Some(2));
    assert!(check.stdout.is_empty());
    assert_eq!(
        String::from_utf8(check.stderr).unwrap(),
        "error: whichtoken.toml:1:1: there is no setting `fail_on`; did you mean `fail-on`?\n\
         error: whichtoken.toml:3:1: there is no rule `expird`; did you mean `expired`?\n"
    );
    fs::write(team.path("whichtoken.toml"), AUDIENCE).unwrap();
    let check = team.run("jobs", &["config", "check"]);
    assert_eq!(check.status.code(), Some(0));
    assert_eq!(check.stdout, b"../whichtoken.toml: nothing is wrong\n");
    let none = team.run(".", &["config", "check", "nowhere.toml"]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn check_tells_what_has_expired_on_its_day() {
    let team = Team::new(&suppression("audience-mismatch", "2025-12-31", ""));
    let check = |more: &[&str]| {
        let output = team.run(".", &[&["config", "check"], more].concat());
        let stdout = String::from_utf8(output.stdout).unwrap();
        (output.status.code(), stdout)
    };
    let expired = "warn[suppression-expired] the suppression of `audience-mismatch` expired on \
                   2025-12-31, expected a date that has not passed (whichtoken.toml:3)\n";
    let after = ["--now", "2026-01-01T00:00:00Z"];
    assert_eq!(check(&after), (Some(0), expired.to_owned()));
    let strict = [&after[..], &["--fail-on", "warn"]].concat();
    assert_eq!(check(&strict), (Some(1), expired.to_owned()));
    let fine = "whichtoken.toml: nothing is wrong\n";
    let before = ["--now", "2025-12-31T23:59:59Z"];
    assert_eq!(check(&before), (Some(0), fine.to_owned()));
    let stated = format!(
        "fail-on = 'warn'\n{}",
        suppression("expired", "2025-12-31", "")
    );
    fs::write(team.path("whichtoken.toml"), stated).unwrap();
    assert_eq!(check(&after).0, Some(1));
}

#[test]
fn the_last_line_of_lines_is_about_the_policy_if_anything_is_wrong_with_it() {
    let team = Team::new(&suppression("audience-mismatch", "2025-12-31", ""));
    let policy = suppression("expired", "2027-12-31", "");
    fs::write(team.path("unmatched.toml"), policy).unwrap();
    fs::write(team.path("fine.toml"), AUDIENCE).unwrap();
    let token = team.path("token.jwt");
    let lint = |config: &str, more: &[&str]| {
        let arguments = ["lint", &token, &token, "--now", NOW, "--config", config];
        let form = ["--format", "ndjson", "--fail-on", "never"];
        let form = if more.contains(&"--fail-on") {
            &form[..2]
        } else {
            &form[..]
        };
        let output = team.run(".", &[&arguments[..], form, more].concat());
        let stderr = String::from_utf8(output.stderr.clone()).unwrap();
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let lines: Vec<Said> = text
            .lines()
            .map(|line| {
                Said::of(&Output {
                    stdout: line.as_bytes().to_vec(),
                    ..output.clone()
                })
            })
            .collect();
        (output.status.code(), lines, stderr)
    };
    let (status, lines, stderr) = lint("whichtoken.toml", &[]);
    assert_eq!((status, lines.len()), (Some(0), 3));
    assert!(lines[0].about_policy().is_empty() && lines[1].about_policy().is_empty());
    let last = &lines[2];
    assert_eq!(
        last.about_policy(),
        ["suppression-expired whichtoken.toml:3"]
    );
    assert_eq!(last.report["tokens"], serde_json::json!([]));
    assert_eq!(last.report["summary"]["warnings"], 1);
    assert!(stderr.contains("warn[suppression-expired] "), "{stderr}");

    let strict = [
        "--fail-on",
        "warn",
        "--quiet",
        "--ignore",
        "audience-mismatch",
    ];
    let strict = [&strict[..], &["--ignore", "lifetime-too-long"]].concat();
    let (status, lines, stderr) = lint("unmatched.toml", &strict);
    assert_eq!((status, stderr.as_str()), (Some(1), ""));
    assert_eq!(lines[0].report["summary"]["exit"], 0);
    let last = lines.last().unwrap();
    assert_eq!(
        last.about_policy(),
        ["suppression-unmatched unmatched.toml:3"]
    );
    assert_eq!(last.report["summary"]["exit"], 1);
    assert_eq!(lint("fine.toml", &[]).1.len(), 2);
}

#[test]
fn severities_are_set_and_rules_are_turned_off_and_counted() {
    let team = Team::new("[severity]\naudience-mismatch = 'info'\nlifetime-too-long = 'off'");
    let audience = ["--audience", "https://orders.example"];
    let said = team.lint(&audience);
    let found = said.rules("findings");
    assert_eq!(
        found,
        ["info signature-not-verified", "info audience-mismatch"]
    );
    assert_eq!(
        said.report["tokens"][0]["outcomes"]["off"],
        serde_json::json!(["lifetime-too-long"])
    );
    assert_eq!(said.status, 0);
    let raised = team.lint(
        &[
            &audience[..],
            &[
                "--severity",
                "signature-not-verified=error",
                "--severity",
                "audience-mismatch=off",
            ],
        ]
        .concat(),
    );
    assert_eq!(raised.rules("findings"), ["error signature-not-verified"]);
    assert_eq!(raised.status, 1);
    assert!(team.human(&audience).contains(", 1 off"));
}

#[test]
fn only_runs_these_rules_even_if_the_file_turned_them_off() {
    let team = Team::new("[severity]\nlifetime-too-long = 'off'\nexpired = 'warn'");
    let said = team.lint(&["--only", "lifetime-too-long,audience-mismatch"]);
    assert_eq!(
        said.rules("findings").len(),
        1,
        "{:?}",
        said.rules("findings")
    );
    assert!(said.rules("findings")[0].ends_with(" lifetime-too-long"));
    let outcomes = &said.report["tokens"][0]["outcomes"];
    let count = |name: &str| outcomes[name].as_array().map_or(0, Vec::len);
    let all = count("fires") + count("silent") + count("not_applicable") + count("needs");
    assert_eq!(all, 2);
    assert!(count("off") > 100);
}

/// A rule that is off silences nobody: the general rule speaks in its place.
#[test]
fn a_specific_rule_that_is_off_leaves_the_word_to_the_general_one() {
    let team = Team::new("");
    let token = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tokens/id-token.jwt");
    let lint = |more: &[&str]| {
        let arguments = ["lint", token.to_str().unwrap(), "--now", "1795341600"];
        let receiver = [
            "--to",
            "resource-server",
            "--audience",
            "https://api.example",
        ];
        let format = ["--format", "json"];
        let output = team.run(".", &[&arguments[..], &receiver, &format, more].concat());
        Said::of(&output).rules("findings")
    };
    let (specific, general) = ("error foreign-client-audience", "error audience-mismatch");
    let has = |found: &[String], name: &str| found.iter().any(|one| one == name);
    let both = lint(&[]);
    assert!(has(&both, specific) && !has(&both, general), "{both:?}");
    for more in [
        ["--severity", "foreign-client-audience=off"],
        ["--only", "audience-mismatch"],
    ] {
        let found = lint(&more);
        assert!(has(&found, general) && !has(&found, specific), "{found:?}");
    }
    // A lesser severity is the user's word on the fact, and the general rule adds nothing to it.
    let lesser = lint(&["--severity", "foreign-client-audience=note"]);
    assert!(!has(&lesser, general), "{lesser:?}");
}

/// What a team wants to read about is no reason to send a token.
#[test]
fn the_verdict_does_not_depend_on_severities_and_suppressions() {
    let team = Team::new(&suppression("audience-mismatch", "2027-01-01", ""));
    let token = team.path("token.jwt");
    let verdict = |more: &[&str]| {
        let arguments = ["verdict", token.as_str(), "--now", NOW, "--format", "json"];
        let receiver = [
            "--to",
            "resource-server",
            "--audience",
            "https://orders.example",
        ];
        let output = team.run(".", &[&arguments[..], &receiver, more].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), report["tokens"][0]["verdict"].clone())
    };
    let plain = verdict(&["--no-config"]);
    assert_eq!(plain.0, Some(1));
    assert_eq!(plain.1["value"], "reject");
    assert_eq!(verdict(&[]), plain);
    assert_eq!(verdict(&["--severity", "audience-mismatch=off"]), plain);
    assert_eq!(verdict(&["--only", "expired"]), plain);
}

#[test]
fn the_demo_shows_nothing_of_the_policy() {
    let team = Team::new("fail_on = 'warn'");
    let output = team.run(".", &["demo", "--quiet"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), text.as_str()), (Some(0), ""));
}

#[test]
fn a_misspelt_rule_is_an_error_with_what_was_meant() {
    let team = Team::new("");
    for flag in [
        ["--only", "expird"],
        ["--ignore", "expird"],
        ["--severity", "expird=off"],
    ] {
        let said = team.lint(&flag);
        assert_eq!(said.status, 2);
        assert!(
            said.stderr.contains("did you mean `expired`?"),
            "{}",
            said.stderr
        );
    }
    let said = team.lint(&["--severity", "expired=wrn"]);
    assert!(
        said.stderr.contains("did you mean `warn`?"),
        "{}",
        said.stderr
    );
}

#[test]
fn what_is_ignored_is_counted_and_an_idle_ignore_is_said() {
    let team = Team::new(AUDIENCE);
    let said = team.lint(&["--ignore", "audience-mismatch", "--ignore", "expired"]);
    assert_eq!(said.status, 0);
    assert_eq!(said.rules("suppressed"), ["error audience-mismatch"]);
    let suppressed = &said.report["tokens"][0]["suppressed"][0];
    assert_eq!(suppressed["reason"], "--ignore");
    assert_eq!(suppressed["expires"], Value::Null);
    assert_eq!(said.report["summary"]["suppressed"], 1);
    assert_eq!(said.stderr, "note: --ignore expired matched no finding\n");
    let page = team.human(&["--ignore", "audience-mismatch"]);
    assert!(page.contains(", 1 suppressed"), "{page}");
}

#[test]
fn a_suppression_takes_its_findings_out_and_keeps_them_in_the_report() {
    let team = Team::new(&suppression(
        "audience-mismatch",
        "2026-01-01",
        "issuer = 'https://idp.example'\npointer = 'payload'\nkind = 'access-token'",
    ));
    let said = team.lint(&[]);
    assert_eq!(said.status, 0, "its last day still counts");
    assert_eq!(said.rules("suppressed"), ["error audience-mismatch"]);
    let suppressed = &said.report["tokens"][0]["suppressed"][0];
    assert_eq!(suppressed["reason"], "it is known");
    assert_eq!(suppressed["expires"], "2026-01-01");
    assert_eq!(said.report["summary"]["suppressed"], 1);
    assert_eq!(said.report["summary"]["errors"], 0);
    assert_eq!(said.about_policy(), [""; 0]);
}

#[test]
fn an_expired_suppression_hides_nothing_and_is_a_finding() {
    let team = Team::new(&suppression("audience-mismatch", "2025-12-31", ""));
    let said = team.lint(&[]);
    assert_eq!(said.status, 1);
    assert!(
        said.rules("findings")
            .contains(&"error audience-mismatch".to_owned())
    );
    assert_eq!(
        said.about_policy(),
        ["suppression-expired ../../whichtoken.toml:3"]
    );
    let page = team.human(&[]);
    assert!(
        page.contains("warn[suppression-expired] the suppression of"),
        "{page}"
    );
    assert!(
        !team
            .run(".", &["explain", "suppression-expired"])
            .stdout
            .is_empty()
    );
}

#[test]
fn a_suppression_that_matches_nothing_is_a_finding() {
    for more in [
        "issuer = 'https://idp.example/'",
        "pointer = 'payload/au'",
        "kind = 'id-token'",
    ] {
        let team = Team::new(&suppression("audience-mismatch", "2027-01-01", more));
        let said = team.lint(&[]);
        assert_eq!(said.status, 1, "{more}");
        assert_eq!(said.rules("suppressed"), [""; 0], "{more}");
        assert_eq!(
            said.about_policy(),
            ["suppression-unmatched ../../whichtoken.toml:3"]
        );
    }
    let team = Team::new(&suppression("expired", "2027-01-01", ""));
    let right = [
        "--audience",
        "https://stock.example",
        "--severity",
        "lifetime-too-long=off",
    ];
    let mut strict = right.to_vec();
    strict.extend(["--fail-on", "warn"]);
    assert_eq!(team.lint(&right).status, 0);
    let failed = team.lint(&strict);
    assert_eq!(
        (failed.status, &failed.report["summary"]["warnings"]),
        (1, &1.into())
    );
    // Where the rule had no chance to find anything, nothing is wrong with the suppression.
    assert_eq!(team.lint(&["--only", "alg-none"]).about_policy(), [""; 0]);
    let team = Team::new(&suppression("endpoints-off-origin", "2027-01-01", ""));
    assert_eq!(team.lint(&[]).about_policy(), [""; 0]);
}

#[test]
fn a_baseline_lets_only_new_findings_fail() {
    let team = Team::new("");
    let baseline = team.path("baseline.json");
    let orders = ["--audience", "https://orders.example"];
    let written = team.lint(&[&orders[..], &["--write-baseline", &baseline]].concat());
    assert_eq!(written.status, 0, "{}", written.stderr);
    assert!(
        written.stderr.starts_with("saved: `--baseline "),
        "{}",
        written.stderr
    );
    let text = fs::read_to_string(&baseline).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[1], "  \"schema\": \"whichtoken/baseline/v1\",");
    assert_eq!(
        lines[3],
        "    {\"rule\":\"audience-mismatch\",\"kind\":\"access-token\",\"issuer\":\"https://idp.example\",\
         \"pointer\":\"payload/aud\"},"
    );
    assert!(lines[3..lines.len() - 2].is_sorted(), "{text}");
    let known = ["--baseline", baseline.as_str()];
    let said = team.lint(&[&orders[..], &known].concat());
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert_eq!(said.report["tokens"][0]["findings"], serde_json::json!([]));
    assert_eq!(
        said.report["tokens"][0]["suppressed"][0]["reason"],
        "in the baseline"
    );
    let new = team.lint(&[&orders[..], &known, &["--now", "1768000000"]].concat());
    assert_eq!(new.status, 2, "a flag stands once");
    let late = [
        "lint",
        &team.path("token.jwt"),
        "--now",
        "1768000000",
        "--format",
        "json",
    ];
    let late = Said::of(&team.run(".", &[&late[..], &orders, &known].concat()));
    assert_eq!(
        (late.status, late.rules("findings")),
        (1, vec!["error expired".to_owned()])
    );
    let mended = team.lint(&known);
    assert_eq!(mended.stderr, "note: 1 finding of the baseline is gone\n");
    // The same run writes the same file.
    team.lint(&[&orders[..], &["--write-baseline", &baseline]].concat());
    assert_eq!(fs::read_to_string(&baseline).unwrap(), text);
}

#[test]
fn a_baseline_is_refused_where_it_would_mislead() {
    let team = Team::new("");
    let said = team.lint(&["--baseline", "nowhere.json"]);
    assert_eq!(said.status, 2);
    for (wrong, told) in [
        ("{}", "missing field `schema`"),
        (
            r#"{"schema":"whichtoken/baseline/v9","findings":[]}"#,
            "`schema` is `whichtoken/baseline/v9`",
        ),
        (
            r#"{"schema":"whichtoken/baseline/v1","findings":[],"x":1}"#,
            "unknown field `x`",
        ),
    ] {
        fs::write(team.path("b.json"), wrong).unwrap();
        let said = team.lint(&["--baseline", &team.path("b.json")]);
        assert_eq!(said.status, 2);
        assert!(said.stderr.contains(told), "{}", said.stderr);
    }
    // A part of the findings would pass for all of them.
    let (token, partial) = (team.path("token.jwt"), team.path("partial.json"));
    let output = team.run(
        ".",
        &[
            "lint",
            &token,
            "jobs",
            "--now",
            NOW,
            "--write-baseline",
            &partial,
        ],
    );
    assert_eq!(output.status.code(), Some(2));
    assert!(!Path::new(&partial).exists());
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("is not written")
    );
}

#[test]
fn the_policy_holds_for_a_provider_too() {
    let metadata = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/providers/captured");
    let metadata = metadata.to_str().unwrap();
    let team = Team::new("fail-on = 'info'");
    let provider = |more: &[&str]| {
        let arguments = ["provider", metadata, "--now", NOW, "--format", "json"];
        Said::of(&team.run(".", &[&arguments[..], more].concat()))
    };
    let said = provider(&[]);
    assert_eq!(said.status, 1);
    let findings = said.report["provider"]["findings"].as_array().unwrap();
    let rule = text(&findings[0]["rule"]).to_owned();
    let without = provider(&["--ignore", &rule]);
    let suppressed = without.report["provider"]["suppressed"].as_array().unwrap();
    assert!(
        suppressed.iter().all(|one| one["rule"] == rule.as_str()),
        "{suppressed:?}"
    );
    assert_eq!(without.report["summary"]["suppressed"], suppressed.len());
    let baseline = team.path("b.json");
    assert_eq!(provider(&["--write-baseline", &baseline]).status, 0);
    assert_eq!(provider(&["--baseline", &baseline]).status, 0);
    assert!(
        fs::read_to_string(&baseline)
            .unwrap()
            .contains("\"kind\":null")
    );
}

#[test]
fn show_tells_what_holds_and_from_where() {
    let team = Team::new(
        "leeway = '5m'\naudiences = ['https://orders.example']\n[limits]\nproof-age = '1m'\n",
    );
    let arguments = [
        "config",
        "show",
        "--profile",
        "fapi2",
        "--severity",
        "expired=warn",
    ];
    let output = team.run("jobs", &[&arguments[..], &["--format", "json"]].concat());
    let shown: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shown["schema"], "whichtoken/config/v1");
    assert_eq!(shown["file"], "../whichtoken.toml");
    let setting = |name: &str| {
        let settings = shown["settings"].as_array().unwrap().iter();
        let mut named = settings.filter(|setting| setting["name"] == name);
        let setting = named.next().unwrap();
        (setting["value"].clone(), setting["from"].clone())
    };
    let file = |line: u32| serde_json::json!({"source": "file", "file": "../whichtoken.toml", "line": line});
    let flag = |flag: &str| serde_json::json!({"source": "flag", "flag": flag});
    let plain = |source: &str| serde_json::json!({ "source": source });
    assert_eq!(setting("profile"), ("fapi2".into(), flag("--profile")));
    assert_eq!(setting("leeway"), (300.into(), file(1)));
    assert_eq!(setting("fail-on"), ("error".into(), plain("default")));
    assert_eq!(
        setting("audiences"),
        (vec!["https://orders.example"].into(), file(2))
    );
    assert_eq!(
        setting("severity.expired"),
        ("warn".into(), flag("--severity"))
    );
    assert_eq!(setting("limits.proof-age"), (60.into(), file(4)));
    assert_eq!(setting("limits.future-skew"), (10.into(), plain("profile")));
    assert_eq!(setting("limits.rsa-bits"), (2048.into(), plain("default")));
    let page = team.run("jobs", &arguments).stdout;
    let page = String::from_utf8(page).unwrap();
    let line = page
        .lines()
        .find(|line| line.starts_with("leeway"))
        .unwrap();
    assert!(line.ends_with("5m  (../whichtoken.toml:1)"), "{line}");
    let line = page
        .lines()
        .find(|line| line.starts_with("limits.future-skew "))
        .unwrap();
    assert!(line.ends_with("10s  (profile fapi2)"), "{line}");
}
