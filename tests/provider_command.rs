//! `whichtoken provider`: discovery over loopback, saved bundles, and what is found in them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "these tests need the server and the program only")]
mod support;

use std::{fs, path::Path};

use serde_json::{Value, json};
use support::{Reply, Server, whichtoken};

const NOW: &str = "1795341600";
const CAPTURED: &str = "fixtures/providers/captured";

/// The captured provider at an address of its own, with changes to its two documents.
fn serve(change: impl Fn(&mut Value, &mut Value) + Send + Sync + 'static) -> Server {
    let read = |name: &str| fs::read_to_string(Path::new(CAPTURED).join(name)).unwrap();
    let (metadata, keys) = (read("openid-configuration.json"), read("jwks.json"));
    Server::start(move |path, base| {
        let metadata = metadata.replace("http://127.0.0.1:19400", base);
        let mut metadata: Value = serde_json::from_str(&metadata).unwrap();
        let mut keys: Value = serde_json::from_str(&keys).unwrap();
        change(&mut metadata, &mut keys);
        match path {
            "/.well-known/openid-configuration" => Reply::json(metadata.to_string()),
            "/jwks" => Reply::json(keys.to_string()),
            _ => Reply::not_found(),
        }
    })
}

fn levels(report: &Value) -> Vec<(&str, &str)> {
    let findings = report["provider"]["findings"].as_array().unwrap();
    let text = |value: &'_ Value| -> &'static str { value.as_str().unwrap().to_owned().leak() };
    findings
        .iter()
        .map(|finding| (text(&finding["severity"]), text(&finding["rule"])))
        .collect()
}

fn is_grave((severity, _): &(&str, &str)) -> bool {
    matches!(*severity, "warn" | "error")
}

