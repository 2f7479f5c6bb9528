//! `private-key-exposed`

use super::{at, name};
use crate::{
    provider::keys::PRIVATE_MEMBERS,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, ProviderCase, Rule,
        Severity, Threat,
        example::{Example, jwt, keys},
        spec::{Spec, section},
        words,
    },
    token::Value,
};

pub(crate) static RULE: Rule = Rule {
    name: "private-key-exposed",
    family: Family::Keys,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Keys, Needs::Provider],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "A key that others can read holds its private numbers or is a shared secret: in a \
                 published key set, in the header of a token (`jwk`), or in the claims `cnf.jwk` \
                 and `sub_jwk`.",
        why: "Whoever has read it signs or decrypts like its owner. Nothing that this key vouches \
              for can be believed any more.",
        threats: &[Threat::Forge],
        but: "A key file that you keep for yourself, given with `--key`, is not published. A key \
              set given with `--jwks` is taken for a copy of a published one.",
        fix: "Take the key out of use now, make a new one, and publish its public half only.",
    },
    article: &[],
    references: &[
        section(Spec::OidcDiscovery, "3"),
        section(Spec::Rfc(7517), "9.2"),
        section(Spec::Rfc(9449), "4.2"),
    ],
    examples: &[
        Example::fires(
            "a key set with the private number of an elliptic-curve key",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04","d":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}]}"#,
            ),
        ),
        Example::fires(
            "a shared secret in a key set",
            keys(
                r#"{"keys":[{"kty":"oct","kid":"s","k":"YW4gZXhhbXBsZSBvZiBhIHNlY3JldCB0aGF0IGlzIG5vbmU"}]}"#,
            ),
        ),
        Example::fires(
            "a DPoP proof that brings its private key along",
            jwt(
                r#"{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":"P-256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04","d":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}}"#,
                r#"{"htm":"GET","htu":"https://api.example/a","iat":1767225600,"jti":"1"}"#,
            ),
        ),
        Example::silent(
            "a DPoP proof with its public key",
            jwt(
                r#"{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":"P-256","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}}"#,
                r#"{"htm":"GET","htu":"https://api.example/a","iat":1767225600,"jti":"1"}"#,
            ),
        ),
        Example::silent(
            "a key set with public keys",
            keys(
                r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#,
            ),
        ),
    ],
    check: Check::Both {
        token: in_token,
        provider: in_key_set,
    },
};

fn in_token(case: &Case<'_>) -> Outcome {
    let headers = case
        .token
        .signed()
        .into_iter()
        .flat_map(|jws| &jws.signatures)
        .filter_map(|signature| Some(("header/jwk", signature.header("jwk")?)));
    let confirmation = case
        .claims()
        .and_then(|claims| claims.get("cnf")?.member("jwk"));
    let subject = case.claims().and_then(|claims| claims.get("sub_jwk"));
    let claims = [
        ("payload/cnf/jwk", confirmation),
        ("payload/sub_jwk", subject),
    ];
    let claims = claims
        .into_iter()
        .filter_map(|(place, key)| Some((place, key?)));
    let findings: Vec<Finding> = headers
        .chain(claims)
        .filter_map(|(place, key)| in_jwk(place, key))
        .collect();
    findings.into()
}

fn in_jwk(place: &str, key: Value<'_>) -> Option<Finding> {
    let members = key.members()?;
    let (name, _) = members
        .iter()
        .find(|(name, _)| PRIVATE_MEMBERS.contains(&name.as_ref()))?;
    let message = format!(
        "the key at `{place}` holds its secret part {}, expected the public part only",
        words::quote(name)
    );
    Some(RULE.finds(format!("{place}/{name}"), message))
}

fn in_key_set(case: &ProviderCase<'_>) -> Outcome {
    let findings: Vec<Finding> = case
        .provider
        .keys
        .keys
        .iter()
        .enumerate()
        .filter(|(_, key)| key.is_published())
        .filter_map(|(index, key)| {
            let jwk = key.jwk.as_ref()?;
            let member = PRIVATE_MEMBERS.iter().find(|member| jwk.has(member))?;
            let message = format!(
                "{} is published with its secret part `{member}`, expected the public part only",
                name(index, key)
            );
            Some(RULE.finds(at(index, member), message))
        })
        .collect();
    findings.into()
}
