//! Proofs that a sender holds a key: checked with the public key that they carry, or that `cnf` names.

use std::sync::Arc;

use super::{
    KeyUsed, Reason, Status,
    algorithm::Algorithm,
    critical,
    header::Header,
    judged::{Attempts, Judged, invalid, not_checked, unsigned},
    keys::Checker,
    proof, structure,
};
use crate::token::{Signature, Signed, Token, Value};

/// Checks a DPoP proof with the key that it carries (RFC 9449 §4.3 items 5 to 7).
pub(super) fn own_key(
    algorithm: &'static Algorithm,
    header: &Header<'_>,
    message: &[u8],
    signature: &[u8],
) -> Judged {
    if algorithm.is_symmetric() {
        return not_checked(no_private_key(algorithm, "DPoP proof"));
    }
    let Some(jwk) = header.own_key else {
        return not_checked(Reason::NoKeyFits(
            "a DPoP proof is checked with the `jwk` of its own header, and there is none"
                .to_owned(),
        ));
    };
    let words = Words {
        key: "the `jwk` of the proof",
        source: "the proof's own header: it proves possession, not identity",
    };
    possession(algorithm, jwk, message, signature, &words)
}

/// Checks a JWS with a public key that something else names: the proof of an SD-JWT's holder or of
/// an attested client, with the `jwk` in the `cnf` that binds it (RFC 7800 §3.2). `token` is the
/// one that the JWS was decoded from. Whether that `cnf` is to be believed is another question.
pub fn with_confirmed_key(token: &Token, proof: &Signed, jwk: Value<'_>) -> (Status, Reason) {
    let [signature] = proof.signatures.as_slice() else {
        return (Status::NotChecked, Reason::Damaged);
    };
    let mut header = Header::default();
    header.collect(signature);
    let name = header.algorithm();
    let judged = match name.as_deref() {
        _ if signature.damaged => not_checked(Reason::Damaged),
        None if signature.bytes.is_empty() => unsigned(),
        None => not_checked(Reason::NoAlgorithm),
        Some(name) if name.eq_ignore_ascii_case("none") => unsigned(),
        Some(name) => match (
            critical::objection(&header, signature),
            Algorithm::named(name),
        ) {
            (Some(objection), _) => not_checked(objection),
            (None, None) => not_checked(Reason::UnknownAlgorithm(name.to_owned())),
            (None, Some(algorithm)) if algorithm.is_symmetric() => {
                not_checked(no_private_key(algorithm, "proof of possession"))
            }
            (None, Some(algorithm)) => confirmed(algorithm, token, signature, jwk),
        },
    };
    (judged.status, judged.reason)
}

fn confirmed(
    algorithm: &'static Algorithm,
    token: &Token,
    signature: &Signature,
    jwk: Value<'_>,
) -> Judged {
    let message = token.signing_input(signature);
    if structure::may_be_ed448(algorithm, &signature.bytes) {
        return not_checked(Reason::UnknownAlgorithm("Ed448".to_owned()));
    }
    if let Some(why) = structure::impossibility(algorithm, &signature.bytes) {
        return invalid(Reason::Impossible(why), None);
    }
    let words = Words {
        key: "the `jwk` in `cnf`",
        source: "the key in `cnf`",
    };
    possession(algorithm, jwk, message, &signature.bytes, &words)
}

/// What the key of a proof is called.
struct Words {
    key: &'static str,
    source: &'static str,
}

fn no_private_key(algorithm: &Algorithm, proof: &str) -> Reason {
    Reason::AlgorithmKeyMismatch(format!(
        "a {proof} proves possession of a private key, and `{}` has none",
        algorithm.name
    ))
}

/// Checks a proof with the public key that it has to be made with.
fn possession(
    algorithm: &'static Algorithm,
    jwk: Value<'_>,
    message: &[u8],
    signature: &[u8],
    words: &Words,
) -> Judged {
    let own = match proof::read(jwk) {
        Ok(own) => own,
        Err(why) => {
            return not_checked(Reason::KeyUnusable(format!(
                "{} cannot be used: {why}",
                words.key
            )));
        }
    };
    let checker = match Checker::parse(&own.material, algorithm) {
        Ok(checker) => checker,
        Err(why) => {
            return not_checked(Reason::AlgorithmKeyMismatch(format!(
                "{} cannot check `{}`: {why}",
                words.key, algorithm.name
            )));
        }
    };
    let key = Arc::new(KeyUsed {
        id: own.id,
        source: words.source.to_owned(),
        thumbprint: own.thumbprint,
    });
    let mut attempts = Attempts {
        last: Some(&key),
        ..Attempts::default()
    };
    if attempts.verify(&checker, message, signature) {
        return Judged {
            status: Status::Valid,
            key: Some(key),
            reason: Reason::ProofOfPossession,
        };
    }
    attempts
        .failure(signature)
        .unwrap_or_else(|| invalid(Reason::WrongSignature { tried: 1 }, Some(key.clone())))
}
