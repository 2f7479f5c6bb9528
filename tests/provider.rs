//! The issuer's side, from outside: the built program against providers on loopback.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::{fs, time::Instant};

use support::{Reply, Said, Server, whichtoken, whichtoken_with};
use whichtoken::token::base64url;

const KEYS: &str = include_str!("../fixtures/providers/captured/jwks.json");
const CAPTURED: &str = "fixtures/providers/captured";
const CAPTURED_ISSUER: &str = "http://127.0.0.1:19400";
const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

/// A token of this issuer and `kid`; nobody signed it.
fn token(issuer: &str, kid: &str) -> String {
    let part = |text: String| base64url::encode(text.as_bytes());
    let header = part(format!(r#"{{"alg":"RS256","kid":"{kid}"}}"#));
    let claims = part(format!(
        r#"{{"iss":"{issuer}","sub":"u","aud":"c","exp":1795345120,"iat":1795341520}}"#
    ));
    format!("{header}.{claims}.{}", "A".repeat(342))
}

/// Runs `inspect` on a token with these flags; findings do not count for the status.
fn inspect(flags: &[&str], token: &str) -> Said {
    let mut arguments = vec!["inspect", "-", "--format", "json"];
    arguments.extend(["--now", "1795341600", "--fail-on", "never"]);
    arguments.extend(flags);
    whichtoken(&arguments, token)
}

/// A provider whose issuer is its base URL.
fn provider() -> Server {
    Server::start(|path, base| match path {
        OPENID => Reply::json(metadata(base, &format!("{base}/jwks"))),
        "/jwks" => Reply::json(KEYS),
        _ => Reply::not_found(),
    })
}

/// A provider that gives this reply in the place of its key set.
fn provider_with_keys(reply: Reply) -> Server {
    Server::start(move |path, base| match path {
        OPENID => Reply::json(metadata(base, &format!("{base}/jwks"))),
        "/jwks" => reply.clone(),
        _ => Reply::not_found(),
    })
}

fn metadata(issuer: &str, jwks_uri: &str) -> String {
    format!(r#"{{"issuer":"{issuer}","jwks_uri":"{jwks_uri}"}}"#)
}

fn key_ids(said: &Said) -> Vec<String> {
    let json = said.json();
    let keys = json["provider"]["keys"].as_array().expect("keys").iter();
    keys.map(|key| key["kid"].as_str().unwrap_or("-").to_owned())
        .collect()
}

/// The token is reported, the error is told once with a hint, the status is 3.
#[track_caller]
fn assert_undone(said: &Said, parts: &[&str]) {
    assert_eq!(said.status, 3, "{}", said.stderr);
    assert_told(said, parts);
    let json = said.json();
    assert_eq!(json["tokens"].as_array().expect("tokens").len(), 1);
    assert_eq!(json["tokens"][0]["signature"]["status"], "not-checked");
    assert_eq!(json["summary"]["exit"], 3);
}

/// Nothing was done; the error is told once with a hint, the status is 2.
#[track_caller]
fn assert_usage(said: &Said, parts: &[&str]) {
    assert_eq!(said.status, 2, "{}", said.stderr);
    assert_told(said, parts);
    assert_eq!(said.stdout, "");
}

#[track_caller]
fn assert_told(said: &Said, parts: &[&str]) {
    let errors = said.stderr.matches("error: ").count();
    assert_eq!(errors, 1, "{}", said.stderr);
    assert!(said.stderr.contains("\nhint: "), "{}", said.stderr);
    for part in parts {
        assert!(said.stderr.contains(part), "{part:?} in {:?}", said.stderr);
    }
}

#[test]
fn an_issuer_is_discovered() {
    let server = provider();
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    let json = said.json();
    assert_eq!(json["provider"]["issuer"], issuer);
    assert_eq!(json["provider"]["source"], format!("{issuer}{OPENID}"));
    assert_eq!(key_ids(&said).len(), 8);
    assert_eq!(
        json["provider"]["keys"][0]["unusable"],
        serde_json::Value::Null
    );
    assert_eq!(server.asked(), [OPENID, "/jwks"]);
}

#[test]
fn the_issuer_of_several_inputs_is_asked_once() {
    let server = provider();
    let issuer = server.url();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jwt");
    fs::write(&path, token(&issuer, "op-rs256")).unwrap();
    let file = path.to_str().unwrap();
    let said = inspect(
        &["--issuer", &issuer, file, file],
        &token(&issuer, "op-rs256"),
    );
    assert_eq!(said.json()["tokens"].as_array().unwrap().len(), 3);
    assert_eq!(server.asked(), [OPENID, "/jwks"]);
}

#[test]
fn an_issuer_with_a_path_is_asked_below_its_path() {
    let server = Server::start(|path, base| match path {
        "/t/a/.well-known/openid-configuration" => Reply::json(metadata(
            &format!("{base}/t/a"),
            &format!("{base}/t/a/jwks"),
        )),
        "/t/a/jwks" => Reply::json(KEYS),
        _ => Reply::not_found(),
    });
    let issuer = format!("{}/t/a", server.url());
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_eq!(
        (said.status, key_ids(&said).len()),
        (0, 8),
        "{}",
        said.stderr
    );
}

#[test]
fn the_form_of_rfc_8414_is_tried_second() {
    let server = Server::start(|path, base| match path {
        "/.well-known/oauth-authorization-server/t" => {
            Reply::json(metadata(&format!("{base}/t"), &format!("{base}/jwks")))
        }
        "/jwks" => Reply::json(KEYS),
        _ => Reply::not_found(),
    });
    let issuer = format!("{}/t", server.url());
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_eq!(
        (said.status, key_ids(&said).len()),
        (0, 8),
        "{}",
        said.stderr
    );
    let tried = [
        "/t/.well-known/openid-configuration",
        &format!("{OAUTH}/t"),
        "/jwks",
    ];
    assert_eq!(server.asked(), tried);
}

#[test]
fn no_document_at_all_names_both_tries() {
    let server = Server::start(|_, _| Reply::not_found());
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    let openid = format!("{issuer}{OPENID} answers with status 404");
    let oauth = format!("{issuer}{OAUTH} answers with status 404");
    assert_undone(&said, &[&openid, &oauth]);
    assert_eq!(said.json()["provider"]["keys"], serde_json::json!([]));
}

#[test]
fn another_issuer_is_refused_with_both_strings() {
    let server = Server::start(|_, base| Reply::json(metadata("https://op.example", base)));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    let expected = format!("expected `{issuer}`");
    assert_undone(&said, &["of issuer `https://op.example`", &expected]);
    assert_eq!(server.asked(), [OPENID], "no keys of a stranger");
}

#[test]
fn a_trailing_slash_is_pointed_out() {
    let server = provider();
    let issuer = format!("{}/", server.url());
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    let found = format!("of issuer `{}`", server.url());
    let expected = format!("expected `{issuer}`");
    assert_undone(&said, &[&found, &expected, "trailing slash"]);
}

#[test]
fn redirects_are_followed_within_the_origin() {
    let server = Server::start(|path, base| match path {
        OPENID => Reply::Redirect("/moved".to_owned()),
        "/moved" => Reply::json(metadata(base, &format!("{base}/jwks"))),
        "/jwks" => Reply::Redirect(format!("{base}/keys")),
        "/keys" => Reply::json(KEYS),
        _ => Reply::not_found(),
    });
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_eq!(
        (said.status, key_ids(&said).len()),
        (0, 8),
        "{}",
        said.stderr
    );
}

#[test]
fn redirects_to_another_origin_are_refused_with_both_origins() {
    let elsewhere = provider();
    let target = elsewhere.url();
    let there = format!("{target}/jwks");
    let server = provider_with_keys(Reply::Redirect(there));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &[&format!("from {issuer} to {target}")]);
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn redirects_in_a_circle_end() {
    let server = provider_with_keys(Reply::Redirect("/jwks".to_owned()));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["more than 3 times"]);
    assert_eq!(server.count("/jwks"), 4);
}

#[test]
fn slow_and_silent_providers_are_cut_off() {
    for reply in [Reply::Drip, Reply::Silence] {
        let server = provider_with_keys(reply.clone());
        let issuer = server.url();
        let start = Instant::now();
        let flags = ["--issuer", &issuer, "--timeout", "1"];
        let said = inspect(&flags, &token(&issuer, "op-rs256"));
        assert_undone(
            &said,
            &[&format!("{issuer}/jwks gave no complete answer within 1 s")],
        );
        assert!(start.elapsed().as_secs() < 5, "{reply:?}");
    }
}

#[test]
fn a_body_without_end_is_cut_off() {
    let server = provider_with_keys(Reply::Endless);
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(
        &said,
        &["sends more than 1048576 bytes, expected a key set"],
    );
}

#[test]
fn html_in_the_place_of_keys_says_what_arrived() {
    let html = "<!DOCTYPE html><title>Sign in</title>".to_owned();
    let server = provider_with_keys(Reply::Answer(200, "text/html; charset=utf-8", html));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["`text/html`", "<!DOCTYPE", "expected a key set"]);
}

#[test]
fn a_key_set_of_another_shape_is_named() {
    let server = provider_with_keys(Reply::json(r#"{"error":"not_found"}"#));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["it is an error message", "expected a key set"]);
}

#[test]
fn a_provider_without_a_key_set_keeps_its_metadata() {
    let server = Server::start(|_, base| Reply::json(format!(r#"{{"issuer":"{base}"}}"#)));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["has no `jwks_uri`"]);
    assert_eq!(
        said.json()["provider"]["source"],
        format!("{issuer}{OPENID}")
    );
}

#[test]
fn one_odd_key_does_not_sink_the_set() {
    let odd = r#"{"keys":[{"kty":"LWE","kid":"new"},7,
        {"kty":"OKP","crv":"Ed25519","alg":"EdDSA","kid":7,"use":[],
         "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#;
    let server = provider_with_keys(Reply::json(odd));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "new"));
    assert_eq!(said.status, 0, "{}", said.stderr);
    let keys = said.json()["provider"]["keys"].clone();
    assert_eq!(keys[0]["unusable"], "key type `LWE` is not known here");
    assert_eq!(keys[1]["unusable"], "it is a number, expected an object");
    assert_eq!(keys[2]["unusable"], serde_json::Value::Null);
    assert_eq!(
        keys[2]["thumbprint"],
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
}

/// A provider that publishes a second key from the second request on.
fn rotating_provider() -> Server {
    let first = std::sync::atomic::AtomicBool::new(true);
    Server::start(move |path, base| match path {
        OPENID => Reply::json(metadata(base, &format!("{base}/jwks"))),
        "/jwks" if first.swap(false, std::sync::atomic::Ordering::SeqCst) => {
            Reply::json(r#"{"keys":[{"kty":"RSA","kid":"old","n":"w--5","e":"AQAB"}]}"#)
        }
        "/jwks" => Reply::json(
            r#"{"keys":[{"kty":"RSA","kid":"old","n":"w--5","e":"AQAB"},
                {"kty":"RSA","kid":"new","n":"w--7","e":"AQAB"}]}"#,
        ),
        _ => Reply::not_found(),
    })
}

#[test]
fn a_new_kid_is_worth_one_more_fetch() {
    let server = rotating_provider();
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "new"));
    assert_eq!(said.status, 0, "{}", said.stderr);
    assert_eq!(key_ids(&said), ["old", "new"]);
    assert_eq!(server.count("/jwks"), 2);
}

#[test]
fn one_more_fetch_is_all_there_is() {
    let server = provider();
    let issuer = server.url();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jwt");
    fs::write(&path, token(&issuer, "never-seen")).unwrap();
    let flags = ["--issuer", &issuer, path.to_str().unwrap()];
    let said = inspect(&flags, &token(&issuer, "nor-this"));
    assert_eq!(key_ids(&said).len(), 8);
    assert_eq!(server.count("/jwks"), 2);
}

#[test]
fn known_kids_and_foreign_tokens_cause_no_second_fetch() {
    let server = provider();
    let issuer = server.url();
    for token in [
        token(&issuer, "op-es256"),
        token("https://other.example", "x"),
    ] {
        inspect(&["--issuer", &issuer], &token);
    }
    assert_eq!(server.count("/jwks"), 2, "one for each run");
}

#[test]
fn https_needs_a_certificate_that_is_trusted() {
    let (server, certificate) = Server::start_tls(|path, base| match path {
        OPENID => Reply::json(metadata(base, &format!("{base}/jwks"))),
        "/jwks" => Reply::json(KEYS),
        _ => Reply::not_found(),
    });
    let issuer = format!("https://localhost:{}", server.port());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ca.pem");
    fs::write(&file, &certificate).unwrap();
    let token = token(&issuer, "op-rs256");

    let trusted = inspect(
        &["--issuer", &issuer, "--ca-file", file.to_str().unwrap()],
        &token,
    );
    assert_eq!((trusted.status, trusted.stderr.as_str()), (0, ""));
    assert_eq!(key_ids(&trusted).len(), 8);

    let untrusted = inspect(&["--issuer", &issuer], &token);
    assert_undone(&untrusted, &["no certificate to be trusted", "--ca-file"]);

    let other_name = format!("https://127.0.0.1:{}", server.port());
    let flags = ["--issuer", &other_name, "--ca-file", file.to_str().unwrap()];
    assert_undone(&inspect(&flags, &token), &["not valid for name"]);
}

#[test]
fn a_ca_file_without_certificates_is_wrong_usage() {
    let flags = ["--issuer", "https://op.example", "--ca-file"];
    let said = inspect(&[&flags[..], &["Cargo.toml"]].concat(), &token("x", "y"));
    assert_usage(&said, &["Cargo.toml", "no certificate"]);
}

#[test]
fn plain_http_stays_on_this_machine() {
    for issuer in [
        "http://op.example",
        "http://127.0.0.1.example:8080",
        "http://0x7f.1",
    ] {
        let said = inspect(&["--issuer", issuer], &token(issuer, "op-rs256"));
        assert_undone(&said, &["plain http beyond this machine", "--allow-http"]);
    }
    let server = Server::start(|_, base| Reply::json(metadata(base, "http://keys.example/jwks")));
    let issuer = server.url();
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["http://keys.example/jwks is plain http"]);
}

#[test]
fn a_host_that_the_token_named_must_be_public() {
    let server = provider();
    let port = server.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "127.1",
        "[::ffff:127.0.0.1]",
        "0",
    ] {
        let issuer = format!("http://{host}:{port}");
        let flags = ["--discover", "--allow-http", "--timeout", "5"];
        let said = inspect(&flags, &token(&issuer, "op-rs256"));
        assert_undone(
            &said,
            &[&format!("{issuer}{OPENID} leads to "), "--allow-private"],
        );
    }
    assert!(server.asked().is_empty(), "{:?}", server.asked());
}

#[test]
fn private_hosts_are_asked_if_a_flag_says_so() {
    let server = provider();
    let issuer = server.url();
    let said = inspect(
        &["--discover", "--allow-private"],
        &token(&issuer, "op-rs256"),
    );
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    assert_eq!(said.json()["provider"]["issuer"], issuer);
    assert_eq!(key_ids(&said).len(), 8);
}

#[test]
fn an_issuer_that_the_user_named_may_be_private() {
    let server = provider();
    let issuer = server.url();
    assert_eq!(
        inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256")).status,
        0
    );
}

#[test]
fn a_token_without_issuer_leaves_nothing_to_discover() {
    let header = base64url::encode(br#"{"alg":"RS256"}"#);
    let claims = base64url::encode(br#"{"sub":"u"}"#);
    let said = inspect(&["--discover"], &format!("{header}.{claims}.AAAA"));
    assert_undone(&said, &["names its issuer (`iss`)", "--issuer"]);
}

#[test]
fn an_iss_that_is_no_url_is_told_without_asking_anybody() {
    for issuer in [
        "accounts.example",
        "https://me:hunter2@op.example",
        "https://op.example/#x",
    ] {
        let said = inspect(&["--discover"], &token(issuer, "op-rs256"));
        assert_undone(&said, &["the issuer `"]);
        assert!(!said.stderr.contains("hunter2"), "{}", said.stderr);
    }
}

#[test]
fn an_issuer_that_is_none_is_wrong_usage() {
    let token = token("https://op.example", "x");
    for (issuer, part) in [
        ("op.example", "has no `https://`"),
        ("https://op.example?a=b", "has a query"),
        (
            "https://op.example/.well-known/openid-configuration",
            "give the issuer: `https://op.example`",
        ),
    ] {
        assert_usage(&inspect(&["--issuer", issuer], &token), &[part]);
    }
}

#[test]
fn proxies_serve_hosts_that_the_user_named_and_never_loopback() {
    let proxy = Server::start(|_, _| Reply::not_found());
    let url = proxy.url();
    let run = |flags: &[&str], issuer: &str, except: &str| {
        let variables = [("HTTPS_PROXY", url.as_str()), ("NO_PROXY", except)];
        let mut arguments = vec!["inspect", "-", "--format", "json", "--timeout", "5"];
        arguments.extend(["--now", "1795341600", "--fail-on", "never"]);
        arguments.extend(flags);
        whichtoken_with(&arguments, &token(issuer, "op-rs256"), &variables)
    };
    run(
        &["--issuer", "https://op.invalid"],
        "https://op.invalid",
        "",
    );
    assert_eq!(proxy.asked(), ["op.invalid:443"], "a CONNECT");

    // A name of this machine that only the resolver recognises as one.
    let hidden = format!("https://0x7f.1:{}", proxy.port());
    run(&["--issuer", &hidden], &hidden, "0x7f.1");
    run(&["--discover"], &hidden, "");
    assert_eq!(proxy.asked().len(), 1, "NO_PROXY and --discover go past it");

    let server = provider();
    let issuer = server.url();
    assert_eq!(run(&["--issuer", &issuer], &issuer, "").status, 0);
    assert_eq!(proxy.asked().len(), 1, "loopback goes past it");
}

#[test]
fn a_proxy_that_cannot_be_used_is_not_passed_over() {
    let arguments = ["inspect", "-", "--issuer", "https://op.invalid"];
    for proxy in ["socks5://127.0.0.1:1", "::"] {
        let token = token("https://op.invalid", "x");
        let said = whichtoken_with(&arguments, &token, &[("ALL_PROXY", proxy)]);
        assert_usage(&said, &["expected an http or https proxy"]);
    }
}

#[test]
fn nobody_listening_is_told_plainly() {
    let server = provider();
    let issuer = server.url();
    drop(server);
    let said = inspect(&["--issuer", &issuer], &token(&issuer, "op-rs256"));
    assert_undone(&said, &["cannot be reached", "refused"]);
}

#[test]
fn a_saved_provider_is_a_file_or_a_folder() {
    let document = format!("{CAPTURED}/openid-configuration.json");
    for path in [CAPTURED, &document] {
        let said = inspect(&["--provider", path], &token(CAPTURED_ISSUER, "op-rs256"));
        assert_eq!((said.status, said.stderr.as_str()), (0, ""));
        assert_eq!(said.json()["provider"]["issuer"], CAPTURED_ISSUER);
        assert_eq!(key_ids(&said).len(), 8);
    }
    let flags = [
        "--provider",
        CAPTURED,
        "--issuer",
        "http://127.0.0.1:19400/",
    ];
    let said = inspect(&flags, &token(CAPTURED_ISSUER, "op-rs256"));
    let expected = "expected `http://127.0.0.1:19400/` (they differ in the trailing slash)";
    assert_usage(&said, &["of issuer `http://127.0.0.1:19400`", expected]);
}

#[test]
fn a_saved_document_may_hold_its_keys_inside() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("op.json");
    fs::write(
        &path,
        format!(r#"{{"issuer":"https://op.example","jwks":{KEYS}}}"#),
    )
    .unwrap();
    let said = inspect(
        &["--provider", path.to_str().unwrap()],
        &token("https://op.example", "x"),
    );
    assert_eq!(
        (said.status, key_ids(&said).len()),
        (0, 8),
        "{}",
        said.stderr
    );
}

#[test]
fn keys_of_all_sources_add_up_without_a_network() {
    let folder = tempfile::tempdir().unwrap();
    let secret = folder.path().join("secret");
    fs::write(&secret, "hush\n").unwrap();
    let jwks = format!("{CAPTURED}/jwks.json");
    let flags = [
        "--offline",
        "--issuer",
        "https://op.example",
        "--jwks",
        &jwks,
    ];
    let more = ["--key", "fixtures/keys/ec-secp256k1.pem", "--secret-file"];
    let last = [secret.to_str().unwrap()];
    let said = inspect(
        &[&flags[..], &more, &last].concat(),
        &token("https://op.example", "x"),
    );
    assert_eq!((said.status, said.stderr.as_str()), (0, ""));
    let json = said.json();
    assert_eq!(json["provider"]["issuer"], "https://op.example");
    let kinds: Vec<_> = json["provider"]["keys"].as_array().unwrap()[8..]
        .iter()
        .map(|key| key["kty"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["EC", "oct"]);
    assert!(!said.stdout.contains("hush"));
}

#[test]
fn keys_at_hand_are_added_to_discovered_ones() {
    let server = provider();
    let issuer = server.url();
    let flags = ["--issuer", &issuer, "--key", "fixtures/keys/ed25519.pem"];
    let said = inspect(&flags, &token(&issuer, "op-rs256"));
    assert_eq!(
        (said.status, key_ids(&said).len()),
        (0, 9),
        "{}",
        said.stderr
    );
}

#[test]
fn wrong_files_say_what_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let html = file("keys.html", b"<!DOCTYPE html>");
    let single = file("single.json", br#"{"kty":"oct","k":"aHVzaA"}"#);
    let private = rcgen::KeyPair::generate().unwrap().serialize_pem();
    let private = file("private.pem", private.as_bytes());
    let binary = file("key.der", &[0x30, 0x82, 0xff]);
    let empty = file("empty", b"\n");
    let document = format!("{CAPTURED}/openid-configuration.json");
    let jwks = format!("{CAPTURED}/jwks.json");
    let token = token("https://op.example", "x");
    for (flags, part) in [
        (
            ["--jwks", "no-such-file"],
            "no-such-file: it cannot be opened",
        ),
        (["--jwks", "src"], "src: it is a directory"),
        (["--jwks", &html], "expected a key set"),
        (["--jwks", &single], "a single key goes to --key"),
        (
            ["--jwks", &document],
            "a discovery document goes to --provider",
        ),
        (["--provider", &jwks], "give it with --jwks"),
        (["--provider", "src"], "has no openid-configuration.json"),
        (["--key", &private], "it is a private key"),
        (["--key", &binary], "not text: byte 1"),
        (["--key", &html], "it holds no PEM"),
        (["--key", &document], "it has no `kty`"),
        (["--secret-file", &empty], "is empty"),
        (["--secret-env", "NO_SUCH"], "there is no such variable"),
        (["--timeout", "0"], "expected at least 1"),
    ] {
        let said = inspect(&flags, &token);
        assert_eq!(said.status, 2, "{flags:?}: {}", said.stderr);
        assert!(said.stderr.contains(part), "{flags:?}: {}", said.stderr);
        assert!(!said.stderr.contains("aHVzaA"));
    }
}

#[test]
fn a_secret_comes_from_the_environment() {
    let token = token("https://op.example", "x");
    let arguments = ["inspect", "-", "--format", "json", "--secret-env", "KEY"];
    let said = whichtoken_with(&arguments, &token, &[("KEY", "hush")]);
    assert_eq!(said.json()["provider"]["source"], "secret of KEY");
    let empty = whichtoken_with(&arguments, &token, &[("KEY", "")]);
    assert_usage(&empty, &["the secret of KEY is empty"]);
}

#[test]
fn without_any_flag_there_is_no_provider() {
    let said = inspect(&[], &token("https://op.example", "x"));
    assert_eq!(said.json()["provider"], serde_json::Value::Null);
}
