//! Which key is chosen, and what is said when none is.

use super::*;

const HEADER: &str = r#"{"alg":"HS256","kid":"a"}"#;

fn named(id: &str, key: Key) -> Key {
    Key {
        id: Some(id.to_owned()),
        ..key
    }
}

fn rsa() -> Key {
    key(&json("keys/rfc7520-rsa.json"))
}

fn vector(index: usize) -> (String, Key) {
    let vectors = json("keys/rfc-vectors.json");
    let vector = &vectors[index];
    (
        vector["token"].as_str().unwrap().to_owned(),
        key(&vector["keys"][0]),
    )
}

#[test]
fn kid_comes_first_and_a_key_without_a_name_serves_any() {
    let token = mac_token(HEADER, "{}", b"right");
    let both = vec![named("a", secret(b"right")), named("b", secret(b"wrong"))];
    let found = verify(&token, both);
    assert_eq!(found.key.unwrap().id.as_deref(), Some("a"));
    // The right secret under another name is not tried.
    let swapped = vec![named("a", secret(b"wrong")), named("b", secret(b"right"))];
    let found = verify(&token, swapped);
    assert_eq!(found.reason, Reason::WrongSignature { tried: 1 });
    let nameless = vec![named("b", secret(b"wrong")), secret(b"right")];
    assert_eq!(verify(&token, nameless).status, Status::Valid);
}

#[test]
fn without_kid_every_fitting_key_is_tried_and_an_empty_kid_is_none() {
    let keys = || vec![named("a", secret(b"one")), rsa(), named("", secret(b"two"))];
    for header in [r#"{"alg":"HS256"}"#, r#"{"alg":"HS256","kid":""}"#] {
        assert_eq!(
            verify(&mac_token(header, "{}", b"two"), keys()).status,
            Status::Valid
        );
        let found = verify(&mac_token(header, "{}", b"three"), keys());
        assert_eq!(found.reason, Reason::WrongSignature { tried: 2 });
        assert_eq!(
            found.reason.describe(),
            "none of 2 fitting keys verifies it"
        );
    }
}

#[test]
fn an_unknown_kid_is_not_checked_and_the_known_ones_are_listed() {
    let keys: Vec<Key> = (0..7)
        .map(|number| named(&format!("k{number}"), secret(b"x")))
        .collect();
    let found = verify(&mac_token(HEADER, "{}", b"x"), keys);
    assert_eq!(found.status, Status::NotChecked);
    assert_eq!(
        found.reason,
        Reason::NoKeyFits(
            "no key has the `kid` `a`; the set has `k0`, `k1`, `k2`, `k3`, `k4` and 2 more"
                .to_owned()
        )
    );
}

#[test]
fn a_public_key_is_never_taken_for_a_secret() {
    let rsa = rsa();
    let Ok(Material::Rsa { modulus, .. }) = &rsa.material else {
        panic!("an RSA key")
    };
    let forged = mac_token(HEADER, "{}", modulus);
    let found = verify(&forged, vec![named("a", rsa.clone())]);
    assert_eq!(found.status, Status::NotChecked);
    assert_eq!(
        found.reason,
        Reason::AlgorithmKeyMismatch(
            "key `a` cannot check `HS256`: it is an RSA key, not a shared secret; a public key is \
             never taken for a shared secret"
                .to_owned()
        )
    );
    let found = verify(&forged, vec![named("b", rsa)]);
    assert!(matches!(found.reason, Reason::NoKeyFits(_)));
}

