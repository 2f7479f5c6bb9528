//! `wrong-claim-type`

use std::borrow::Cow;

use crate::{
    classify::Kind,
    provider::vendors,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat, characters,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Body, JsonKind, Value},
};

pub(crate) static RULE: Rule = Rule {
    name: "wrong-claim-type",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "A registered member has another JSON type than its specification gives it: `iss`, \
                 `sub`, `jti`, `azp`, `nonce`, `acr`, `client_id` and `scope` are strings, `aud` a \
                 string or an array of strings, times are numbers, `amr` is an array of strings, \
                 `email_verified` a boolean, `events`, `cnf` and `act` are objects, `kid`, `typ` and \
                 `cty` of the header strings. The `sub` of an ID token has at most 255 ASCII \
                 characters. Profile claims are judged at info; `null` counts as absent.",
        why: "A reader that is loose about types takes the text `\"false\"` for true, holds `123` and \
              `\"123\"` for one user, and passes over an `exp` that it cannot read: the token never \
              ends for it, while the next library refuses the same token.",
        threats: &[Threat::Forge, Threat::Subject],
        but: "Some products are known for their own types and are only named, at info: Apple and \
              Cognito write booleans as strings, Supabase writes `amr` as objects, Auth0 writes \
              `updated_at` as a date, and Spring Authorization Server, Duende IdentityServer and \
              XSUAA write `scope` as an array. Fractions of a second are legal.",
        fix: "Write the type that the specification gives, and read strictly; if a product's own \
              type must be read, convert it in one place.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7519), "2"),
        section(Spec::Rfc(7519), "4.1"),
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "5.1"),
    ],
    examples: &[
        Example::fires(
            "an `exp` between quotes",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":"1767229200"}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "a subject that is a number",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":123,"aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::fires(
            "an audience with a number in it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":["web-app",7],"exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "Apple's boolean between quotes (info)",
            jwt(
                r#"{"alg":"RS256","kid":"fh6Bs8C"}"#,
                r#"{"iss":"https://appleid.apple.com","sub":"001","aud":"com.example.app","email_verified":"true","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "times with fractions of a second",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":["web-app"],"iat":1767225600.25,"exp":1767229200.5}"#,
            ),
        ),
        Example::silent(
            "an empty audience and a `null` subject, as ORY Hydra and others write them",
            jwt(
                r#"{"alg":"RS256","typ":"JWT"}"#,
                r#"{"iss":"https://idp.example","sub":null,"aud":[],"client_id":"job","scp":["a","b"],"iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "GitLab's private claims, which no specification types",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"iss":"https://gitlab.com","sub":"project_path:a/b:ref_type:branch:ref:main","aud":"https://vault.example","project_path":"a/b","pipeline_id":"1","ref_protected":"true","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More of them say nothing more.
const MOST: usize = 16;

fn check(case: &Case<'_>) -> Outcome {
    let mut findings: Vec<Finding> = header(case);
    let Some(claims) = case.claims() else {
        return match (case.header(), findings.is_empty()) {
            (None, true) => Outcome::NotApplicable("there is no JSON to look into"),
            _ => findings.into(),
        };
    };
    let mut empty: Vec<Cow<'_, str>> = Vec::new();
    for (name, value) in claims.members() {
        if findings.len() >= MOST {
            break;
        }
        if value.is_null() {
            continue;
        }
        if is_profile_text(&name) && value.text() == "\"\"" {
            empty.push(name);
            continue;
        }
        findings.extend(claim(case, &name, value));
    }
    if !empty.is_empty() && matches!(case.kind, Kind::IdToken | Kind::UserinfoResponse) {
        let message = format!(
            "{} {} empty, expected a claim without a value to be left out",
            words::quoted(&empty, "and"),
            if empty.len() == 1 { "is" } else { "are" }
        );
        let pointer = format!("payload/{}", empty[0]);
        findings.push(RULE.finds(pointer, message).as_severity(Severity::Info));
    }
    findings.into()
}

/// `alg` of a signature and `crit` have rules of their own.
fn header(case: &Case<'_>) -> Vec<Finding> {
    let is_encrypted = matches!(case.token.body(), Body::Encrypted(_));
    case.header()
        .into_iter()
        .flat_map(|header| header.members())
        .filter(|(name, value)| {
            let is_text = matches!(name.as_ref(), "kid" | "typ" | "cty" | "jku" | "x5u" | "enc")
                || name == "alg" && is_encrypted;
            is_text && !value.is_null() && value.kind() != JsonKind::String
        })
        .take(MOST)
        .map(|(name, value)| {
            let message = format!("`{name}` is {}, expected a string", value.kind());
            RULE.finds(format!("header/{name}"), message)
                .expected("string")
                .actual(value.kind().to_string())
        })
        .collect()
}

fn claim(case: &Case<'_>, name: &str, value: Value<'_>) -> Option<Finding> {
    let kind = value.kind();
    // Bytes, since their patterns become a decision tree and those of text comparisons in turn.
    let expected = match name.as_bytes() {
        b"iss" | b"jti" | b"azp" | b"nonce" | b"acr" | b"client_id" if kind != JsonKind::String => {
            "a string"
        }
        b"sub" if kind != JsonKind::String => "a string",
        b"sub" if case.is_id_token() => return subject(value),
        b"scope" if kind != JsonKind::String => {
            return Some(scope(value).unwrap_or_else(|| wrong(name, value, "a string")));
        }
        b"aud" if kind != JsonKind::String && !is_strings(value) => {
            "a string or an array of strings"
        }
        b"exp" | b"nbf" | b"iat" | b"auth_time" if kind != JsonKind::Number => {
            return Some(time(name, value));
        }
        b"max_age" if case.kind == Kind::RequestObject && kind != JsonKind::Number => "a number",
        b"amr" if !is_strings(value) => {
            return Some(methods(case, value));
        }
        b"email_verified" | b"phone_number_verified" if kind != JsonKind::Boolean => {
            return Some(boolean(case, name, value));
        }
        b"events" | b"cnf" | b"act" if kind != JsonKind::Object => "an object",
        b"address" if kind != JsonKind::Object => {
            return Some(wrong(name, value, "an object").as_severity(Severity::Info));
        }
        b"updated_at" => return updated_at(case, value),
        _ => return None,
    };
    Some(wrong(name, value, expected))
}

fn wrong(name: &str, value: Value<'_>, expected: &'static str) -> Finding {
    let found = match value.kind() {
        JsonKind::Array if !is_strings(value) => "an array of other than strings".to_owned(),
        kind => kind.to_string(),
    };
    RULE.finds(
        format!("payload/{name}"),
        format!("`{name}` is {found}, expected {expected}"),
    )
    .expected(expected)
    .actual(value.kind().to_string())
}

fn is_strings(value: Value<'_>) -> bool {
    value
        .items()
        .is_some_and(|items| items.iter().all(|item| item.kind() == JsonKind::String))
}

/// OIDC Core §2: at most 255 ASCII characters.
fn subject(value: Value<'_>) -> Option<Finding> {
    let subject = value.string()?;
    if subject.is_ascii() && subject.len() <= 255 {
        return None;
    }
    let length = subject.chars().count();
    // Where it hides something, `deceptive-identifier` speaks.
    let is_hiding = |c: char| characters::hidden(c).is_some() || c == char::REPLACEMENT_CHARACTER;
    let message = if !subject.is_ascii() && !subject.contains(is_hiding) {
        "`sub` of this ID token holds characters beyond ASCII, expected ASCII only".to_owned()
    } else if length > 255 {
        format!("`sub` of this ID token has {length} characters, expected at most 255")
    } else {
        return None;
    };
    Some(RULE.finds("payload/sub", message).fix(
        "Give each user a short ASCII identifier that never changes, and put names into other \
         claims.",
    ))
}

fn time(name: &str, value: Value<'_>) -> Finding {
    let finding = wrong(name, value, "a number of seconds since the epoch");
    match value.kind() {
        JsonKind::String => finding.fix(
            "Write the number without quotes: some libraries read a string here, some refuse it, and \
             some take the claim for absent.",
        ),
        _ => finding,
    }
}

fn scope(value: Value<'_>) -> Option<Finding> {
    is_strings(value).then(|| {
        RULE.finds(
            "payload/scope",
            "`scope` is an array of strings, expected one string with blanks between the scopes",
        )
        .as_severity(Severity::Info)
        .fix(
            "Spring Authorization Server, Duende IdentityServer and XSUAA write it so; let the \
             receiver read both forms in one place.",
        )
    })
}

fn methods(case: &Case<'_>, value: Value<'_>) -> Finding {
    let finding = wrong("amr", value, "an array of strings");
    if vendor(case) == Some("Supabase") {
        return finding.as_severity(Severity::Info).fix(
            "Supabase writes the methods as objects with a time; read `method` of each of them.",
        );
    }
    finding
}

fn boolean(case: &Case<'_>, name: &str, value: Value<'_>) -> Finding {
    let finding = wrong(name, value, "a boolean");
    let is_spelt_out = value
        .string()
        .is_some_and(|text| matches!(text.as_ref(), "true" | "false"));
    match vendor(case) {
        Some(vendor @ ("Apple" | "Amazon Cognito")) if is_spelt_out => {
            finding.as_severity(Severity::Info).fix(format!(
                "{vendor} writes booleans as strings; compare with `\"true\"`, since the text \
                 `\"false\"` counts as true in many languages."
            ))
        }
        _ if name == "phone_number_verified" => finding.as_severity(Severity::Info),
        _ if is_spelt_out => finding.as_severity(Severity::Warn),
        _ => finding,
    }
}

/// OIDC Core §5.1: a number of seconds; nothing on the Web was updated before 1990.
fn updated_at(case: &Case<'_>, value: Value<'_>) -> Option<Finding> {
    const YEAR_1990: i64 = 631_152_000;
    if value.kind() != JsonKind::Number {
        let finding = wrong("updated_at", value, "a number of seconds since the epoch")
            .as_severity(Severity::Info);
        return Some(match vendor(case) {
            Some("Auth0") => finding.fix("Auth0 writes a date in RFC 3339; read it as such."),
            _ => finding,
        });
    }
    let date = crate::token::NumericDate::parse(value.text())?;
    let is_plausible = date.seconds() >= YEAR_1990 && date.since(case.now) <= case.leeway;
    (!is_plausible).then(|| {
        RULE.finds(
            "payload/updated_at",
            format!(
                "`updated_at` is {}, expected seconds of a time between 1990 and now",
                words::quote(value.text())
            ),
        )
        .as_severity(Severity::Info)
    })
}

/// The profile claims of OIDC Core §5.1 that are strings.
fn is_profile_text(name: &str) -> bool {
    matches!(
        name,
        "name"
            | "given_name"
            | "family_name"
            | "middle_name"
            | "nickname"
            | "preferred_username"
            | "profile"
            | "picture"
            | "website"
            | "email"
            | "gender"
            | "birthdate"
            | "zoneinfo"
            | "locale"
            | "phone_number"
    )
}

/// The product whose types are known to differ, by its issuer.
fn vendor(case: &Case<'_>) -> Option<&'static str> {
    let issuer = case.claims()?.str("iss")?;
    vendors::of_issuer(&issuer, None).map(|vendor| vendor.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    fn findings(kind: Kind, claims: &str) -> Vec<(String, Severity)> {
        match TestCase::new(kind, claims).check(&RULE) {
            Outcome::Fires(findings) => findings
                .into_iter()
                .map(|finding| (finding.pointer, finding.severity))
                .collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_quirk_is_only_named_where_its_vendor_is_the_issuer() {
        for (claims, severity) in [
            (
                r#"{"iss":"https://appleid.apple.com","email_verified":"false"}"#,
                Severity::Info,
            ),
            (
                r#"{"iss":"https://idp.example","email_verified":"false"}"#,
                Severity::Warn,
            ),
            (
                r#"{"iss":"https://appleid.apple.com","email_verified":1}"#,
                Severity::Error,
            ),
            (
                r#"{"iss":"https://x.supabase.co/auth/v1","amr":[{"method":"otp"}]}"#,
                Severity::Info,
            ),
            (
                r#"{"iss":"https://idp.example","amr":[{"method":"otp"}]}"#,
                Severity::Error,
            ),
            (r#"{"scope":["a","b"]}"#, Severity::Info),
            (r#"{"scope":["a",1]}"#, Severity::Error),
        ] {
            let found = findings(Kind::IdToken, claims);
            assert_eq!(found.len(), 1, "{claims}");
            assert_eq!(found[0].1, severity, "{claims}");
        }
    }

    #[test]
    fn the_subject_of_an_id_token_is_short_and_ascii() {
        let long = format!(r#"{{"sub":"{}"}}"#, "a".repeat(256));
        assert_eq!(findings(Kind::IdToken, &long).len(), 1);
        assert_eq!(findings(Kind::AccessToken, &long).len(), 0);
        assert_eq!(findings(Kind::IdToken, r#"{"sub":"é"}"#).len(), 1);
        assert_eq!(findings(Kind::IdToken, r#"{"sub":"a\u200b"}"#).len(), 0);
        let longest = format!(r#"{{"sub":"{}"}}"#, "a".repeat(255));
        assert_eq!(findings(Kind::IdToken, &longest).len(), 0);
    }

    #[test]
    fn profile_claims_are_worth_knowing_only() {
        for claims in [
            r#"{"updated_at":"2026-01-01T00:00:00.000Z"}"#,
            r#"{"updated_at":1767225600000}"#,
            r#"{"name":"","email":""}"#,
            r#"{"address":"a street"}"#,
            r#"{"phone_number_verified":"true"}"#,
        ] {
            let found = findings(Kind::IdToken, claims);
            assert_eq!(found.len(), 1, "{claims}");
            assert_eq!(found[0].1, Severity::Info, "{claims}");
        }
        assert!(findings(Kind::IdToken, r#"{"updated_at":1767000000,"name":"A"}"#).is_empty());
    }
}
