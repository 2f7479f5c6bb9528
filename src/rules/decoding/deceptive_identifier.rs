//! `deceptive-identifier`

use crate::{
    classify::Kind,
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Rule, Severity,
        Threat, characters,
        example::{Example, jwt},
        spec::{Spec, section},
    },
    token::{Document, Value, json::unquote},
};

pub(crate) static RULE: Rule = Rule {
    name: "deceptive-identifier",
    family: Family::Decoding,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token],
    applies: Applies::Except(&[Kind::Opaque]),
    silences: &[],
    doc: Doc {
        checks: "An identifier (`iss`, `aud`, `sub`, `azp`, `client_id`, `cid`, `appid`, `scope`, \
                 `scp`, `jti`, `sid`, `nonce`, `kid`, `alg`, `typ`) or a member name holds a control \
                 character, a direction mark, an invisible character or half a surrogate pair, or \
                 begins or ends with a blank. In issuers, audiences, clients and scopes, a word or \
                 host label that mixes scripts, is not in its normal form (NFKC), or is Punycode for \
                 such a word, is a warning. In groups, roles and names only what is hidden is told, \
                 at info. The message spells code points and never the raw text.",
        why: "Two names look the same to the administrator who compares them and differ for the \
              verifier; or a program that normalizes what it reads makes one account of two.",
        threats: &[Threat::Forge, Threat::Subject],
        but: "The specifications compare code point by code point, so normalizing before the \
              comparison is no cure. Names and groups in other scripts are honest, and Persian and \
              emoji need joiners, which is why names may hold those.",
        fix: "Refuse such identifiers where they are created, and show escapes in logs and consoles.",
    },
    article: &[],
    references: &[
        section(Spec::Rfc(7519), "7.3"),
        section(Spec::Rfc(7515), "5.3"),
        section(Spec::Rfc(7515), "10.13"),
        section(Spec::OidcCore, "14"),
        section(Spec::Rfc(8259), "8.2"),
    ],
    examples: &[
        Example::fires(
            "an administrator with a zero-width space behind the name",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"admin\u200b","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "an issuer with a Cyrillic letter in its name (a warning)",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.ex\u0430mple","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "the same issuer in Punycode",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://xn--pypal-4ve.example","sub":"1","aud":"web-app","exp":1767229200}"#,
            ),
        ),
        Example::fires(
            "a client with a blank behind its id",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":["web-app "],"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a name in another script",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","name":"Ольга","groups":["بچه‌ها"],"exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "a host in one script of its own",
            jwt(
                r#"{"alg":"RS256"}"#,
                r#"{"iss":"https://xn--bcher-kva.example","sub":"1","aud":"web-app","scope":"openid ","exp":1767229200}"#,
            ),
        ),
        Example::silent(
            "Entra's names, which are host names and GUIDs",
            jwt(
                r#"{"alg":"RS256","kid":"1"}"#,
                r#"{"iss":"https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0","sub":"AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ","aud":"6cb04018-a3f5-46a7-b995-940c78f5aef3","exp":1767229200}"#,
            ),
        ),
    ],
    check: Check::Token(check),
};

/// More of them say nothing more.
const MOST: usize = 8;

/// How closely a member is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Names a party: hidden characters, and what looks like another name.
    Party,
    /// Names something else: hidden characters.
    Identifier,
    /// Words between blanks.
    Words,
    /// Shown to people.
    Display,
}

fn check(case: &Case<'_>) -> Outcome {
    if case.header().is_none() && case.claims().is_none() {
        return Outcome::NotApplicable("there is no JSON to look into");
    }
    let mut findings = Vec::new();
    if let Some(header) = case.header() {
        in_document(header, "header", header_role, &mut findings);
    }
    if let Some(claims) = case.claims() {
        in_document(claims, "payload", claim_role, &mut findings);
    }
    findings.truncate(MOST);
    findings.into()
}

fn header_role(name: &str) -> Option<Role> {
    match name {
        "kid" | "alg" | "typ" => Some(Role::Identifier),
        _ => None,
    }
}

fn claim_role(name: &str) -> Option<Role> {
    match name {
        "iss" | "aud" | "azp" | "client_id" => Some(Role::Party),
        "sub" | "cid" | "appid" | "jti" | "sid" | "nonce" => Some(Role::Identifier),
        "scope" | "scp" => Some(Role::Words),
        "groups" | "roles" | "name" | "given_name" | "family_name" | "middle_name" | "nickname"
        | "preferred_username" | "email" => Some(Role::Display),
        _ => None,
    }
}

fn in_document(
    document: &Document,
    part: &str,
    role: fn(&str) -> Option<Role>,
    findings: &mut Vec<Finding>,
) {
    if is_plain(document.text()) {
        return;
    }
    for (quoted, value) in document.quoted_members() {
        if findings.len() >= MOST {
            return;
        }
        if !is_plain(quoted) {
            findings.extend(in_name(quoted, part));
        }
        let name = unquote(quoted);
        let Some(role) = role(&name) else {
            continue;
        };
        let text = value.text();
        if is_plain(text) {
            continue;
        }
        let strings = match value.items() {
            Some(items) => items,
            None => vec![value],
        };
        let is_list = text.starts_with('[');
        for (index, string) in strings.into_iter().enumerate() {
            if findings.len() >= MOST {
                return;
            }
            let pointer = || match is_list {
                true => format!("{part}/{name}/{index}"),
                false => format!("{part}/{name}"),
            };
            findings.extend(in_value(&name, string, role, pointer));
        }
    }
}

