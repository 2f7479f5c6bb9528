//! The tool against a certified provider: npm `oidc-provider` on loopback, driven through real
//! flows. Needs Node; see README.md beside this file. `cargo test --features live --test live`

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    sync::{Mutex, MutexGuard, OnceLock},
};

use serde_json::{Value, json};

/// The provider process, for all tests of this file. It ends when its standard input closes, which
/// is when the test process ends.
struct Live {
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    issuers: BTreeMap<&'static str, String>,
    folder: tempfile::TempDir,
}

static LIVE: OnceLock<Mutex<Live>> = OnceLock::new();

fn live() -> MutexGuard<'static, Live> {
    LIVE.get_or_init(|| Mutex::new(Live::start()))
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

impl Live {
    #[expect(
        clippy::zombie_processes,
        reason = "it lives as long as this process, whose end closes its standard input"
    )]
    fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str| folder.path().join(name);
        certificates(folder.path());
        let mut child = Command::new("node")
            .arg("provider.mjs")
            .arg("--tls-cert")
            .arg(file("server.pem"))
            .arg("--tls-key")
            .arg(file("server.key"))
            .arg("--tls-ca")
            .arg(file("ca.pem"))
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node 20 is needed, and `npm ci` in tests/live");
        let stdin = child.stdin.take().expect("it is piped");
        let mut stdout = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        let ready: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the provider did not start; `npm ci` in tests/live?"));
        let issuers = ["http", "https", "path"]
            .map(|name| (name, ready[name].as_str().expect("an issuer").to_owned()))
            .into();
        Self {
            stdin,
            stdout,
            issuers,
            folder,
        }
    }

    /// Plays one flow and gives what the client received.
    fn play(&mut self, command: &Value) -> Value {
        writeln!(self.stdin, "{command}").expect("the provider reads");
        let mut line = String::new();
        self.stdout.read_line(&mut line).expect("an answer");
        let answer: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(answer["ok"], true, "{command}: {answer}");
        answer
    }

    fn issuer(&self, name: &str) -> &str {
        &self.issuers[name]
    }

    fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }
}

fn certificates(folder: &Path) {
    use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
    let mut params = CertificateParams::new(vec![]).expect("parameters");
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
        .distinguished_name
        .push(DnType::CommonName, "test CA");
    let key = KeyPair::generate().expect("a key");
    let ca = params.self_signed(&key).expect("a CA");
    let issuer = Issuer::new(params, key);
    let server_key = KeyPair::generate().expect("a key");
    let server = CertificateParams::new(vec!["localhost".to_owned()])
        .expect("parameters")
        .signed_by(&server_key, &issuer)
        .expect("a certificate");
    let write = |name: &str, text: String| std::fs::write(folder.join(name), text).expect("a file");
    write("ca.pem", ca.pem());
    write("server.pem", server.pem());
    write("server.key", server_key.serialize_pem());
}

/// Runs the tool on a text and gives its report and exit status.
fn whichtoken(input: &str, arguments: &[&str]) -> (Value, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(["inspect", "-", "--format", "json"])
        .args(arguments)
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool");
    let mut stdin = child.stdin.take().expect("it is piped");
    stdin.write_all(input.as_bytes()).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let stderr = String::from_utf8_lossy(&output.stderr);
    let report = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("no report ({error}): {stderr}"));
    (report, output.status.code().expect("a status"))
}

/// The names of the rules with findings at error or warn, over all tokens.
fn complaints(report: &Value) -> Vec<&str> {
    let tokens = report["tokens"].as_array().expect("tokens");
    tokens
        .iter()
        .flat_map(|token| token["findings"].as_array().expect("findings"))
        .filter(|finding| matches!(finding["severity"].as_str(), Some("error" | "warn")))
        .map(|finding| finding["rule"].as_str().expect("a name"))
        .collect()
}

fn token<'a>(report: &'a Value, kind: &str) -> &'a Value {
    let tokens = report["tokens"].as_array().expect("tokens");
    tokens
        .iter()
        .find(|token| token["classification"]["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind} among {} tokens", tokens.len()))
}

