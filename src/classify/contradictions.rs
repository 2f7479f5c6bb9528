//! Tokens that say two things at once.
//!
//! A contradiction is decisive where a claim or type that settles a kind stands beside one that
//! rules it out or settles another: then the issuer copies claim sets, or somebody crafts a
//! chameleon. The others are unusual pairs that an issuer may well mean. A token in the wrong field
//! is no contradiction in itself: that is for the rules about slots.

use super::{
    Kind,
    evidence::{
        DECISIVE, EXCLUDED, Found, PROFILE, is_cognito_id_token, is_entra, speaks_about_itself,
    },
    facts::Facts,
};
use crate::input::Slot;

/// Two things in one token that do not go together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// Whether each of the two settles or rules out a kind; otherwise the pair is merely unusual.
    pub decisive: bool,
    /// What stands beside what, one clause.
    pub says: String,
    /// Where the second of the two stands, such as `payload/nonce`.
    pub pointer: String,
}

/// All contradictions of a token, decisive ones first: those of its evidence, and the pairs that are
/// there.
pub(super) fn contradictions(
    found: &[Found],
    pairs: impl Iterator<Item = bool>,
) -> Vec<Contradiction> {
    let mut contradictions = clashes(found);
    let pairs = PAIRS.iter().zip(pairs).filter(|(_, is_there)| *is_there);
    contradictions.extend(pairs.map(|(pair, _)| Contradiction {
        decisive: pair.decisive,
        says: pair.says.to_owned(),
        pointer: pair.pointer.to_owned(),
    }));
    contradictions
}

/// Decisive evidence for one kind beside decisive evidence for another, or beside its exclusion.
fn clashes(found: &[Found]) -> Vec<Contradiction> {
    let decisive: Vec<(&Found, Kind)> = found
        .iter()
        .flat_map(|one| one.weights().map(move |(kind, weight)| (one, kind, weight)))
        .filter(|(_, kind, weight)| *weight >= DECISIVE && *kind != Kind::Encrypted)
        .map(|(one, kind, _)| (one, kind))
        .collect();
    let mut clashes = Vec::new();
    for (index, &(one, kind)) in decisive.iter().enumerate() {
        let rivals = decisive[index + 1..]
            .iter()
            .filter(|(_, other)| *other != kind)
            .map(|(rival, _)| *rival);
        // What rules the kind out by settling another one is a rival already.
        let against = found.iter().filter(|other| {
            other.weight(kind) <= EXCLUDED && !other.weights().any(|(_, weight)| weight >= DECISIVE)
        });
        for other in rivals.chain(against) {
            clashes.push(Contradiction {
                decisive: true,
                says: format!("{}, but {}", one.because(), other.because()),
                pointer: other.pointer().to_owned(),
            });
        }
    }
    clashes
}

