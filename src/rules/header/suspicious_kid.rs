//! `suspicious-kid`

use crate::{
    provider::url::Url,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Needs, Outcome, Rule, Severity, Threat,
        example::{Example, jwt},
        hosts,
        spec::{Spec, section},
        words,
    },
};

pub(crate) static RULE: Rule = Rule {
    name: "suspicious-kid",
    family: Family::Header,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Any,
    silences: &[],
    doc: Doc {
        checks: "`kid` has the shape of something else than a name: a path that climbs or begins at \
                 the root, control characters, a quote followed by words of SQL, signs of a shell, a \
                 URL, or more than 512 characters.",
        why: "`kid` is written by the sender and used to look a key up. Where the lookup is a file, \
              a query, a command or a fetch, the sender decides what is read.",
        threats: &[Threat::Ssrf, Threat::Forge],
        but: "Slashes and equals signs stand in honest names (base64, resource names of clouds), and \
              `did:`, `urn:` and `spiffe:` name keys in credentials and workloads. A URL on the \
              issuer's domain or at a key vault is a warning.",
        fix: "Look the name up in a list of keys held in memory, never in a path, query or command.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8725), "2.9"),
        section(Spec::Rfc(8725), "3.10"),
        section(Spec::Rfc(7515), "4.1.4"),
    ],
    examples: &[
        Example::fires(
            "a path to a file without content",
            jwt(
                r#"{"alg":"HS256","kid":"../../dev/null"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a name that goes on as a query",
            jwt(
                r#"{"alg":"HS256","kid":"x' UNION SELECT 'key';--"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a name with a slash and padding",
            jwt(
                r#"{"alg":"RS256","kid":"2026-01/rsa=="}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "the resource name of a key in a cloud",
            jwt(
                r#"{"alg":"RS256","kid":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a decentralized identifier",
            jwt(
                r#"{"alg":"ES256","kid":"did:web:idp.example#key-1"}"#,
                r#"{"iss":"did:web:idp.example","sub":"1","exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let Some(id) = case.header().and_then(|header| header.str("kid")) else {
        return Outcome::NotApplicable("the header names no key");
    };
    let Some((what, severity)) = suspicion(case, &id) else {
        return Outcome::Silent;
    };
    let message = format!(
        "`kid` is {}, {what}, expected a plain name",
        words::quote(&id)
    );
    RULE.finds("header/kid", message)
        .as_severity(severity)
        .actual(id)
        .into()
}

fn suspicion(case: &Case<'_>, id: &str) -> Option<(&'static str, Severity)> {
    const LONGEST: usize = 512;
    let error = |what| Some((what, Severity::Error));
    if id.contains("../") || id.contains("..\\") {
        return error("a path that climbs out of its folder");
    }
    if id.starts_with('/') {
        return error("a path from the root");
    }
    if id.contains("%00") || id.chars().any(char::is_control) {
        return error("which holds control characters");
    }
    if id.contains(['|', ';', '`']) || id.contains("$(") {
        return error("which holds signs that a shell obeys");
    }
    if has_sql(id) {
        return error("which goes on like a query");
    }
    if id.len() > LONGEST {
        return error("which is longer than 512 characters");
    }
    let (scheme, _) = id.split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "https" => Some(match Url::parse(id) {
            Ok(url) if is_known_host(case, &url.host()) => {
                ("a URL at a host that is known", Severity::Warn)
            }
            _ => ("a URL", Severity::Error),
        }),
        "http" | "file" | "ldap" | "ldaps" | "ftp" | "gopher" | "jar" | "data" => error("a URL"),
        _ => None,
    }
}

fn has_sql(id: &str) -> bool {
    const WORDS: [&str; 7] = ["union", "select", "or ", "and ", "insert", "drop", "--"];
    let Some((_, after)) = id.split_once(['\'', '"']) else {
        return false;
    };
    let after = after.to_ascii_lowercase();
    WORDS.iter().any(|word| after.contains(word))
}

/// Whether a host is of the issuer's domain or a key vault.
fn is_known_host(case: &Case<'_>, host: &str) -> bool {
    let issuer = case
        .claims()
        .and_then(|claims| Url::parse(&claims.str("iss")?).ok());
    issuer.is_some_and(|issuer| hosts::same_site(&issuer.host(), host))
        || host.ends_with(".vault.azure.net")
}
