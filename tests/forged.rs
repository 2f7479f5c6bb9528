//! Tokens that somebody other than the issuer put together: none of them may pass for the issuer's.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(
    dead_code,
    reason = "the keys of other algorithms and of files serve other tests"
)]
#[path = "support/signer.rs"]
mod signer;

use signer::Signer;
use whichtoken::{
    classify::Kind,
    input,
    inspect::{self, Examined, Setting},
    provider::{Material, Provider},
    rules::Policy,
    situation::{Profile, Situation},
    token::{NumericDate, base64url},
    verify::{Reason, Status, Verifier},
};

const ISSUER: &str = "https://idp.example";

/// The claims of an ID token that the issuer never wrote.
const CLAIMS: &str = r#"{"iss":"https://idp.example","sub":"admin","aud":"web-app","nonce":"n",
    "exp":1767229200,"iat":1767225600}"#;

fn examine(text: &str, issuer: &Signer, stated_kind: Option<Kind>) -> Vec<Examined> {
    let provider = Provider {
        issuer: Some(ISSUER.to_owned()),
        ..issuer.provider()
    };
    let setting = Setting {
        verifier: &Verifier::new(Some(&provider)),
        situation: &Situation::default(),
        stated_kind,
        now: NumericDate::from_seconds(1_767_225_600),
        leeway: 60,
        policy: &Policy::of(Profile::Oidc),
        verdict: false,
        matrix: false,
        extent: whichtoken::report::Extent::Whole,
    };
    let set = input::sightings(text.as_bytes(), "here").unwrap();
    inspect::examine(set, &setting)
}

/// A token of the attacker that says it is a DPoP proof and brings the key that verifies it.
fn self_vouched(attacker: &Signer, claims: &str) -> String {
    let Material::EllipticCurve { x, y, .. } = &attacker.material else {
        panic!("an elliptic-curve key");
    };
    let header = format!(
        r#"{{"typ":"dpop+jwt","alg":"ES256","jwk":{{"kty":"EC","crv":"P-256","x":"{}","y":"{}"}}}}"#,
        base64url::encode(x),
        base64url::encode(y)
    );
    attacker.token(&header, claims.as_bytes())
}

#[test]
fn a_token_in_the_dress_of_a_proof_does_not_vouch_for_itself() {
    let (issuer, attacker) = (Signer::new("ES256"), Signer::new("ES256"));
    let token = self_vouched(&attacker, CLAIMS);
    let response = format!(r#"{{"id_token":"{token}"}}"#);
    let request = format!("Authorization: Bearer {token}");
    for (text, stated) in [
        (&token, None),
        (&token, Some(Kind::IdToken)),
        (&response, None),
        (&request, None),
    ] {
        let found = &examine(text, &issuer, stated)[0].verification;
        assert_ne!(found.status, Status::Valid, "{found:?}");
    }
    let found = &examine(&response, &issuer, None)[0].verification;
    assert_eq!(found.status, Status::Invalid);
}

#[test]
fn a_proof_still_proves_possession_in_its_own_place_only() {
    let (issuer, holder) = (Signer::new("ES256"), Signer::new("ES256"));
    let claims = r#"{"jti":"1","htm":"GET","htu":"https://api.example/","iat":1767225600}"#;
    let proof = self_vouched(&holder, claims);
    for text in [proof.clone(), format!("DPoP: {proof}")] {
        let found = &examine(&text, &issuer, None)[0].verification;
        assert_eq!(found.reason, Reason::ProofOfPossession);
    }
    let elsewhere = format!(r#"{{"access_token":"{proof}"}}"#);
    let found = &examine(&elsewhere, &issuer, None)[0].verification;
    assert_eq!(found.status, Status::NotChecked, "{found:?}");
}

#[test]
fn of_several_signatures_the_header_of_one_that_holds_is_read() {
    let (issuer, attacker) = (Signer::new("ES256"), Signer::new("ES256"));
    let genuine = issuer.token(r#"{"alg":"ES256"}"#, CLAIMS.as_bytes());
    let [header, payload, signature] = genuine.split('.').collect::<Vec<_>>()[..] else {
        panic!("three segments");
    };
    let dressed = attacker.token(r#"{"alg":"ES256","typ":"at+jwt"}"#, b"{}");
    let (other, _) = dressed.split_once('.').unwrap();
    let text = format!(
        r#"{{"payload":"{payload}","signatures":[{{"protected":"{other}","signature":"{signature}"}},
            {{"protected":"{header}","signature":"{signature}"}}]}}"#
    );
    let found = &examine(&text, &issuer, None)[0];
    assert_eq!(
        found.verification.reason,
        Reason::VerifiedOfSeveral {
            valid: 1,
            of: 2,
            first: 1
        }
    );
    assert_eq!(found.classification.kind, Kind::IdToken);
    assert!(!found.token.header().unwrap().has("typ"));
}

#[test]
fn a_token_that_names_the_issuer_as_its_subject_is_forged_all_the_same() {
    let (issuer, attacker) = (Signer::new("ES256"), Signer::new("ES256"));
    let claims = CLAIMS.replace("admin", ISSUER);
    let token = attacker.token(r#"{"alg":"ES256"}"#, claims.as_bytes());
    let found = &examine(&token, &issuer, None)[0].verification;
    assert_eq!(found.status, Status::Invalid, "{found:?}");
}
