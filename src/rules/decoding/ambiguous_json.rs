//! `ambiguous-json`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat,
        example::{Example, jwt},
        spec::{Spec, section},
        words,
    },
    token::{Document, JsonKind, Value, json::unquote},
};

pub(crate) static RULE: Rule = Rule {
    name: "ambiguous-json",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "Spellings that JSON parsers read differently: a registered name beside another that \
                 differs in letter case only, the character U+0000 in a member name or identifier, \
                 a time beyond 2^53, objects nested deeper than 32 levels (errors); a security claim \
                 that is there in another letter case only (a warning); private integers beyond 2^53, \
                 times in exponent form and `null` for a registered claim (info). A byte order mark \
                 leaves no JSON to read, which `undecodable-token` tells.",
        why: "One widely used decoder takes names without regard to letter case and lets the last \
              win, numbers beyond 2^53 are rounded where they become doubles, and a C string ends at \
              its first zero. The gateway and the service then read different claims under one good \
              signature.",
        threats: &[Threat::Forge, Threat::Confusion],
        but: "RFC 8259 allows most of it. Long numeric ids and `null` occur in honest tokens: one \
              server writes a `null` subject for clients that act on their own. Exact duplicates are \
              left to `duplicate-members`.",
        fix: "Write registered names as they are registered, ids as strings, and leave out claims \
              without a value; use one strict parser at every hop.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(8259), "4"),
        section(Spec::Rfc(8259), "6"),
        section(Spec::Rfc(8259), "8"),
        section(Spec::Rfc(7493), "2"),
        section(Spec::Rfc(7519), "10.1.1"),
        section(Spec::OidcCore, "13.3"),
    ],
    examples: &[
        Example::fires(
            "two audiences that differ in letter case",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","AUD":"admin-app","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "an issuer with a zero in it",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example\u0000.attacker.example","sub":"1","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "an `exp` that no double holds",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","exp":9007199254740993}"#,
            ),
        ),
        Example::fires(
            "a subject that is `null` (info)",
            jwt(
                r#"{"alg":"RS256","typ":"at+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":null,"aud":"https://api.example","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "times and private numbers as they should be",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767229200,"tenant":9007199254740992}"#,
            ),
        ),
        Example::silent(
            "private names in two spellings",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","userId":1,"userid":2,"Role":"a","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "claims that URLs name, as Entra and Auth0 write them",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://x.auth0.com/","sub":"auth0|1","https://app.example/Roles":["a"],"exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More of them say nothing more.
const MOST: usize = 8;

/// Claims by which access is decided, and which no reader may take from another spelling.
const SECURITY: [&str; 16] = [
    "iss",
    "sub",
    "aud",
    "exp",
    "nbf",
    "iat",
    "jti",
    "azp",
    "nonce",
    "scope",
    "client_id",
    "cnf",
    "act",
    "events",
    "acr",
    "amr",
];
/// The same in the header.
const HEADER: [&str; 11] = [
    "alg", "kid", "typ", "cty", "crit", "jwk", "jku", "x5u", "x5c", "b64", "enc",
];
const TIMES: [&str; 4] = ["exp", "nbf", "iat", "auth_time"];

/// 2^53: integers beyond it lose their last digits in a double (RFC 8259 §6).
const EXACT: i128 = 1 << 53;

fn check(case: &Case<'_>) -> Outcome {
    if case.header().is_none() && case.claims().is_none() {
        return Outcome::NotApplicable("there is no JSON to look into");
    }
    let mut findings = Vec::new();
    if let Some(header) = case.header() {
        in_document(case, header, "header", &HEADER, &mut findings);
    }
    if let Some(claims) = case.claims() {
        in_document(case, claims, "payload", &SECURITY, &mut findings);
        findings.extend(nulls(claims));
        numbers(claims, &mut findings);
    }
    findings.truncate(MOST);
    findings.into()
}

/// What headers and claims have in common: letter case, zeros, nesting.
fn in_document(
    case: &Case<'_>,
    document: &Document,
    part: &str,
    registered: &[&'static str],
    findings: &mut Vec<Finding>,
) {
    // Without escapes there is no U+0000, which JSON never holds as it is.
    let has_escapes = !document.is_plain() && document.text().as_bytes().contains(&b'\\');
    for (quoted, value) in document.quoted_members() {
        let bare = &quoted[1..quoted.len() - 1];
        if bare
            .bytes()
            .fold(false, |any, byte| any | byte.is_ascii_uppercase())
        {
            findings.extend(other_case(document, bare, part, registered));
        }
        if has_escapes && unquote(quoted).contains('\0') {
            let message = "a member name holds U+0000, expected a name that ends where it ends";
            findings.push(RULE.finds(part, message));
        }
        if has_escapes && registered.contains(&bare) && has_zero(value) {
            let message =
                format!("`{bare}` holds U+0000, at which some readers stop, expected none");
            findings.push(RULE.finds(format!("{part}/{bare}"), message));
        }
    }
    let limit = case.policy.nesting;
    if document.nests()
        && let Some(depth) = deeper(document.text(), limit)
    {
        let message = format!("the {part} nests {depth} levels deep, expected at most {limit}");
        findings.push(RULE.finds(part, message));
    }
}

fn other_case(
    document: &Document,
    name: &str,
    part: &str,
    registered: &[&'static str],
) -> Option<Finding> {
    let known = registered
        .iter()
        .find(|known| known.eq_ignore_ascii_case(name))?;
    let quoted = words::quote(name);
    Some(if document.has(known) {
        let message = format!(
            "{quoted} stands beside `{known}`, and readers that pass over letter case take one for \
             the other, expected `{known}` only"
        );
        RULE.finds(format!("{part}/{name}"), message)
    } else {
        let message = format!("{quoted} is there and `{known}` is not, expected `{known}`");
        RULE.finds(format!("{part}/{name}"), message)
            .as_severity(Severity::Warn)
            .expected(*known)
            .actual(name)
    })
}

fn has_zero(value: Value<'_>) -> bool {
    value.text().contains(r"\u0000")
        && match value.items() {
            Some(items) => items
                .iter()
                .any(|item| item.string().is_some_and(|text| text.contains('\0'))),
            None => value.string().is_some_and(|text| text.contains('\0')),
        }
}

/// How deep a text nests, if beyond the limit; most texts have fewer brackets than that.
fn deeper(text: &str, limit: usize) -> Option<usize> {
    // Both brackets, which differ in one bit.
    let is_open = |byte: u8| byte | 0x20 == b'{';
    if text
        .bytes()
        .fold(0, |count, byte| count + usize::from(is_open(byte)))
        <= limit
    {
        return None;
    }
    let (mut depth, mut deepest) = (0usize, 0usize);
    let (mut quoted, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (deepest > limit).then_some(deepest)
}

/// `exp` and `aud` that are missing have rules of their own.
fn nulls(claims: &Document) -> Option<Finding> {
    let null: Vec<&str> = claims
        .quoted_members()
        .filter(|(_, value)| value.is_null())
        .map(|(quoted, _)| &quoted[1..quoted.len() - 1])
        .filter(|name| SECURITY.contains(name) && !matches!(*name, "exp" | "aud"))
        .collect();
    let first = *null.first()?;
    let message = format!(
        "{} {} `null`, which is read as absent, expected a claim without a value to be left out",
        words::quoted(&null, "and"),
        if null.len() == 1 { "is" } else { "are" }
    );
    Some(
        RULE.finds(format!("payload/{first}"), message)
            .as_severity(Severity::Info),
    )
}

fn numbers(claims: &Document, findings: &mut Vec<Finding>) {
    let mut large: Vec<String> = Vec::new();
    for (quoted, value) in claims.quoted_members() {
        if value.kind() != JsonKind::Number {
            continue;
        }
        let name = unquote(quoted);
        let text = value.text();
        let is_time = TIMES.contains(&name.as_ref());
        let is_large = is_beyond(text);
        if is_time && is_large {
            let message = format!(
                "`{name}` is {}, beyond what a double holds digit by digit, expected seconds since the epoch",
                words::quote(text)
            );
            findings.push(RULE.finds(format!("payload/{name}"), message));
        } else if is_time && text.contains(['e', 'E']) {
            let message = format!(
                "`{name}` is {}, which some readers of integers refuse, expected plain digits",
                words::quote(text)
            );
            let finding = RULE.finds(format!("payload/{name}"), message);
            findings.push(finding.as_severity(Severity::Info));
        } else if is_large && !text.contains(['.', 'e', 'E']) {
            large.push(name.into_owned());
        }
    }
    if let Some(first) = large.first() {
        let message = format!(
            "{} {} beyond 2^53, which doubles round, expected a string",
            words::quoted(&large, "and"),
            if large.len() == 1 {
                "is an integer"
            } else {
                "are integers"
            }
        );
        let finding = RULE.finds(format!("payload/{first}"), message);
        findings.push(finding.as_severity(Severity::Info));
    }
}

fn is_beyond(number: &str) -> bool {
    if number.len() < 16 && !number.contains(['e', 'E']) {
        return false;
    }
    match number.parse::<i128>() {
        Ok(integer) => integer.abs() > EXACT,
        Err(_) => number
            .parse::<f64>()
            .is_ok_and(|value| value.abs() > EXACT as f64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::test_case::TestCase;

    fn severities(claims: &str) -> Vec<Severity> {
        match TestCase::new(Kind::Unknown, claims).check(&RULE) {
            Outcome::Fires(findings) => findings.iter().map(|finding| finding.severity).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn each_spelling_has_its_weight() {
        let nested =
            |levels: usize| format!(r#"{{"a":{}{}}}"#, "[".repeat(levels), "]".repeat(levels));
        for (claims, expected) in [
            (r#"{"aud":"a","Aud":"b"}"#.to_owned(), vec![Severity::Error]),
            (r#"{"EXP":1767225600}"#.to_owned(), vec![Severity::Warn]),
            (r#"{"exp":1e300}"#.to_owned(), vec![Severity::Error]),
            (r#"{"exp":1.7672256e9}"#.to_owned(), vec![Severity::Info]),
            (
                r#"{"id":9007199254740993}"#.to_owned(),
                vec![Severity::Info],
            ),
            (r#"{"id":9007199254740992}"#.to_owned(), vec![]),
            (r#"{"exp":null,"aud":null}"#.to_owned(), vec![]),
            (
                r#"{"sub":null,"azp":null}"#.to_owned(),
                vec![Severity::Info],
            ),
            (r#"{"a\u0000":1}"#.to_owned(), vec![Severity::Error]),
            (r#"{"sub":"a\\u0000"}"#.to_owned(), vec![]),
            (nested(31), vec![]),
            (nested(32), vec![Severity::Error]),
        ] {
            assert_eq!(severities(&claims), expected, "{claims}");
        }
        let braces = format!(r#"{{"a":"{}"}}"#, "[{".repeat(40));
        assert_eq!(severities(&braces), []);
    }
}
