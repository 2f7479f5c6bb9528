//! `secret-in-claims`

use std::sync::LazyLock;

use memchr::memmem;

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Body, Document, JsonKind, Prefix, Value},
};

pub(crate) static RULE: Rule = Rule {
    name: "secret-in-claims",
    family: Family::Privacy,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The claims, or the disclosures of an SD-JWT, hold a secret: a member whose whole \
                 name is `password`, `client_secret`, `private_key`, `access_token` and the like with \
                 a text as value, a private key in PEM or as JWK, a key or token with a vendor's \
                 prefix. A number that passes as that of a payment card is a warning. The value is \
                 never printed.",
        why: "Signed is not hidden: base64url is spelling, and everybody who sees the token reads it.",
        threats: &[Threat::Leak, Threat::PersonalData],
        but: "Public keys are meant to be there (`cnf.jwk`), and so are tokens for distributed claims \
              (`_claim_sources`). Words such as `password` as a *value* only say how the user logged \
              in.",
        fix: "Take the secret out of the token and replace it wherever it is used: it is known now.",
    },
    article: &[],
    references: &[section(Spec::Rfc(7519), "12")],
    examples: &[
        Example::fires(
            "a password for everybody to read",
            jwt(
                r#"{"alg":"HS256"}"#,
                r#"{"iss":"https://shop.example","sub":"1","user":{"login":"ann","password":"correct horse"},"iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a private key where the public one belongs",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","client_id":"web-app","aud":"https://api.example","cnf":{"jwk":{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}},"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "a public key to be bound to",
            jwt(
                r#"{"typ":"at+jwt","alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","client_id":"web-app","aud":"https://api.example","cnf":{"jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}},"iat":1767225600,"exp":1767229200,"jti":"f2b6"}"#,
            ),
        ),
        Example::silent(
            "the word as a value, as Firebase, Auth0 and Supabase write it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"4000000000000002","aud":"web-app","firebase":{"sign_in_provider":"password"},"gty":"password","amr":[{"method":"password","timestamp":1767225600}],"pwd_exp":"3600","client_secret_expires_at":0,"iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Names that say what the value is; compared whole, without regard to case.
const NAMES: [&str; 17] = [
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "secret_key",
    "secretkey",
    "client_secret",
    "clientsecret",
    "private_key",
    "privatekey",
    "api_key",
    "apikey",
    "aws_secret_access_key",
    "access_token",
    "refresh_token",
    "totp",
];

/// What the label of every private key in PEM ends with (RFC 7468 §10, and the older forms).
const PRIVATE_KEY: &str = "PRIVATE KEY-----";

/// Looks for [`PRIVATE_KEY`].
static PRIVATE_KEYS: LazyLock<memmem::Finder<'_>> =
    LazyLock::new(|| memmem::Finder::new(PRIVATE_KEY));

/// Secrets inside are not looked for deeper than this.
const DEEPEST: usize = 6;

fn check(case: &Case<'_>) -> Outcome {
    let mut found = Vec::new();
    if let Some(claims) = case.claims() {
        for (name, value) in claims.members() {
            member("payload", &name, value, DEEPEST, &mut found);
        }
    }
    if let Body::SelectiveDisclosure(sd_jwt) = case.token.body() {
        for (index, disclosure) in sd_jwt.disclosures.iter().enumerate() {
            // A value alone is no document, so it stands in one of its own.
            let (wrapped, _) = Document::parse(format!("{{\"\":{}}}", disclosure.value));
            let name = disclosure.name.as_deref().unwrap_or_default();
            if let Some(value) = wrapped.get("") {
                let place = format!("disclosures/{index}");
                member(&place, name, value, DEEPEST, &mut found);
            }
        }
    }
    found.into()
}

fn member(place: &str, name: &str, value: Value<'_>, depth: usize, found: &mut Vec<Finding>) {
    if depth == 0 || name == "_claim_sources" {
        return;
    }
    match value.kind() {
        JsonKind::String => {
            if let Some(secret) = secret(name, value) {
                found.push(finding(place, name, secret));
            }
        }
        JsonKind::Object => {
            let members = value.members().unwrap_or_default();
            let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
            if has("kty") && ["d", "k", "priv"].into_iter().any(has) {
                found.push(finding(
                    place,
                    name,
                    Secret::Named("a private or shared key"),
                ));
                return;
            }
            let place = format!("{place}/{name}");
            for (name, value) in members {
                member(&place, &name, value, depth - 1, found);
            }
        }
        JsonKind::Array if value.text().contains(['"', '{']) => {
            for item in value.items().unwrap_or_default() {
                member(place, name, item, depth - 1, found);
            }
        }
        _ => {}
    }
}

enum Secret {
    /// What it is for sure.
    Named(&'static str),
    /// Digits that pass as a payment card.
    Card,
}

fn secret(name: &str, value: Value<'_>) -> Option<Secret> {
    let text = value.string()?;
    if text.is_empty() {
        return None;
    }
    if is_secret_name(name) {
        return Some(Secret::Named("a secret by its name"));
    }
    // The label of a key has a blank in it, and no token has.
    if memchr::memchr(b' ', text.as_bytes()).is_some() {
        if PRIVATE_KEYS.find(text.as_bytes()).is_some() {
            return Some(Secret::Named("a private key in PEM"));
        }
    } else if text.len() >= 20 && (Prefix::of(&text).is_some() || text.starts_with("sk_live_")) {
        return Some(Secret::Named("a token or key by its prefix"));
    }
    (begins_like_card(&text) && may_be_card(name) && is_card(&text)).then_some(Secret::Card)
}

fn is_secret_name(name: &str) -> bool {
    let is = |known: &&str| known.len() == name.len() && known.eq_ignore_ascii_case(name);
    // Most claims begin with another letter than any of these names.
    let first = name.bytes().next().map(|first| first.to_ascii_lowercase());
    matches!(first, Some(b'a' | b'c' | b'p' | b'r' | b's' | b't')) && NAMES.iter().any(is)
}

/// Long numbers are ordinary in identifiers.
fn may_be_card(name: &str) -> bool {
    let is = |known: &&str| name.eq_ignore_ascii_case(known);
    let ends_in_id =
        name.len() >= 2 && name.as_bytes()[name.len() - 2..].eq_ignore_ascii_case(b"id");
    !ends_in_id && !["sub", "jti", "aud", "azp", "nonce"].iter().any(is)
}

/// Length and first digit, which tell most texts from one.
fn begins_like_card(text: &str) -> bool {
    (13..=23).contains(&text.len()) && matches!(text.as_bytes()[0], b'3'..=b'6')
}

/// Prefix, length and check digit (ISO/IEC 7812).
fn is_card(text: &str) -> bool {
    let is_spelt = |byte: u8| byte.is_ascii_digit() || matches!(byte, b' ' | b'-');
    if !text.bytes().all(is_spelt) {
        return false;
    }
    let digits: Vec<u8> = text
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|b| b - b'0')
        .collect();
    let is_issued = match digits.as_slice() {
        [4, ..] | [5, 1..=5, ..] | [6, 0, 1, 1, ..] | [6, 5, ..] => digits.len() == 16,
        [3, 4 | 7, ..] => digits.len() == 15,
        _ => false,
    };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, u32::from(*digit)) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => 2 * digit - 9,
            (_, digit) => 2 * digit,
        })
        .sum();
    is_issued && sum.is_multiple_of(10)
}

