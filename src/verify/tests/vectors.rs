//! Vectors of RFC 7515, 7520, 7797 and 8037, and signatures of a weak key.

use super::*;

fn keys(vector: &serde_json::Value) -> Vec<Key> {
    vector["keys"].as_array().unwrap().iter().map(key).collect()
}

#[test]
fn every_published_vector_verifies() {
    let vectors = json("keys/rfc-vectors.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 12);
    for vector in vectors {
        let found = verify(vector["token"].as_str().unwrap(), keys(vector));
        let section = vector["section"].as_str().unwrap();
        assert_eq!(found.status, Status::Valid, "{section}: {:?}", found.reason);
        assert_eq!(found.algorithm.as_deref(), vector["algorithm"].as_str());
        let expected = match section {
            "RFC 7515 A.6" => Reason::VerifiedOfSeveral {
                valid: 2,
                of: 2,
                first: 0,
            },
            "RFC 7520 4.8" => Reason::VerifiedOfSeveral {
                valid: 3,
                of: 3,
                first: 0,
            },
            _ => Reason::Verified,
        };
        assert_eq!(found.reason, expected, "{section}");
    }
}

#[test]
fn no_published_vector_verifies_with_a_bit_flipped() {
    for vector in json("keys/rfc-vectors.json").as_array().unwrap() {
        let token = vector["token"].as_str().unwrap();
        if token.starts_with('{') {
            continue;
        }
        for (segment, bit) in [(1, 3), (1, 40), (2, 0), (2, 77), (2, 255)] {
            let found = verify(&flipped(token, segment, bit), keys(vector));
            assert_eq!(found.status, Status::Invalid, "{}", vector["section"]);
        }
    }
}

#[test]
fn one_good_signature_of_several_is_enough_and_the_count_is_told() {
    let vectors = json("keys/rfc-vectors.json");
    let vector = &vectors.as_array().unwrap()[11];
    let token = vector["token"].as_str().unwrap();
    let only_rsa = vec![key(&vector["keys"][0])];
    let found = verify(token, only_rsa);
    assert_eq!(found.status, Status::Valid);
    assert_eq!(found.algorithm.as_deref(), Some("RS256"));
    assert_eq!(
        found.reason.describe(),
        "1 of 3 signatures verify with keys of the issuer"
    );
    let strangers = vec![key(&vectors.as_array().unwrap()[6]["keys"][0])];
    assert_eq!(verify(token, strangers).status, Status::NotChecked);
}

#[test]
fn a_genuine_signature_by_a_weak_key_is_valid_where_the_library_can_tell() {
    let weak = json("keys/rsa-1024.json");
    let check = |name: &str| {
        verify(
            weak["tokens"][name].as_str().unwrap(),
            vec![key(&weak["key"])],
        )
    };
    assert_eq!(check("RS256").status, Status::Valid);
    assert_eq!(check("RS512").status, Status::Valid);
    for name in ["RS384", "PS256"] {
        let found = check(name);
        assert_eq!(found.status, Status::NotChecked, "{name}");
        assert!(
            matches!(&found.reason, Reason::KeyUnusable(why) if why.contains("1024 bits")),
            "{:?}",
            found.reason
        );
    }
    let token = weak["tokens"]["RS256"].as_str().unwrap();
    let found = verify(&flipped(token, 2, 5), vec![key(&weak["key"])]);
    assert_eq!(found.status, Status::Invalid);
}