#[test]
fn use_operations_and_algorithm_of_a_key_are_kept() {
    let token = mac_token(HEADER, "{}", b"right");
    let right = || named("a", secret(b"right"));
    let changed: [(Key, &str); 3] = [
        (
            Key {
                usage: Some("enc".to_owned()),
                ..right()
            },
            "its `use` is `enc`",
        ),
        (
            Key {
                operations: Some(vec!["sign".to_owned()]),
                ..right()
            },
            "`key_ops`",
        ),
        (
            Key {
                algorithm: Some("HS512".to_owned()),
                ..right()
            },
            "its own `alg` is `HS512`",
        ),
    ];
    for (key, text) in changed {
        let found = verify(&token, vec![key]);
        assert_eq!(found.status, Status::NotChecked);
        assert!(
            matches!(&found.reason, Reason::AlgorithmKeyMismatch(why) if why.contains(text)),
            "{:?}",
            found.reason
        );
    }
    let explicit = Key {
        usage: Some("sig".to_owned()),
        operations: Some(vec!["sign".to_owned(), "verify".to_owned()]),
        algorithm: Some("HS256".to_owned()),
        ..right()
    };
    assert_eq!(verify(&token, vec![explicit]).status, Status::Valid);
}

#[test]
fn the_two_names_of_ed25519_meet_and_curves_must_agree() {
    let (token, ed25519) = vector(6);
    let stated = Key {
        algorithm: Some("Ed25519".to_owned()),
        ..ed25519
    };
    assert_eq!(verify(&token, vec![stated]).status, Status::Valid);
    let (es256, _) = vector(2);
    let (_, p521) = vector(3);
    let found = verify(&es256, vec![p521]);
    assert_eq!(
        found.reason.describe(),
        "the only key cannot check `ES256`: it is a key on P-521, not a key on P-256"
    );
}

#[test]
fn an_unusable_key_leaves_the_signature_unchecked() {
    let (token, good) = vector(2);
    let broken = Key {
        material: Err(Unusable("its `x` is cut off".to_owned())),
        ..good.clone()
    };
    let off_curve = Key {
        material: Ok(Material::EllipticCurve {
            curve: crate::provider::Curve::P256,
            x: vec![1; 32],
            y: vec![1; 32],
        }),
        ..good.clone()
    };
    for (key, text) in [(broken, "its `x` is cut off"), (off_curve, "not a point")] {
        let found = verify(&token, vec![key.clone()]);
        assert_eq!(found.status, Status::NotChecked);
        assert!(
            matches!(&found.reason, Reason::KeyUnusable(why) if why.contains(text)),
            "{:?}",
            found.reason
        );
        // It does not stand in the way of one that works, but of calling the token invalid.
        assert_eq!(
            verify(&token, vec![key.clone(), good.clone()]).status,
            Status::Valid
        );
        let other = vec![key, good.clone()];
        assert_eq!(
            verify(&flipped(&token, 1, 3), other).status,
            Status::NotChecked
        );
    }
    let kid = r#"{"alg":"RS256","kid":"weird"}"#;
    let weird = Key {
        material: Err(Unusable("key type `LWE` is not known".to_owned())),
        kind: Some("LWE".to_owned()),
        ..named("weird", good)
    };
    let found = verify(&mac_token(kid, "{}", b""), vec![weird]);
    assert_eq!(
        found.reason,
        Reason::KeyUnusable("key `weird` cannot be used: key type `LWE` is not known".to_owned())
    );
}

