//! `kind-contradiction`

use crate::{
    classify::{Evidence, Kind},
    input::Slot,
    rules::{
        Applies, Case, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::Document,
};

pub(crate) static RULE: Rule = Rule {
    name: "kind-contradiction",
    family: Family::Kind,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The token bears the decisive mark of one kind together with something that \
                 excludes that kind, or with the decisive mark of another. A few softer pairs that \
                 seldom stand together are named as information.",
        why: "Either the issuer copies one set of claims into several kinds of token, or somebody \
              made a token that passes for more than one: each receiver sees the kind it hopes for.",
        threats: &[Threat::Confusion, Threat::Forge],
        but: "Test servers and scripts that map claims cause it innocently, and an extension may \
              add a claim that is unusual for the kind.",
        fix: "Have the issuer keep a separate set of claims for each kind, and let receivers tell \
              kinds apart by `typ`.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "3.12"),
        section(Spec::BackChannelLogout, "2.4"),
        section(Spec::Rfc(9701), "8.1"),
    ],
    examples: &[
        Example::fires(
            "a logout token with the `nonce` of an ID token",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","nonce":"n","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::fires(
            "an access token by its type, with the claims of an ID token (for information)",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app","nonce":"n","at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}"#,
            ),
        ),
        Example::silent(
            "a plain logout token",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        ),
        Example::silent(
            "a plain ID token",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","exp":1767229200,"iat":1767225600,"nonce":"n","at_hash":"AAAAAAAAAAAAAAAAAAAAAA"}"#,
            ),
        ),
    ],
    check,
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no readable claims");
    };
    let soft = ODD_PAIRS
        .iter()
        .filter(|pair| (pair.holds)(case, claims))
        .map(|pair| {
            RULE.finds(pair.pointer, pair.message)
                .as_severity(Severity::Info)
                .as_confidence(Confidence::Medium)
        });
    decisive(&case.classification.evidence)
        .into_iter()
        .chain(soft)
        .collect::<Vec<_>>()
        .into()
}

/// ±100 is decisive or excluding in the table of evidence.
const DECISIVE: i32 = 100;

/// The first decisive mark that something else contradicts.
fn decisive(evidence: &[Evidence]) -> Option<Finding> {
    let marks = || evidence.iter().filter(|one| one.weight >= DECISIVE);
    let excluded = marks().find_map(|mark| {
        let kind = mark.kind?;
        let against = evidence.iter().find(|one| excludes(one, kind, evidence))?;
        Some(RULE.finds(
            pointer(against),
            format!(
                "{}, yet {}, expected one {kind}",
                mark.because, against.because
            ),
        ))
    });
    excluded.or_else(|| {
        marks().find_map(|mark| {
            let kind = mark.kind?;
            let other = marks().find(|one| one.kind.is_some_and(|other| !agree(kind, other)))?;
            Some(RULE.finds(
                pointer(other),
                format!(
                    "{}, yet {}, expected one kind of token",
                    mark.because, other.because
                ),
            ))
        })
    })
}

/// Whether a row excludes a kind: by its name, or as one of "every kind but those it speaks for".
fn excludes(row: &Evidence, kind: Kind, evidence: &[Evidence]) -> bool {
    let speaks_for_it = || {
        evidence
            .iter()
            .any(|one| one.id == row.id && one.kind == Some(kind) && one.weight > 0)
    };
    row.weight <= -DECISIVE && (row.kind == Some(kind) || (row.kind.is_none() && !speaks_for_it()))
}

/// A logout token is a security event token, and a credential may come as an SD-JWT.
fn agree(one: Kind, other: Kind) -> bool {
    let both = |a: Kind, b: Kind| (one, other) == (a, b) || (one, other) == (b, a);
    one == other
        || both(Kind::LogoutToken, Kind::SecurityEventToken)
        || both(Kind::SdJwt, Kind::VerifiableCredential)
}

fn pointer(evidence: &Evidence) -> &str {
    if evidence.pointer.is_empty() {
        "token"
    } else {
        &evidence.pointer
    }
}

/// Two things that seldom stand together.
struct OddPair {
    pointer: &'static str,
    message: &'static str,
    holds: fn(&Case<'_>, &Document) -> bool,
}

static ODD_PAIRS: &[OddPair] = &[
    OddPair {
        pointer: "payload/at_hash",
        message: "`typ` says access token, and `nonce` and `at_hash` stand in the claims, which \
                  are for ID tokens: does the issuer copy one set of claims into both?",
        holds: |case, claims| {
            case.token.media_type().as_deref() == Some("at+jwt")
                && claims.has("nonce")
                && claims.has("at_hash")
        },
    },
    OddPair {
        pointer: "payload/scope",
        message: "`token_use` is `id`, and there is a `scope`, which is for access tokens: did a \
                  trigger add it?",
        holds: |_, claims| {
            claims.str("token_use").is_some_and(|usage| usage == "id") && claims.has("scope")
        },
    },
    OddPair {
        pointer: "payload/token_introspection",
        message: "`token_introspection` stands beside a `sub` or `exp` of its own, so the answer \
                  about a token could pass for a token, expected these inside of it",
        holds: |_, claims| {
            claims.has("token_introspection") && (claims.has("sub") || claims.has("exp"))
        },
    },
    OddPair {
        pointer: "payload/sub",
        message: "`iss` equals `sub` as in a client assertion, and there are claims about a \
                  person, expected one or the other",
        holds: |_, claims| {
            let issuer = claims.str("iss");
            issuer.is_some()
                && issuer == claims.str("sub")
                && issuer.as_deref() != Some("https://self-issued.me")
                && !claims.has("sub_jwk")
                && has_profile(claims)
        },
    },
    OddPair {
        pointer: "payload/nonce",
        message: "an Entra token with `scp`, which is for access tokens, and with `nonce`, which \
                  is for ID tokens, expected one or the other",
        holds: |_, claims| {
            let is_entra = claims.str("iss").is_some_and(|issuer| {
                issuer.starts_with("https://login.microsoftonline.com/")
                    || issuer.starts_with("https://sts.windows.net/")
            });
            is_entra && claims.has("scp") && claims.has("nonce")
        },
    },
    OddPair {
        pointer: "payload/cnf",
        message: "`cnf` binds this token to a key, and it was found as an ID token, where that is \
                  unusual: which profile asks for it?",
        // Solid has such ID tokens, and marks them with `webid`.
        holds: |case, claims| {
            case.slot == Some(&Slot::IdToken)
                && case.confirmation("jkt").is_some()
                && !claims.has("webid")
        },
    },
];

fn has_profile(claims: &Document) -> bool {
    [
        "name",
        "given_name",
        "family_name",
        "email",
        "picture",
        "phone_number",
    ]
    .iter()
    .any(|name| claims.has(name))
}