/// Two claims that each fit, and do not fit together.
pub(super) struct Pair {
    decisive: bool,
    says: &'static str,
    pointer: &'static str,
    /// Whether both are there.
    pub(super) test: fn(&Facts<'_>) -> bool,
}

/// All such pairs.
pub(super) static PAIRS: &[Pair] = &[
    Pair {
        decisive: true,
        says: "type `at+jwt` declares an access token, but `nonce` and `at_hash` are those of an ID token",
        pointer: "payload/at_hash",
        test: |facts| facts.has_all(&["nonce", "at_hash"]) && facts.is_typed(&["at+jwt"]),
    },
    Pair {
        decisive: true,
        says: "Cognito's `token_use` says `id`, but `scope` is that of an access token",
        pointer: "payload/scope",
        test: |facts| facts.has("scope") && is_cognito_id_token(facts),
    },
    Pair {
        decisive: false,
        says: "Entra's `scp` of an access token beside the `nonce` of an ID token",
        pointer: "payload/nonce",
        test: |facts| facts.has_all(&["scp", "nonce"]) && is_entra(facts),
    },
    Pair {
        decisive: false,
        says: "issuer and subject are the same, as in a client assertion, beside a user's profile",
        pointer: "payload/sub",
        test: |facts| speaks_about_itself(facts) && facts.has_any(PROFILE),
    },
    Pair {
        decisive: false,
        says: "bound to a DPoP key, yet taken from `id_token`: ID tokens seldom are",
        pointer: "payload/cnf",
        test: |facts| facts.slot() == Some(&Slot::IdToken) && facts.object_has("cnf", &["jkt"]),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        classify::{Certainty, Context, classify},
        rules::example::jwt,
        secret::RawToken,
        situation::Situation,
        token::Token,
    };

    fn found(
        header: &'static str,
        claims: &'static str,
        slot: Option<Slot>,
    ) -> Vec<(bool, String)> {
        let token = Token::decode(RawToken::new(jwt(header, claims).text()));
        let situation = Situation::default();
        let found = classify(&token, context(slot.as_ref(), &situation));
        let pairs = found.contradictions.into_iter();
        pairs.map(|one| (one.decisive, one.pointer)).collect()
    }

    fn context<'a>(slot: Option<&'a Slot>, situation: &'a Situation) -> Context<'a> {
        Context {
            slot,
            situation,
            named_by_at_hash: false,
            stated: None,
        }
    }

    const PLAIN: &str = r#"{"alg":"RS256"}"#;

    #[test]
    fn decisive_evidence_clashes_with_what_rules_it_out_or_settles_another_kind() {
        let ambiguous = |header, claims| {
            let token = Token::decode(RawToken::new(jwt(header, claims).text()));
            let situation = Situation::default();
            let found = classify(&token, context(None, &situation));
            (found.certainty == Certainty::Ambiguous).then_some(found.kind)
        };
        let logout = r#"{"iss":"https://idp.example","aud":"app","iat":0,"jti":"1","nonce":"n","sid":"s",
            "events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#;
        assert_eq!(
            found(PLAIN, logout, None),
            [(true, "payload/nonce".to_owned())]
        );
        assert_eq!(ambiguous(PLAIN, logout), Some(Kind::LogoutToken));
        let typed = r#"{"alg":"RS256","typ":"logout+jwt"}"#;
        assert_eq!(ambiguous(typed, logout), Some(Kind::LogoutToken));
        let pointers = found(typed, logout, None);
        assert!(
            pointers
                .iter()
                .all(|(decisive, at)| *decisive && at == "payload/nonce")
        );
        let two = found(
            r#"{"alg":"RS256","typ":"at+jwt"}"#,
            r#"{"sub":"spiffe://example.org/db"}"#,
            None,
        );
        assert_eq!(two, [(true, "payload/sub".to_owned())]);
        let answer = r#"{"token_introspection":{"active":true},"exp":1}"#;
        let chameleon = found(r#"{"alg":"RS256","typ":"at+jwt"}"#, answer, None);
        assert_eq!(chameleon.len(), 1);
        // `introspection-jwt-confusable` speaks of that one.
        assert_eq!(found(PLAIN, answer, None), []);
    }

    #[test]
    fn named_pairs() {
        let at_jwt = r#"{"alg":"RS256","typ":"at+jwt"}"#;
        let both = r#"{"iss":"https://idp.example","sub":"u","nonce":"n","at_hash":"x","exp":1}"#;
        assert_eq!(
            found(at_jwt, both, None),
            [(true, "payload/at_hash".to_owned())]
        );
        let cognito = r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","token_use":"id","scope":"x"}"#;
        assert_eq!(
            found(PLAIN, cognito, None),
            [(true, "payload/scope".to_owned())]
        );
        let entra = r#"{"iss":"https://login.microsoftonline.com/t/v2.0","scp":"x","nonce":"n"}"#;
        assert_eq!(
            found(PLAIN, entra, None),
            [(false, "payload/nonce".to_owned())]
        );
        let itself = r#"{"iss":"app","sub":"app","name":"A"}"#;
        assert_eq!(
            found(PLAIN, itself, None),
            [(false, "payload/sub".to_owned())]
        );
        let bound = r#"{"iss":"https://idp.example","sub":"u","cnf":{"jkt":"x"}}"#;
        let pair = [(false, "payload/cnf".to_owned())];
        assert_eq!(found(PLAIN, bound, Some(Slot::IdToken)), pair);
    }

    #[test]
    fn what_fits_is_silent() {
        let plain =
            r#"{"iss":"https://idp.example","sub":"u","aud":"a","nonce":"n","exp":1,"iat":0}"#;
        assert_eq!(found(PLAIN, plain, Some(Slot::IdToken)), []);
        let bound = r#"{"iss":"https://idp.example","sub":"u","cnf":{"jkt":"x"}}"#;
        assert_eq!(found(PLAIN, bound, Some(Slot::AccessToken)), []);
        let account = r#"{"sub":"system:serviceaccount:n:a","kubernetes.io":{}}"#;
        assert_eq!(found(PLAIN, account, None), []);
    }
}