#[test]
fn keys_of_the_header_choose_nothing() {
    let jwk = r#""jwk":{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;
    let header = format!(r#"{{"alg":"ES256","typ":"JWT",{jwk},"jku":"https://k.example"}}"#);
    let token = format!(
        "{}.e30.{}",
        base64url::encode(header.as_bytes()),
        "A1".repeat(43)
    );
    assert_eq!(
        Verifier::new(None).verify(&decode(&token)).reason,
        Reason::NoKeys
    );
    // In the place of a DPoP proof, and only there, the same key is tried.
    let token = token.replace(
        &base64url::encode(header.as_bytes()),
        &base64url::encode(header.replace("JWT", "application/DPoP+jwt").as_bytes()),
    );
    let proof = decode(&token);
    assert_eq!(Verifier::new(None).verify(&proof).reason, Reason::NoKeys);
    let found = Verifier::new(None).verify_proof(&proof);
    assert_eq!(found.reason, Reason::WrongSignature { tried: 1 });
    // RFC 7638 of the key of RFC 7515 A.3, computed with another library.
    assert_eq!(
        found.key.unwrap().thumbprint.as_deref(),
        Some("oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")
    );
}

#[test]
fn a_proof_must_bring_a_public_key() {
    let check = |header: &str, secret: &[u8]| {
        Verifier::new(None).verify_proof(&decode(&mac_token(header, "{}", secret)))
    };
    let found = check(
        r#"{"alg":"HS256","typ":"dpop+jwt","jwk":{"kty":"oct","k":"AAAA"}}"#,
        &[0, 0, 0],
    );
    assert_eq!(found.status, Status::NotChecked);
    assert!(matches!(found.reason, Reason::AlgorithmKeyMismatch(_)));
    let found = check(
        r#"{"alg":"RS256","typ":"dpop+jwt","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB","d":"AQ"}}"#,
        b"",
    );
    assert!(matches!(&found.reason, Reason::KeyUnusable(why) if why.contains("`d`")));
    let found = check(r#"{"alg":"RS256","typ":"dpop+jwt"}"#, b"");
    assert!(matches!(&found.reason, Reason::NoKeyFits(why) if why.contains("there is none")));
}

#[test]
fn a_token_by_a_client_or_holder_is_not_called_forged_by_the_keys_of_an_issuer() {
    let header = r#"{"alg":"HS256"}"#;
    for (header, payload) in [
        (header, r#"{"iss":"client","sub":"client"}"#),
        (r#"{"alg":"HS256","typ":"kb+jwt"}"#, "{}"),
    ] {
        let token = mac_token(header, payload, b"of the client");
        let found = verify(&token, vec![secret(b"of the issuer")]);
        assert_eq!(found.status, Status::NotChecked);
        assert!(matches!(found.reason, Reason::NoKeyFits(_)));
        let found = verify(&token, vec![secret(b"of the client")]);
        assert_eq!(found.status, Status::Valid);
    }
    let token = mac_token(header, r#"{"iss":"issuer","sub":"alice"}"#, b"other");
    let found = verify(&token, vec![secret(b"of the issuer")]);
    assert_eq!(found.status, Status::Invalid);
}

#[test]
fn who_claims_to_be_the_issuer_whose_keys_were_tried_is_called_forged() {
    let issuer = Provider {
        issuer: Some("https://idp.example".to_owned()),
        ..provider(vec![secret(b"of the issuer")])
    };
    let payload = r#"{"iss":"https://idp.example","sub":"https://idp.example"}"#;
    for header in [
        r#"{"alg":"HS256"}"#,
        r#"{"alg":"HS256","typ":"kb+jwt"}"#,
        r#"{"alg":"HS256","typ":"dpop+jwt"}"#,
    ] {
        let token = decode(&mac_token(header, payload, b"of somebody else"));
        let found = Verifier::new(Some(&issuer)).verify(&token);
        assert_eq!(found.status, Status::Invalid, "{header}");
    }
}

#[test]
fn a_token_that_names_a_key_at_hand_is_forged_though_it_speaks_about_itself() {
    let set: serde_json::Value = serde_json::from_str(include_str!(
        "../../../fixtures/providers/captured/jwks.json"
    ))
    .unwrap();
    let keys: Vec<Key> = set["keys"].as_array().unwrap().iter().map(key).collect();
    let claims = base64url::encode(br#"{"iss":"admin","sub":"admin","exp":1767229200}"#);
    let signed = |kid: &str| {
        let header = format!(r#"{{"alg":"ES256","kid":"{kid}"}}"#);
        let header = base64url::encode(header.as_bytes());
        format!("{header}.{claims}.{}", base64url::encode(&[1; 64]))
    };
    let forged = verify(&signed("op-es256"), keys.clone());
    assert_eq!(forged.status, Status::Invalid, "{:?}", forged.reason);
    let other = verify(&signed("a-key-of-its-own"), keys);
    assert_eq!(other.status, Status::NotChecked, "{:?}", other.reason);
}
