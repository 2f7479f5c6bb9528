//! `weak-authentication-context`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    situation::Sensitivity,
};

pub(crate) static RULE: Rule = Rule {
    name: "weak-authentication-context",
    family: Family::Authentication,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation],
    applies: Applies::Only(&[Kind::IdToken, Kind::AccessToken]),
    silences: &[],
    doc: Doc {
        checks: "The receiver needs an authentication context (`--fact need.acr=VALUE`), and neither \
                 `acr` is that value nor `amr` lists it. Without such a need only `acr` `0` is named, \
                 as information, or as a warning where much is at stake (`--fact sensitivity=high`).",
        why: "The session behind the token is weaker than the action it is used for: a password typed \
              last week would open what asked for a second factor.",
        threats: &[Threat::Stale, Threat::Overprivilege],
        but: "The values of `acr` are a vocabulary between issuer and client, and `amr` is optional: \
              its absence proves nothing. Some issuers write `0` for every login that continues a \
              session.",
        fix: "Ask for the context with `acr_values` or the `claims` parameter; an API answers with \
              the challenge `insufficient_user_authentication`.",
    },
    article: &[],
    references: &[
        section(Spec::OidcCore, "2"),
        section(Spec::OidcCore, "5.5.1.1"),
        section(Spec::Rfc(8176), ""),
        section(Spec::Rfc(9068), "2.2.1"),
        section(Spec::Rfc(9470), ""),
    ],
    examples: &[
        Example::fires(
            "another context than the one needed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","acr":"loa1","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "need.acr=loa3"]),
        Example::fires(
            "no word about the context",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","amr":["pwd"],"nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "need.acr=mfa"]),
        Example::fires(
            "the context `0`: information",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","acr":"0","nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
        Example::silent(
            "the method that is needed is listed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","acr":"1","amr":["pwd","mfa"],"nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token", "--fact", "need.acr=mfa"]),
        Example::silent(
            "nothing is needed",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","amr":["pwd"],"nonce":"n-0S6_WzA2Mj","iat":1767225600,"exp":1767229200}"#,
            ),
        )
        .with(&["--as", "id-token"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(claims) = case.claims() else {
        return Outcome::NotApplicable("there are no claims to read");
    };
    let context = claims.str("acr");
    let Some(needed) = &case.situation.need_acr else {
        // "Level 0" must open nothing of monetary value (OIDC Core §2).
        return match context.as_deref() {
            Some("0") => level_zero(case),
            _ => Outcome::Silent,
        };
    };
    if !case.is_whole() {
        return Outcome::NotApplicable("the claims cannot be read to their end");
    }
    let methods = claims.strings("amr").present().unwrap_or_default();
    if context.as_deref() == Some(needed) || methods.iter().any(|method| method == needed) {
        return Outcome::Silent;
    }
    let found = match (&context, methods.as_slice()) {
        (Some(context), _) => format!("`acr` is {}", words::quote(context)),
        (None, []) => "neither `acr` nor `amr` is there".to_owned(),
        (None, methods) => format!("no `acr`, and `amr` has {}", words::quoted(methods, "and")),
    };
    let message = format!("{found}, this receiver needs {}", words::quote(needed));
    let finding = RULE.finds("payload/acr", message).expected(needed);
    match context {
        Some(context) => finding.actual(context).into(),
        None => finding.into(),
    }
}

fn level_zero(case: &Case<'_>) -> Outcome {
    let severity = match case.situation.sensitivity.known() {
        Some(Sensitivity::High) => Severity::Warn,
        _ => Severity::Info,
    };
    RULE.finds(
        "payload/acr",
        "`acr` is `0`: the issuer vouches for no level of authentication",
    )
    .as_severity(severity)
    .actual("0")
    .into()
}
