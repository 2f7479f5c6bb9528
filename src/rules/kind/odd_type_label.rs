//! `odd-type-label`

use crate::{
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Body, short_media_type},
};

pub(crate) static RULE: Rule = Rule {
    name: "odd-type-label",
    family: Family::Kind,
    severity: Severity::Note,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "The header `typ`, without its prefix `application/` and in any letter case, is \
                 none of the known types (a note); is a known type but for its separators, such as \
                 `at_jwt` (a warning); is empty or carries parameters (a warning). A `cty` of `JWT` \
                 on a token whose payload is a set of claims, and no other token, is a note.",
        why: "Rules about types compare strings. A near miss is refused by those who are careful, \
              and treated as untyped by everybody else.",
        threats: &[Threat::Confusion],
        but: "`at+jwt`, `jwt` in small letters, an absent `typ` and the names of a vendor's own are \
              no faults. New specifications bring new types every year, so an unknown one is only a \
              note.",
        fix: "Write the type as it is registered.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7515), "4.1.9"),
        section(Spec::Rfc(7515), "4.1.10"),
        section(Spec::Rfc(7519), "5.1"),
        section(Spec::Rfc(7519), "5.2"),
        section(Spec::Rfc(8725), "3.11"),
        section(Spec::Rfc(9068), "2.1"),
    ],
    examples: &[
        Example::fires(
            "an underscore for the plus",
            jwt(
                r#"{"alg":"RS256","typ":"at_jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a type that nobody registered (a note)",
            jwt(
                r#"{"alg":"RS256","typ":"acme-session"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"https://api.example","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "the registered type with its prefix",
            jwt(
                r#"{"alg":"RS256","typ":"application/at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","client_id":"web-app","aud":"https://api.example","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "`jwt` in small letters",
            jwt(
                r#"{"alg":"RS256","typ":"jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"248289761001","aud":"web-app","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "Okta's own name",
            jwt(
                r#"{"alg":"RS256","typ":"application/okta-internal-at+jwt"}"#,
                r#"{"iss":"https://dev-1.okta.com","sub":"a@example.com","cid":"0oa1","aud":"https://dev-1.okta.com","iat":1767225600,"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// Types of the IANA registry of media types, of drafts, and of vendors; without `application/`, in
/// lower case.
const KNOWN: &[&str] = &[
    "jwt",
    "jose",
    "jose+json",
    "at+jwt",
    "logout+jwt",
    "secevent+jwt",
    "dpop+jwt",
    "oauth-authz-req+jwt",
    "token-introspection+jwt",
    "kb+jwt",
    "client-authentication+jwt",
    "oauth-client-attestation+jwt",
    "oauth-client-attestation-pop+jwt",
    "oauth-id-jag+jwt",
    "txntoken+jwt",
    "entity-statement+jwt",
    "trust-mark+jwt",
    "trust-mark-delegation+jwt",
    "trust-mark-status-response+jwt",
    "resolve-response+jwt",
    "explicit-registration-response+jwt",
    "jwk-set+jwt",
    "vc+jwt",
    "vp+jwt",
    "openid4vci-proof+jwt",
    "key-attestation+jwt",
    "keyattestation+jwt",
    "verifier-attestation+jwt",
    "statuslist+jwt",
    "id_token+cnf",
    "dpop+id_token",
    "passport",
    "okta-internal-at+jwt",
];

fn check(case: &Case<'_>) -> Outcome {
    let Some(header) = case.header() else {
        return Outcome::NotApplicable("there is no readable header");
    };
    let typ = header.str("typ").and_then(|typ| odd(&typ));
    let content = content_type(case);
    typ.into_iter().chain(content).collect::<Vec<_>>().into()
}

fn odd(typ: &str) -> Option<Finding> {
    let short = short_media_type(typ);
    let is_known =
        KNOWN.iter().any(|known| short.eq_ignore_ascii_case(known)) || ends_with(short, "+sd-jwt");
    if is_known {
        return None;
    }
    let warn = |message: String| {
        RULE.finds("header/typ", message)
            .as_severity(Severity::Warn)
            .actual(typ)
    };
    if short.trim().is_empty() {
        return Some(warn(
            "`typ` is empty, expected a type or no `typ` at all".to_owned(),
        ));
    }
    if let Some((name, _)) = short.split_once(';') {
        let message = format!(
            "`typ` is {} with parameters, expected the type alone",
            words::quote(name.trim())
        );
        return Some(warn(message));
    }
    let observed = words::quote(typ);
    if let Some(meant) = KNOWN.iter().find(|known| is_near(short, known)) {
        let message =
            format!("`typ` is {observed}, expected `{meant}`: only the separators differ");
        return Some(warn(message).expected(*meant));
    }
    let message =
        format!("`typ` is {observed}, which is not known here, expected a registered type");
    Some(RULE.finds("header/typ", message).actual(typ))
}

/// `cty` names the type of what is inside (RFC 7519 §5.2), and inside are claims.
fn content_type(case: &Case<'_>) -> Option<Finding> {
    let content = case.header()?.str("cty")?;
    let holds_claims = matches!(case.token.body(), Body::Signed(_)) && case.claims().is_some();
    (holds_claims && short_media_type(&content).eq_ignore_ascii_case("jwt")).then(|| {
        RULE.finds(
            "header/cty",
            "`cty` says that a JWT is inside, and inside are claims, expected no `cty`",
        )
        .actual(content)
    })
}

fn ends_with(typ: &str, ending: &str) -> bool {
    typ.len()
        .checked_sub(ending.len())
        .and_then(|at| typ.get(at..))
        .is_some_and(|end| end.eq_ignore_ascii_case(ending))
}

/// Equal but for separators and blanks around them.
fn is_near(typ: &str, known: &str) -> bool {
    letters(typ).eq(letters(known))
}

fn letters(typ: &str) -> impl Iterator<Item = char> {
    typ.chars()
        .filter(|c| !matches!(c, '_' | '-' | '+' | '.' | ' ' | '/'))
        .map(|c| c.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn severity(typ: &str) -> Option<Severity> {
        odd(typ).map(|finding| finding.severity)
    }

    #[test]
    fn near_misses_are_told_from_strangers() {
        for typ in [
            "at_jwt",
            "logout-jwt",
            " at+jwt",
            "AT.JWT",
            "",
            "at+jwt;v=1",
        ] {
            assert_eq!(severity(typ), Some(Severity::Warn), "{typ:?}");
        }
        for typ in ["acme", "rt+jwt", "ID"] {
            assert_eq!(severity(typ), Some(Severity::Note), "{typ:?}");
        }
        for typ in ["AT+JWT", "Application/DPoP+JWT", "example+sd-jwt", "JOSE"] {
            assert_eq!(severity(typ), None, "{typ:?}");
        }
    }
}
