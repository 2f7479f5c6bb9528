//! Tokens that a certified provider issued (see fixtures/README.md).

use super::*;

/// The secret of every confidential client of the captures.
const CLIENT_SECRET: &[u8] = b"a-64-byte-long-client-secret-for-HS512-tests-0123456789abcdefghij";

struct Captured {
    id: String,
    kind: String,
    format: String,
    token: String,
}

fn captured() -> Vec<Captured> {
    fixture("captures/tokens.jsonl")
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = |name: &str| record[name].as_str().unwrap().to_owned();
            Captured {
                id: text("id"),
                kind: text("kind"),
                format: text("format"),
                token: text("token"),
            }
        })
        .collect()
}

fn keys() -> Vec<Key> {
    let set = json("providers/captured/jwks.json");
    let mut keys: Vec<Key> = set["keys"].as_array().unwrap().iter().map(key).collect();
    keys.push(secret(CLIENT_SECRET));
    keys
}

fn is_signed_by_somebody_else(kind: &str) -> bool {
    matches!(kind, "client-assertion" | "client-attestation")
}

/// Verifies a text as the kind of token that the capture is.
fn in_its_place(verifier: &Verifier<'_>, captured: &Captured, text: &str) -> Verification {
    if captured.kind == "dpop-proof" {
        verifier.verify_proof(&decode(text))
    } else {
        verifier.verify(&decode(text))
    }
}

#[test]
fn every_captured_token_has_the_state_it_should_have() {
    let provider = provider(keys());
    let verifier = Verifier::new(Some(&provider));
    let mut counts = [0; 4];
    for one in captured() {
        let found = in_its_place(&verifier, &one, &one.token);
        let expected = match (one.format.as_str(), one.kind.as_str()) {
            ("jws-compact", kind) if is_signed_by_somebody_else(kind) => {
                counts[0] += 1;
                assert!(matches!(found.reason, Reason::NoKeyFits(_)), "{}", one.id);
                Status::NotChecked
            }
            ("jws-compact", "dpop-proof") => {
                counts[1] += 1;
                assert_eq!(found.reason, Reason::ProofOfPossession, "{}", one.id);
                let key = found.key.as_ref().unwrap();
                assert!(key.source.contains("possession, not identity"));
                Status::Valid
            }
            ("jws-compact", _) => {
                counts[2] += 1;
                assert_eq!(found.reason, Reason::Verified, "{}", one.id);
                Status::Valid
            }
            ("jwe-compact", _) => {
                counts[3] += 1;
                assert_eq!(found.reason, Reason::Encrypted, "{}", one.id);
                Status::NotChecked
            }
            _ => {
                assert_eq!(found.reason, Reason::NotJose, "{}", one.id);
                Status::NotChecked
            }
        };
        assert_eq!(found.status, expected, "{}: {:?}", one.id, found.reason);
    }
    assert_eq!(counts, [4, 4, 82, 5]);
}

#[test]
fn no_captured_token_survives_a_flipped_bit() {
    let provider = provider(keys());
    let verifier = Verifier::new(Some(&provider));
    for one in captured() {
        if one.format != "jws-compact" || is_signed_by_somebody_else(&one.kind) {
            continue;
        }
        for (segment, bit) in [(1, 13), (1, 200), (2, 9), (2, 250)] {
            let found = in_its_place(&verifier, &one, &flipped(&one.token, segment, bit));
            assert_eq!(
                found.status,
                Status::Invalid,
                "{} {:?}",
                one.id,
                found.reason
            );
        }
    }
}

#[test]
fn a_wrong_secret_is_invalid_and_a_missing_one_is_not_checked() {
    let set = json("providers/captured/jwks.json");
    let public: Vec<Key> = set["keys"].as_array().unwrap().iter().map(key).collect();
    let mut wrong = public.clone();
    wrong.push(secret(b"another secret"));
    let (public, wrong) = (provider(public), provider(wrong));
    let (without, with) = (Verifier::new(Some(&public)), Verifier::new(Some(&wrong)));
    let mut seen = 0;
    for one in captured() {
        let token = decode(&one.token);
        if !token.header().is_some_and(|header| {
            header
                .str("alg")
                .is_some_and(|name| Algorithm::named(&name).is_some_and(Algorithm::is_symmetric))
        }) {
            continue;
        }
        seen += 1;
        let found = with.verify(&token);
        assert_eq!(
            found.reason,
            Reason::WrongSignature { tried: 1 },
            "{}",
            one.id
        );
        let found = without.verify(&token);
        assert_eq!(found.status, Status::NotChecked, "{}", one.id);
        assert!(found.reason.describe().contains("only public keys"));
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn keys_are_parsed_once_and_shared_by_threads() {
    let provider = provider(keys());
    let verifier = Verifier::new(Some(&provider));
    let tokens = captured();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    tokens
                        .iter()
                        .filter(|one| {
                            in_its_place(&verifier, one, &one.token).status == Status::Valid
                        })
                        .count()
                })
            })
            .collect();
        for worker in workers {
            assert_eq!(worker.join().unwrap(), 86);
        }
    });
}