fn finding(place: &str, name: &str, secret: Secret) -> Finding {
    let pointer = format!("{place}/{name}");
    let claim = words::quote(name);
    match secret {
        Secret::Named(what) => {
            let message = format!("{claim} holds {what}, and everybody can read it");
            RULE.finds(pointer, message)
        }
        Secret::Card => {
            let message = format!("{claim} holds what passes as the number of a payment card");
            RULE.finds(pointer, message)
                .as_severity(Severity::Warn)
                .as_confidence(Confidence::Low)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{classify::Kind, rules::test_case::TestCase};

    fn told(claims: &str) -> Vec<(String, Severity)> {
        match TestCase::new(Kind::Unknown, claims).check(&RULE) {
            Outcome::Fires(findings) => findings
                .into_iter()
                .map(|finding| (finding.pointer, finding.severity))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn every_name_is_known_in_any_letter_case() {
        for name in NAMES {
            assert!(is_secret_name(name), "{name}");
            assert!(is_secret_name(&name.to_ascii_uppercase()), "{name}");
        }
    }

    #[test]
    fn secrets_are_found_wherever_they_stand() {
        for (claims, pointer, severity) in [
            (r#"{"Password":"x"}"#, "payload/Password", Severity::Error),
            (
                r#"{"a":[{"totp":"JBSW"}]}"#,
                "payload/a/totp",
                Severity::Error,
            ),
            (
                r#"{"note":"-----BEGIN RSA PRIVATE KEY-----\nMII"}"#,
                "payload/note",
                Severity::Error,
            ),
            (
                r#"{"keys":["ghp_0123456789abcdefghijABCDEFGHIJ012345"]}"#,
                "payload/keys",
                Severity::Error,
            ),
            (
                r#"{"card":"4111 1111 1111 1111"}"#,
                "payload/card",
                Severity::Warn,
            ),
        ] {
            assert_eq!(told(claims), [(pointer.to_owned(), severity)], "{claims}");
        }
    }

    #[test]
    fn what_only_sounds_like_a_secret_is_none() {
        for claims in [
            r#"{"password":true,"secret":"","totp":null}"#,
            r#"{"sub":"4111111111111111","account_id":"4111111111111111"}"#,
            r#"{"card":"4111111111111112"}"#,
            r#"{"_claim_sources":{"src1":{"endpoint":"https://x.example","access_token":"ksj3n283dke"}}}"#,
            r#"{"password_changed_at":"2026-01-01","pwd_url":"https://x.example"}"#,
        ] {
            assert_eq!(told(claims), [], "{claims}");
        }
    }
}
