//! A proof checked with the key that a `cnf` names.

use super::{Reason, Status, decode, mac_token};
use crate::{
    token::{Document, base64url},
    verify::with_confirmed_key,
};

/// Made with Python's `cryptography` for this test.
const PROOF: &str = "eyJ0eXAiOiJvYXV0aC1jbGllbnQtYXR0ZXN0YXRpb24tcG9wK2p3dCIsImFsZyI6IkVTMjU2In0.eyJpc3MiOiJ3YWxsZXQtYXBwIiwiYXVkIjoiaHR0cHM6Ly9pZHAuZXhhbXBsZSIsImp0aSI6ImQyNWQwMGFiIiwiaWF0IjoxNzY3MjI1NTkwfQ.3jHhw2e_nA1am-57jN6ou3zgSTaKliow-Ff1m18yMAj1mG-DMLsi83Da9bRlYo4EJDaKdQxvTALLybxWlwXzWQ";
const KEY: &str = r#"{"kty":"EC","crv":"P-256","x":"O3_E3zh_1E21JD1Ys6nOy3USYT8TMDkFuJK-IVKKiuU","y":"Cg21h2HdgYeGAy11J_A8BEiHiWUjhpEkBKIfl1aMpTo"}"#;

fn check(proof: &str, key: &str) -> (Status, Reason) {
    let (claims, _) = Document::parse(format!("{{\"jwk\":{key}}}"));
    let token = decode(proof);
    let signed = token.signed().expect("a JWS");
    with_confirmed_key(&token, signed, claims.get("jwk").expect("a key"))
}

#[test]
fn the_confirmed_key_verifies_its_proof_and_no_other() {
    assert_eq!(check(PROOF, KEY).0, Status::Valid);
    let (signed, _) = PROOF.rsplit_once('.').expect("a JWS");
    let other = format!("{signed}.{}", base64url::encode(&[1; 64]));
    assert_eq!(
        check(&other, KEY),
        (Status::Invalid, Reason::WrongSignature { tried: 1 })
    );
    let unsigned = format!("{}.e30.", base64url::encode(br#"{"alg":"none"}"#));
    assert_eq!(check(&unsigned, KEY).0, Status::Unsigned);
}

#[test]
fn what_is_no_private_key_or_no_public_one_proves_nothing() {
    let mac = mac_token(r#"{"alg":"HS256"}"#, "{}", KEY.as_bytes());
    assert!(matches!(
        check(&mac, KEY),
        (Status::NotChecked, Reason::AlgorithmKeyMismatch(_))
    ));
    let private = KEY.replacen('{', r#"{"d":"AAAA","#, 1);
    assert!(matches!(
        check(PROOF, &private),
        (Status::NotChecked, Reason::KeyUnusable(_))
    ));
    assert!(matches!(
        check(PROOF, "{}"),
        (Status::NotChecked, Reason::KeyUnusable(_))
    ));
}