const ALGORITHMS: [&str; 7] = [
    "rs256", "ps256", "es256", "es384", "es512", "eddsa", "ed25519",
];

/// Judges an answer of the provider by discovery.
fn by_discovery(live: &Live, issuer: &str, input: &str, more: &[&str]) -> (Value, i32) {
    let ca = live.ca();
    let mut arguments = vec!["--issuer", live.issuer(issuer)];
    if issuer == "https" {
        arguments.extend(["--ca-file", ca.to_str().expect("UTF-8")]);
    }
    arguments.extend(more);
    whichtoken(input, &arguments)
}

#[test]
fn code_flow_tokens_of_every_algorithm_verify_over_http_https_and_a_path() {
    let mut live = live();
    for issuer in ["http", "https", "path"] {
        for algorithm in ALGORITHMS {
            let client = format!("rp-{algorithm}");
            let resource = format!("https://api-{algorithm}.example.test/");
            let answer = live.play(&json!({
                "flow": "code", "issuer": issuer, "client": client, "resource": resource,
            }));
            let nonce = answer["nonce"].as_str().expect("a nonce");
            let response = answer["token_response"].to_string();
            let (report, status) = by_discovery(&live, issuer, &response, &["--nonce", nonce]);
            assert_eq!(complaints(&report), [""; 0], "{issuer} {algorithm}");
            assert_eq!(status, 0, "{issuer} {algorithm}");
            for kind in ["id-token", "access-token"] {
                let token = token(&report, kind);
                assert_eq!(
                    token["signature"]["status"], "valid",
                    "{issuer} {algorithm} {kind}"
                );
                assert_eq!(token["who"]["issued_by"], live.issuer(issuer));
                assert_eq!(token["classification"]["certainty"], "certain");
            }
        }
    }
}

#[test]
fn hybrid_flow_hashes_match_and_a_swapped_access_token_is_refused() {
    let mut live = live();
    let play = json!({"flow": "hybrid", "issuer": "http", "client": "rp-es256"});
    let answer = live.play(&play);
    let fragment = answer["fragment"].clone();
    let (report, status) = by_discovery(&live, "http", &fragment.to_string(), &[]);
    assert_eq!((complaints(&report), status), (vec![], 0));
    let outcomes = &token(&report, "id-token")["outcomes"]["silent"];
    let silent: Vec<&str> = outcomes
        .as_array()
        .expect("names")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert!(
        silent.contains(&"at-hash-wrong") && silent.contains(&"c-hash-wrong"),
        "{silent:?}"
    );

    let other = live.play(&play);
    let mut swapped = fragment;
    swapped["access_token"] = other["fragment"]["access_token"].clone();
    let (report, status) = by_discovery(&live, "http", &swapped.to_string(), &[]);
    assert_eq!((complaints(&report), status), (vec!["at-hash-wrong"], 1));
    swapped["access_token"] = answer["fragment"]["access_token"].clone();
    swapped["code"] = other["fragment"]["code"].clone();
    let (report, status) = by_discovery(&live, "http", &swapped.to_string(), &[]);
    assert_eq!((complaints(&report), status), (vec!["c-hash-wrong"], 1));
}

#[test]
fn client_credentials_tokens_verify() {
    let mut live = live();
    for algorithm in ALGORITHMS {
        let resource = format!("https://api-{algorithm}.example.test/");
        let answer = live
            .play(&json!({"flow": "client_credentials", "issuer": "http", "resource": resource}));
        let response = answer["token_response"].to_string();
        let more = ["--audience", resource.as_str(), "--to", "resource-server"];
        let (report, status) = by_discovery(&live, "http", &response, &more);
        assert_eq!((complaints(&report), status), (vec![], 0), "{algorithm}");
        assert_eq!(
            token(&report, "access-token")["signature"]["status"],
            "valid"
        );
    }
}