/// Whether nothing here can deceive, seen without unescaping: printable ASCII, no escapes, no
/// Punycode, no blank beside a quotation mark. Written without a way out of its loops, so that they
/// run on many bytes at once.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_odd = |byte: &u8| !(b' '..=b'~').contains(byte) | (*byte == b'\\');
    let is_suspect = |(one, next): (&u8, &u8)| {
        (*one == b'"') & (*next == b' ')
            | (*one == b' ') & (*next == b'"')
            | (*one == b'-') & (*next == b'-')
    };
    let odd = bytes.iter().fold(false, |odd, byte| odd | is_odd(byte));
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    !(odd || pairs.fold(false, |suspect, pair| suspect | is_suspect(pair)))
}

fn in_name(quoted: &str, part: &str) -> Option<Finding> {
    let name = unquote(quoted);
    let found = concealed(&name, quoted, true)?;
    let spelt = spell(&name, quoted);
    let message =
        format!("the member name {spelt} {found}, expected a name that is what it looks like");
    Some(RULE.finds(part, message))
}

fn in_value(
    name: &str,
    value: Value<'_>,
    role: Role,
    pointer: impl Fn() -> String,
) -> Option<Finding> {
    let text = value.string()?;
    let is_edged = matches!(role, Role::Party | Role::Identifier);
    if let Some(found) = concealed(&text, value.text(), is_edged) {
        let joins =
            |character| matches!(character, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}');
        let only_joins = text
            .chars()
            .all(|character| joins(character) || characters::hidden(character).is_none());
        if role == Role::Display && only_joins && surrogate(value.text()).is_none() {
            return None;
        }
        let spelt = spell(&text, value.text());
        let message = format!("`{name}` is {spelt}: it {found}, expected only what people can see");
        let finding = RULE.finds(pointer(), message);
        return Some(match role {
            Role::Display => finding.as_severity(Severity::Info),
            _ => finding,
        });
    }
    if !matches!(role, Role::Party | Role::Words) {
        return None;
    }
    let clause = characters::resemblance(&text)?;
    let spelt = characters::spell(&text);
    let message = format!(
        "`{name}` is {spelt}: {clause}, expected letters of one script in their normal form"
    );
    Some(RULE.finds(pointer(), message).as_severity(Severity::Warn))
}

/// The text by its code points; one with half a surrogate pair as it was escaped.
fn spell(text: &str, quoted: &str) -> String {
    match surrogate(quoted) {
        Some(_) => characters::spell(&quoted[1..quoted.len() - 1]),
        None => characters::spell(text),
    }
}

/// What cannot be seen in a text, as a clause; its JSON text tells of half surrogate pairs.
fn concealed(text: &str, quoted: &str, is_edged: bool) -> Option<String> {
    if let Some((character, what)) = text
        .chars()
        .find_map(|character| Some((character, characters::hidden(character)?)))
    {
        return Some(format!("holds {what} (U+{:04X})", u32::from(character)));
    }
    if let Some(unit) = surrogate(quoted) {
        return Some(format!("holds half a surrogate pair (U+{unit:04X})"));
    }
    if is_edged && text.starts_with(char::is_whitespace) {
        return Some("begins with a blank".to_owned());
    }
    if is_edged && text.ends_with(char::is_whitespace) {
        return Some("ends with a blank".to_owned());
    }
    None
}

/// The first escape in a JSON string that is half of a surrogate pair without its other half
/// (RFC 8259 §8.2).
fn surrogate(quoted: &str) -> Option<u16> {
    let mut rest = quoted;
    let mut high = None;
    while let Some(at) = rest.find('\\') {
        if at > 0 && high.is_some() {
            return high;
        }
        let escape = &rest[at + 1..];
        let unit = escape
            .strip_prefix('u')
            .and_then(|hex| u16::from_str_radix(hex.get(..4)?, 16).ok());
        match (unit, high) {
            (Some(0xdc00..=0xdfff), Some(_)) => high = None,
            (_, Some(_)) => return high,
            (Some(unit @ 0xdc00..=0xdfff), None) => return Some(unit),
            (Some(unit @ 0xd800..=0xdbff), None) => high = Some(unit),
            _ => {}
        }
        let length = if unit.is_some() { 5 } else { 1 };
        rest = escape.get(length..).unwrap_or_default();
    }
    high
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_pairs_are_found_and_whole_ones_are_not() {
        for (text, found) in [
            (r#""\ud83d\ude00""#, None),
            (r#""\ud83d""#, Some(0xd83d)),
            (r#""\ud83dx\ude00""#, Some(0xd83d)),
            (r#""\ude00""#, Some(0xde00)),
            (r#""\\ud83d""#, None),
            (r#""\ud83d\n""#, Some(0xd83d)),
            (r#""\u0041""#, None),
        ] {
            assert_eq!(surrogate(text), found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_string_written_by_a_library_has_no_half_pair(text in "(?s).*") {
            let quoted = serde_json::Value::from(text).to_string();
            prop_assert_eq!(surrogate(&quoted), None);
        }

        #[test]
        fn what_is_plain_hides_nothing(text in "[ -~\u{200b}\u{430}]{0,12}") {
            let quoted = serde_json::Value::from(text.as_str()).to_string();
            if is_plain(&quoted) {
                prop_assert_eq!(concealed(&text, &quoted, true), None);
                prop_assert_eq!(characters::resemblance(&text), None);
            }
        }
    }
}
