//! From a token and the issuer's keys to the state of its signature.

use std::borrow::Cow;

use super::{
    Reason, Status, Verification,
    algorithm::Algorithm,
    critical,
    header::Header,
    judged::{Attempts, Judged, invalid, not_checked, unsigned},
    keys::PreparedKey,
    possession::own_key,
    proof, select, structure,
};
use crate::{
    provider::Provider,
    token::{Body, PayloadBytes, Signature, Signed, Token},
};

/// Checks signatures with the keys of one issuer's side.
///
/// Make one and use it for as many tokens as there are, from as many threads as you like: each key
/// is parsed at its first use and never again. Verification asks for no randomness, no clock and no
/// network.
#[derive(Debug)]
pub struct Verifier<'a> {
    provider: Option<&'a Provider>,
    keys: Vec<PreparedKey<'a>>,
}

impl<'a> Verifier<'a> {
    /// A verifier with all keys of a provider; without one, only what needs no key is checked.
    pub fn new(provider: Option<&'a Provider>) -> Self {
        let keys = provider.map_or(&[][..], |provider| &provider.keys.keys);
        Self {
            provider,
            keys: keys.iter().map(PreparedKey::new).collect(),
        }
    }

    /// The issuer's side that the keys are of.
    pub fn provider(&self) -> Option<&'a Provider> {
        self.provider
    }

    /// Checks the signature of a token with the issuer's keys: of a JWS, or of the issuer-signed part
    /// of an SD-JWT. Of several signatures (RFC 7515 §7.2.1) one that verifies makes the token valid.
    ///
    /// Whatever the token says of itself, its own keys are not looked at.
    pub fn verify(&self, token: &Token) -> Verification {
        self.check(token, Signer::Issuer)
    }

    /// Checks a token that stands where a DPoP proof belongs: with the key that it carries, if it is
    /// a proof by its type and claims (RFC 9449 §4.2), otherwise as [`Verifier::verify`] does.
    pub fn verify_proof(&self, token: &Token) -> Verification {
        self.check(token, Signer::Holder)
    }

    fn check(&self, token: &Token, signer: Signer) -> Verification {
        let Some(signed) = token.signed() else {
            return unsigned_body(token);
        };
        match signed.signatures.as_slice() {
            [only] => self.signature(token, signed, only, signer),
            several => {
                let all: Vec<Verification> = several
                    .iter()
                    .map(|one| self.signature(token, signed, one, signer))
                    .collect();
                summary(all)
            }
        }
    }

    fn signature(
        &self,
        token: &Token,
        signed: &Signed,
        signature: &Signature,
        signer: Signer,
    ) -> Verification {
        let mut header = Header::default();
        header.collect(signature);
        let name = header.algorithm();
        let known = name.as_deref().and_then(Algorithm::named);
        let mut judged = match &name {
            _ if signature.damaged => not_checked(Reason::Damaged),
            None if signature.bytes.is_empty() => unsigned(),
            None => not_checked(Reason::NoAlgorithm),
            Some(name) if name.eq_ignore_ascii_case("none") => unsigned(),
            Some(name) => match (critical::objection(&header, signature), known) {
                (Some(objection), _) => not_checked(objection),
                (None, Some(algorithm)) => self.under(algorithm, &header, token, signature, signer),
                (None, None) => not_checked(Reason::UnknownAlgorithm(name.to_string())),
            },
        };
        if matches!(judged.reason, Reason::WrongSignature { .. })
            && !self.is_of_issuer(signed)
            && let Some(reason) = doubt(&header, signed, signer, self.holds_key_of(&header))
        {
            judged.status = Status::NotChecked;
            judged.reason = reason;
        }
        Verification {
            status: judged.status,
            // Almost every name is one of the table's and need not be copied.
            algorithm: match known {
                Some(algorithm) => Some(Cow::Borrowed(algorithm.name)),
                None => name.map(|name| Cow::Owned(name.into_owned())),
            },
            key: judged.key,
            reason: judged.reason,
        }
    }

    /// Whether `kid` names one of the keys at hand.
    fn holds_key_of(&self, header: &Header<'_>) -> bool {
        let keys = self.provider.map(|provider| &provider.keys.keys);
        header.key_id().is_some_and(|id| {
            keys.into_iter()
                .flatten()
                .any(|key| key.id.as_deref() == Some(id.as_ref()))
        })
    }

    /// Whether the token says that it comes from the very issuer whose keys were tried.
    fn is_of_issuer(&self, signed: &Signed) -> bool {
        let known = self
            .provider
            .and_then(|provider| provider.issuer.as_deref());
        let stated = signed
            .payload
            .claims
            .as_ref()
            .and_then(|one| one.str("iss"));
        known.is_some() && stated.as_deref() == known
    }

    fn under(
        &self,
        algorithm: &'static Algorithm,
        header: &Header<'_>,
        token: &Token,
        signature: &Signature,
        signer: Signer,
    ) -> Judged {
        if structure::may_be_ed448(algorithm, &signature.bytes) {
            return not_checked(Reason::UnknownAlgorithm("Ed448".to_owned()));
        }
        if let Some(why) = structure::impossibility(algorithm, &signature.bytes) {
            return invalid(Reason::Impossible(why), None);
        }
        let message = token.signing_input(signature);
        if signer == Signer::Holder && header.is_dpop_proof() {
            return match own_key(algorithm, header, message, &signature.bytes) {
                judged if judged.status == Status::Valid && !proof::is_for_a_request(token) => {
                    not_checked(Reason::NoKeyFits(
                        "its own key counts for a DPoP proof only, and one names its request in \
                         `htm` and `htu`"
                            .to_owned(),
                    ))
                }
                judged => judged,
            };
        }
        self.issuer_keys(algorithm, header, message, &signature.bytes)
    }

    fn issuer_keys(
        &self,
        algorithm: &'static Algorithm,
        header: &Header<'_>,
        message: &[u8],
        signature: &[u8],
    ) -> Judged {
        if self.keys.is_empty() {
            let failed = self.provider.is_some_and(|one| one.problem.is_some());
            return not_checked(if failed {
                Reason::KeysNotObtained
            } else {
                Reason::NoKeys
            });
        }
        let key_id = header.key_id();
        let key_id = key_id.as_deref();
        let mut attempts = Attempts::default();
        for (key, checker) in select::candidates(&self.keys, key_id, algorithm) {
            match checker {
                Err(why) => attempts.unusable = Some((&key.shown, why)),
                Ok(checker) if attempts.verify(checker, message, signature) => {
                    return Judged {
                        status: Status::Valid,
                        key: Some(key.shown.clone()),
                        reason: Reason::Verified,
                    };
                }
                Ok(_) => attempts.last = Some(&key.shown),
            }
        }
        attempts
            .failure(signature)
            .unwrap_or_else(|| not_checked(select::why_none(&self.keys, key_id, algorithm)))
    }
}