#[test]
fn a_bound_token_with_its_proof_is_clean_and_as_bearer_it_is_refused() {
    let mut live = live();
    for grant in ["client_credentials", "code"] {
        let answer = live.play(&json!({"flow": "dpop", "grant": grant, "issuer": "http"}));
        let access = answer["token_response"]["access_token"]
            .as_str()
            .expect("a token");
        let proof = answer["proof"].as_str().expect("a proof");
        let request = format!("Authorization: DPoP {access}\nDPoP: {proof}\n");
        let more = ["--to", "resource-server", "--binding", "required"];
        let (report, status) = by_discovery(&live, "http", &request, &more);
        assert_eq!((complaints(&report), status), (vec![], 0), "{grant}");
        assert_eq!(token(&report, "dpop-proof")["signature"]["status"], "valid");

        let request = format!("Authorization: Bearer {access}\n");
        let (report, status) = by_discovery(&live, "http", &request, &more);
        assert_eq!(
            (complaints(&report), status),
            (vec!["bound-token-as-bearer"], 1)
        );
    }
}

#[test]
fn tampered_foreign_misdirected_and_expired_tokens_are_each_refused_by_their_rule() {
    let mut live = live();
    let answer = live.play(&json!({
        "flow": "code", "issuer": "http", "client": "rp-rs256",
        "resource": "https://api-rs256.example.test/",
    }));
    let id_token = answer["token_response"]["id_token"]
        .as_str()
        .expect("a token");
    let access = answer["token_response"]["access_token"]
        .as_str()
        .expect("a token");

    let (header, rest) = id_token.split_once('.').expect("segments");
    let (payload, signature) = rest.split_once('.').expect("segments");
    let flipped = if payload.contains("Ii") {
        payload.replacen("Ii", "Ij", 1)
    } else {
        payload.to_uppercase()
    };
    let tampered = format!("{header}.{flipped}.{signature}");
    let (report, status) = by_discovery(&live, "http", &tampered, &["--as", "id-token"]);
    assert!(
        complaints(&report).contains(&"signature-invalid"),
        "{:?}",
        complaints(&report)
    );
    assert_eq!(status, 1);

    // The https issuer's token, judged with the http issuer's keys: the key id is not there, so the
    // signature is not checked, and the issuer is a stranger.
    let foreign = live.play(&json!({"flow": "code", "issuer": "https", "client": "rp-rs256"}));
    let foreign = foreign["token_response"]["id_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    let (report, status) = by_discovery(&live, "http", &foreign, &[]);
    assert_eq!(complaints(&report), ["untrusted-issuer"]);
    assert_eq!(report["tokens"][0]["signature"]["status"], "not-checked");
    assert_eq!(status, 1);

    // The same with the key id of the right issuer: a foreign key really made the signature.
    let keys = jwks_under_our_ids(&live);
    let (report, status) = whichtoken(&foreign, &["--jwks", keys.to_str().expect("UTF-8")]);
    assert_eq!(
        (complaints(&report), status),
        (vec!["signature-invalid"], 1)
    );

    let more = [
        "--to",
        "resource-server",
        "--audience",
        "https://api.example.test/",
    ];
    let (report, status) = by_discovery(&live, "http", access, &more);
    assert_eq!(
        (complaints(&report), status),
        (vec!["audience-mismatch"], 1)
    );

    let later = format!("{}", epoch(&report) + 7200);
    let (report, status) = by_discovery(&live, "http", access, &["--now", &later]);
    assert_eq!((complaints(&report), status), (vec!["expired"], 1));
}

/// The http issuer's key set, its keys renamed to the https issuer's ids.
fn jwks_under_our_ids(live: &Live) -> PathBuf {
    let host = live.issuer("http").trim_start_matches("http://");
    let mut stream = TcpStream::connect(host).expect("it listens");
    write!(
        stream,
        "GET /jwks HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a body");
    let start = body.find('{').expect("JSON");
    let end = body.rfind('}').expect("JSON");
    let path = live.folder.path().join("renamed-jwks.json");
    std::fs::write(&path, body[start..=end].replace("\"http-", "\"https-")).expect("a file");
    path
}

/// The time of a report in seconds since the epoch.
fn epoch(report: &Value) -> i64 {
    let now = report["now"].as_str().expect("a time");
    now.parse::<jiff::Timestamp>()
        .expect("RFC 3339")
        .as_second()
}