#[test]
fn a_correct_provider_has_nothing_at_warn_or_above_and_its_bundle_is_read_again() {
    let server = serve(|_, _| {});
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("bundle");
    let saved = saved.to_str().unwrap();
    let issuer = server.url();
    let arguments = ["provider", &issuer, "--save", saved, "--now", NOW];
    let said = whichtoken(&[&arguments[..], &["--format", "json"]].concat(), "");
    assert_eq!(said.status, 0, "{}", said.stderr);
    assert!(said.stderr.contains("--provider"), "{}", said.stderr);
    let report = said.json();
    let schema: Value =
        serde_json::from_str(include_str!("../src/report/report.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> = validator
        .iter_errors(&report)
        .map(|e| e.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(report["tokens"], json!([]));
    assert_eq!(report["provider"]["issuer"], json!(issuer));
    assert_eq!(report["provider"]["keys"].as_array().unwrap().len(), 8);
    assert_eq!(
        report["provider"]["metadata"]["jwks_uri"],
        json!(format!("{issuer}/jwks"))
    );
    assert!(
        !levels(&report).iter().any(is_grave),
        "{:?}",
        levels(&report)
    );

    let arguments = ["provider", saved, "--format", "json", "--now", NOW];
    let again = whichtoken(&arguments, "").json();
    assert_eq!(levels(&again), levels(&report));
    assert_eq!(again["provider"]["keys"], report["provider"]["keys"]);
    let earlier = ["provider", &issuer, "--earlier", saved, "--now", NOW];
    assert_eq!(whichtoken(&earlier, "").status, 0);
}

#[test]
fn a_key_that_took_the_name_of_another_is_found_against_the_earlier_bundle() {
    let server = serve(|_, keys| {
        let other = keys["keys"][4]["kid"].clone();
        keys["keys"][3]["kid"] = other;
    });
    let issuer = server.url();
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("openid-configuration.json");
    let captured = fs::read_to_string(Path::new(CAPTURED).join("openid-configuration.json"));
    let metadata = captured.unwrap().replace("http://127.0.0.1:19400", &issuer);
    fs::write(&bundle, metadata).unwrap();
    let keys = Path::new(CAPTURED).join("jwks.json");
    fs::copy(keys, folder.path().join("jwks.json")).unwrap();
    let earlier = folder.path().to_str().unwrap();
    let arguments = [
        "provider",
        &issuer,
        "--earlier",
        earlier,
        "--format",
        "json",
    ];
    let said = whichtoken(&[&arguments[..], &["--now", NOW]].concat(), "");
    assert_eq!(said.status, 1, "{}", said.stdout);
    let report = said.json();
    assert!(levels(&report).contains(&("error", "kid-reassigned")));
}

#[test]
fn what_is_wrong_with_a_provider_decides_the_exit_status() {
    let server = serve(|metadata, keys| {
        metadata["dpop_signing_alg_values_supported"] = json!(["none"]);
        keys["keys"][3]["d"] = json!("AQEB");
    });
    let issuer = server.url();
    let said = whichtoken(&["provider", &issuer, "--now", NOW], "");
    assert_eq!(said.status, 1, "{}", said.stderr);
    for expected in [
        "error[private-key-exposed]",
        "error[contradictory-metadata]",
        "8 keys:",
    ] {
        assert!(
            said.stdout.contains(expected),
            "{expected}: {}",
            said.stdout
        );
    }
    assert!(!said.stdout.contains("AQEB"), "{}", said.stdout);
    let calm = ["provider", &issuer, "--now", NOW, "--fail-on", "never"];
    assert_eq!(whichtoken(&calm, "").status, 0);
    let lesson = ["provider", &issuer, "--now", NOW, "--profile", "teach"];
    assert_eq!(whichtoken(&lesson, "").status, 0);
}

#[test]
fn inspect_shows_what_is_grave_about_a_provider_and_leaves_the_rest_out() {
    let token = fs::read_to_string("fixtures/tokens/id-token.jwt").unwrap();
    let arguments = [
        "lint",
        "--provider",
        CAPTURED,
        "--format",
        "json",
        "--now",
        NOW,
    ];
    let report = whichtoken(&arguments, &token).json();
    assert_eq!(levels(&report), []);
    let about = ["provider", CAPTURED, "--format", "json", "--now", NOW];
    assert!(!levels(&whichtoken(&about, "").json()).is_empty());
}

#[test]
fn a_key_set_alone_is_judged_too() {
    let weak = "fixtures/keys/weak/rsa-1024.json";
    let said = whichtoken(&["provider", weak, "--now", NOW, "--format", "json"], "");
    assert_eq!(said.status, 1, "{}", said.stderr);
    assert!(levels(&said.json()).contains(&("error", "weak-key")));
}

#[test]
fn what_is_no_provider_is_refused_with_a_status_that_says_why() {
    let said = whichtoken(&["provider", "no-such-folder"], "");
    assert_eq!(said.status, 2);
    assert!(
        said.stderr.contains("neither a URL nor a file"),
        "{}",
        said.stderr
    );
    assert_eq!(whichtoken(&["provider"], "").status, 2);
    let said = whichtoken(&["provider", "https://idp.example", "--offline"], "");
    assert_eq!(said.status, 2);
    let refusal = "error: `https://idp.example` is to be asked with --offline";
    assert!(said.stderr.starts_with(refusal), "{}", said.stderr);
    let said = whichtoken(&["provider", CAPTURED, "--offline", "--now", NOW], "");
    assert_eq!(said.status, 0, "{}", said.stderr);

    let server = Server::start(|_, _| Reply::not_found());
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("bundle");
    let issuer = server.url();
    let arguments = ["provider", &issuer, "--save", target.to_str().unwrap()];
    let said = whichtoken(&arguments, "");
    assert_eq!(said.status, 3, "{}", said.stderr);
    assert!(
        said.stderr.contains("no discovery document"),
        "{}",
        said.stderr
    );
    assert!(!target.exists(), "nothing is saved");
    assert!(said.stdout.contains("nothing is judged"), "{}", said.stdout);
    assert!(!said.stdout.contains("no findings"), "{}", said.stdout);
}

/// Documents in the shape that vendors publish, shortened to what rules look at; the keys are the
/// captured ones.
const VENDORS: [(&str, &str); 8] = [
    (
        "a pipeline",
        r#"{"issuer":"https://token.actions.githubusercontent.com","jwks_uri":"https://token.actions.githubusercontent.com/.well-known/jwks","subject_types_supported":["public","pairwise"],"response_types_supported":["id_token"],"claims_supported":["sub","aud","exp","iat","iss","jti","nbf","ref","repository"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid"]}"#,
    ),
    (
        "a cluster",
        r#"{"issuer":"https://kubernetes.default.svc.cluster.local","jwks_uri":"https://10.0.0.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
    ),
    (
        "Firebase",
        r#"{"issuer":"https://securetoken.google.com/project","jwks_uri":"https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"]}"#,
    ),
    (
        "Google",
        r#"{"issuer":"https://accounts.google.com","authorization_endpoint":"https://accounts.google.com/o/oauth2/v2/auth","device_authorization_endpoint":"https://oauth2.googleapis.com/device/code","token_endpoint":"https://oauth2.googleapis.com/token","userinfo_endpoint":"https://openidconnect.googleapis.com/v1/userinfo","revocation_endpoint":"https://oauth2.googleapis.com/revoke","jwks_uri":"https://www.googleapis.com/oauth2/v3/certs","response_types_supported":["code","token","id_token","code token","code id_token","token id_token","code token id_token","none"],"response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"scopes_supported":["openid","email","profile"],"token_endpoint_auth_methods_supported":["client_secret_post","client_secret_basic"],"claims_supported":["aud","email","exp","iat","iss","sub"],"code_challenge_methods_supported":["plain","S256"],"grant_types_supported":["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:device_code","urn:ietf:params:oauth:grant-type:jwt-bearer"]}"#,
    ),
    (
        "Entra, all tenants",
        r#"{"token_endpoint":"https://login.microsoftonline.com/common/oauth2/v2.0/token","token_endpoint_auth_methods_supported":["client_secret_post","private_key_jwt","client_secret_basic","self_signed_tls_client_auth"],"jwks_uri":"https://login.microsoftonline.com/common/discovery/v2.0/keys","response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["pairwise"],"id_token_signing_alg_values_supported":["RS256"],"response_types_supported":["code","id_token","code id_token","id_token token"],"scopes_supported":["openid","profile","email","offline_access"],"issuer":"https://login.microsoftonline.com/{tenantid}/v2.0","request_uri_parameter_supported":false,"userinfo_endpoint":"https://graph.microsoft.com/oidc/userinfo","authorization_endpoint":"https://login.microsoftonline.com/common/oauth2/v2.0/authorize","http_logout_supported":true,"frontchannel_logout_supported":true,"end_session_endpoint":"https://login.microsoftonline.com/common/oauth2/v2.0/logout","kerberos_endpoint":"https://login.microsoftonline.com/common/kerberos","mtls_endpoint_aliases":{"token_endpoint":"https://mtlsauth.microsoft.com/common/oauth2/v2.0/token"},"tls_client_certificate_bound_access_tokens":true,"tenant_region_scope":null,"cloud_instance_name":"microsoftonline.com"}"#,
    ),
    (
        "Auth0",
        r#"{"issuer":"https://tenant.eu.auth0.com/","authorization_endpoint":"https://tenant.eu.auth0.com/authorize","token_endpoint":"https://tenant.eu.auth0.com/oauth/token","userinfo_endpoint":"https://tenant.eu.auth0.com/userinfo","mfa_challenge_endpoint":"https://tenant.eu.auth0.com/mfa/challenge","jwks_uri":"https://tenant.eu.auth0.com/.well-known/jwks.json","registration_endpoint":"https://tenant.eu.auth0.com/oidc/register","revocation_endpoint":"https://tenant.eu.auth0.com/oauth/revoke","scopes_supported":["openid","profile","offline_access"],"response_types_supported":["code","token","id_token"],"code_challenge_methods_supported":["S256","plain"],"response_modes_supported":["query","fragment","form_post"],"subject_types_supported":["public"],"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post","private_key_jwt","none"],"claims_supported":["aud","iss","sub"],"request_uri_parameter_supported":false,"request_parameter_supported":true,"id_token_signing_alg_values_supported":["HS256","RS256","PS256"],"token_endpoint_auth_signing_alg_values_supported":["RS256","RS384","PS256"],"backchannel_logout_supported":true,"backchannel_logout_session_supported":true,"end_session_endpoint":"https://tenant.eu.auth0.com/oidc/logout","dpop_signing_alg_values_supported":["ES256"]}"#,
    ),
    (
        "Cognito",
        r#"{"authorization_endpoint":"https://pool.auth.eu-west-1.amazoncognito.com/oauth2/authorize","end_session_endpoint":"https://pool.auth.eu-west-1.amazoncognito.com/logout","id_token_signing_alg_values_supported":["RS256"],"issuer":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI","jwks_uri":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI/.well-known/jwks.json","response_types_supported":["code","token"],"revocation_endpoint":"https://pool.auth.eu-west-1.amazoncognito.com/oauth2/revoke","scopes_supported":["openid","email","phone","profile"],"subject_types_supported":["public"],"token_endpoint":"https://pool.auth.eu-west-1.amazoncognito.com/oauth2/token","token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"userinfo_endpoint":"https://pool.auth.eu-west-1.amazoncognito.com/oauth2/userInfo"}"#,
    ),
    (
        "GitLab",
        r#"{"issuer":"https://gitlab.com","authorization_endpoint":"https://gitlab.com/oauth/authorize","token_endpoint":"https://gitlab.com/oauth/token","revocation_endpoint":"https://gitlab.com/oauth/revoke","introspection_endpoint":"https://gitlab.com/oauth/introspect","userinfo_endpoint":"https://gitlab.com/oauth/userinfo","jwks_uri":"https://gitlab.com/oauth/discovery/keys","scopes_supported":["api","read_api","openid","profile","email"],"response_types_supported":["code"],"response_modes_supported":["query","fragment","form_post"],"grant_types_supported":["authorization_code","password","client_credentials","device_code","refresh_token"],"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256"],"claim_types_supported":["normal"],"claims_supported":["iss","sub","aud","exp","iat"],"code_challenge_methods_supported":["plain","S256"]}"#,
    ),
];

#[test]
fn correct_documents_of_many_vendors_give_nothing_at_warn_or_above() {
    let mut wrong = Vec::new();
    for (vendor, document) in VENDORS {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("openid-configuration.json"), document).unwrap();
        let keys = Path::new(CAPTURED).join("jwks.json");
        fs::copy(keys, folder.path().join("jwks.json")).unwrap();
        let folder = folder.path().to_str().unwrap();
        let said = whichtoken(&["provider", folder, "--format", "json", "--now", NOW], "");
        let report = said.json();
        let findings = report["provider"]["findings"].as_array().unwrap();
        for finding in findings {
            if matches!(finding["severity"].as_str(), Some("warn" | "error")) {
                wrong.push(format!(
                    "{vendor}: {} {}",
                    finding["rule"], finding["message"]
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_provider_of_the_demo_has_nothing_at_warn_or_above() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().to_str().unwrap();
    let demo = whichtoken(&["demo", "--save", folder], "");
    assert_eq!(demo.status, 0, "{}", demo.stderr);
    let said = whichtoken(&["provider", folder, "--format", "json"], "");
    assert!(
        !levels(&said.json()).iter().any(is_grave),
        "{}",
        said.stdout
    );
}