/// Who may have signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Signer {
    /// The issuer, with a key of its side.
    Issuer,
    /// For a DPoP proof, whoever holds the key in its header.
    Holder,
}

/// The judgement on all signatures of one token: the best of them. One that could not be checked
/// might be good, so it ranks above one that is not.
fn summary(all: Vec<Verification>) -> Verification {
    let of = all.len();
    let is_valid = |one: &Verification| one.status == Status::Valid;
    let valid = all.iter().filter(|one| is_valid(one)).count();
    let first_valid = all.iter().position(is_valid);
    let rank = |status| match status {
        Status::Valid => 3,
        Status::NotChecked => 2,
        Status::Invalid => 1,
        Status::Unsigned => 0,
    };
    let best = all.into_iter().reduce(|best, one| {
        if rank(one.status) > rank(best.status) {
            one
        } else {
            best
        }
    });
    let Some(mut best) = best else {
        return whole(Status::NotChecked, None, Reason::Damaged);
    };
    if let Some(first) = first_valid {
        best.reason = Reason::VerifiedOfSeveral { valid, of, first };
    }
    best
}

fn unsigned_body(token: &Token) -> Verification {
    let reason = match token.body() {
        Body::Encrypted(_) => Reason::Encrypted,
        Body::Opaque(_) => Reason::NotJose,
        Body::Signed(_) | Body::SelectiveDisclosure(_) | Body::Damaged(_) => Reason::Damaged,
    };
    let algorithm = token.header().and_then(|header| header.str("alg"));
    whole(
        Status::NotChecked,
        algorithm.map(|name| Cow::Owned(name.into_owned())),
        reason,
    )
}

fn whole(status: Status, algorithm: Option<Cow<'static, str>>, reason: Reason) -> Verification {
    Verification {
        status,
        algorithm,
        key: None,
        reason,
    }
}

/// Why a signature that no key verifies may still be good: it covers something else, or its signer
/// is not the issuer whose keys were tried.
fn doubt(
    header: &Header<'_>,
    signed: &Signed,
    signer: Signer,
    names_our_key: bool,
) -> Option<Reason> {
    if matches!(&signed.payload.bytes, PayloadBytes::Other(bytes) if bytes.is_empty()) {
        return Some(Reason::Detached);
    }
    // Who names one of the keys at hand claims to have signed with it.
    if names_our_key {
        return None;
    }
    let signer = if header.is_dpop_proof() {
        if signer == Signer::Holder {
            return None;
        }
        "a DPoP proof is signed with the key in its own header, which counts only where a proof is \
         expected"
    } else if header.has_type("kb+jwt") {
        "a key-binding JWT is signed by the holder, with the key in `cnf` of the SD-JWT"
    } else if header.has_type("oauth-client-attestation-pop+jwt") {
        "this proof is signed by the client instance, with the key in `cnf` of its attestation"
    } else if is_self_issued(signed) {
        "`iss` and `sub` are the same, so its signer is a client or a holder with a key of its own"
    } else {
        return None;
    };
    Some(Reason::NoKeyFits(format!(
        "the keys do not verify it; {signer}"
    )))
}

/// Whether the token speaks about its own signer, as client assertions do (RFC 7523 §3).
fn is_self_issued(signed: &Signed) -> bool {
    let claim = |name| signed.payload.claims.as_ref()?.str(name);
    claim("iss").is_some_and(|issuer| Some(issuer) == claim("sub"))
}
