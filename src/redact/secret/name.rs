//! Names of members, parameters, variables and headers whose values are secrets, and values that
//! are none whatever their name.

use crate::redact::claims::{Treatment, treatment};

/// Words that name a secret wherever they stand in a name.
const HOLD: &[&str] = &[
    "apikey",
    "authtoken",
    "credential",
    "credentials",
    "passphrase",
    "passwd",
    "password",
    "pwd",
    "secret",
    "secretkey",
    "token",
];

/// Words before `key` that make it a secret.
const KEYS: &[&str] = &[
    "access",
    "account",
    "api",
    "auth",
    "encryption",
    "functions",
    "master",
    "private",
    "secret",
    "shared",
    "signing",
    "subscription",
];

/// Last words of names that describe a secret and hold none.
const DESCRIBE: &[&str] = &[
    "age",
    "alg",
    "algorithm",
    "arn",
    "at",
    "audience",
    "count",
    "date",
    "days",
    "description",
    "enabled",
    "endpoint",
    "error",
    "exists",
    "expires",
    "expiration",
    "expiry",
    "field",
    "file",
    "format",
    "header",
    "id",
    "in",
    "issuer",
    "kind",
    "label",
    "length",
    "lifetime",
    "limit",
    "location",
    "manager",
    "max",
    "method",
    "methods",
    "min",
    "minutes",
    "mode",
    "name",
    "names",
    "path",
    "policy",
    "prefix",
    "present",
    "provider",
    "ref",
    "required",
    "reset",
    "rotation",
    "scheme",
    "seconds",
    "service",
    "size",
    "source",
    "status",
    "store",
    "strength",
    "supported",
    "time",
    "ttl",
    "type",
    "types",
    "uri",
    "url",
    "usage",
    "use",
    "used",
    "version",
];

/// What kind of secret a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::redact) enum Names {
    /// What people choose or keep: a value of any look.
    Password,
    /// What machines issue.
    Token,
    /// `code`: more often of a status than of an authorization.
    Code,
}

/// What a name names, if that is a secret.
pub(in crate::redact) fn names(name: &str) -> Option<Names> {
    // No name that anybody reads is longer.
    if name.len() > 100 {
        return None;
    }
    let name = snake(name);
    if name == "code" {
        return Some(Names::Code);
    }
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let last = words.last()?;
    if treatment(&words.join("_")) == Treatment::Secret {
        return Some(match *last {
            "password" | "secret" => Names::Password,
            _ => Names::Token,
        });
    }
    if matches!(words.as_slice(), ["secret", "id"]) {
        return Some(Names::Password);
    }
    // A verifier of proofs and a hint are secrets too, under any name before.
    if DESCRIBE.contains(last) {
        return None;
    }
    let is_key = words
        .windows(2)
        .any(|pair| pair[1] == "key" && KEYS.contains(&pair[0]));
    let is_pass = *last == "pass" && words.len() > 1;
    let is_held = |word: &&str| HOLD.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let ends = ["assertion", "verifier"].contains(last) && words.len() > 1;
    match words.iter().find(|word| is_held(word)) {
        Some(&"token" | &"authtoken") => Some(Names::Token),
        Some(_) => Some(Names::Password),
        None if is_key || is_pass => Some(Names::Password),
        None => ends.then_some(Names::Token),
    }
}

/// `clientSecret`, `Client-Secret` and `client.secret` as `client_secret`.
fn snake(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut is_lower = false;
    for next in name.chars() {
        if next.is_ascii_uppercase() && is_lower {
            snake.push('_');
        }
        is_lower = next.is_ascii_lowercase();
        snake.push(match next {
            '-' | '.' => '_',
            next => next.to_ascii_lowercase(),
        });
    }
    snake
}

/// Whether a value stands for one: a variable, a gap in a form, a word for nothing, or a mask.
pub(in crate::redact) fn is_placeholder(value: &str) -> bool {
    let value = value.trim();
    let variable = |name: &str| {
        name.is_empty()
            || name.starts_with(['{', '('])
            || name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
                && !name.starts_with(|first: char| first.is_ascii_digit())
    };
    let mut bytes = value.bytes();
    let first = bytes.next();
    let is_rule = bytes.all(|byte| Some(byte) == first)
        && first.is_none_or(|first| b"*.-_xX#?".contains(&first));
    let is_word = [
        "true",
        "false",
        "null",
        "none",
        "nil",
        "undefined",
        "yes",
        "no",
        "redacted",
        "masked",
        "hidden",
        "[redacted]",
        "[masked]",
        "[filtered]",
    ]
    .iter()
    .any(|word| word.eq_ignore_ascii_case(value));
    is_rule
        || is_word
        || value.strip_prefix('$').is_some_and(variable)
        || value.starts_with("{{")
        || (value.starts_with('<') && value.ends_with('>'))
        || (value.len() > 2 && value.starts_with('%') && value.ends_with('%'))
        || value.chars().all(|next| matches!(next, '•' | '…'))
        || value.starts_with("masked-")
        || value.contains("opaque-masked-")
}

/// Whether a word in prose is rather a secret than a word.
pub(super) fn looks_random(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.bytes().any(|byte| is(&byte));
    let is_mixed =
        has(u8::is_ascii_lowercase) && word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    word.len() >= 6
        && (has(u8::is_ascii_digit)
            || is_mixed
            || word.contains(['!', '$', '%', '^', '*', '+', '=']))
        || word.len() >= 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_hold_and_names_that_describe() {
        for name in [
            "AWS_SECRET_ACCESS_KEY",
            "X_TOKEN",
            "password",
            "client_secret",
            "clientSecret",
            "X-Api-Key",
            "Api-Key",
            "X-Auth-Token",
            "apiKey",
            "DB_PASSWORD_PROD",
            "db_pass",
            "spring.datasource.password",
            "password2",
            "SECRET_KEY_BASE",
            "private_key",
            "_authToken",
            "id_token",
            "code_verifier",
            "secret_id",
            "Ocp-Apim-Subscription-Key",
        ] {
            assert!(names(name).is_some(), "{name}");
        }
        for name in [
            "token_type",
            "token_endpoint",
            "password_policy",
            "token_endpoint_auth_method",
            "id_token_signing_alg_values_supported",
            "grant_type",
            "access_key_id",
            "kid",
            "tokenizer",
            "public_key",
            "client_secret_expires_at",
            "access_token_expires_in",
            "secret_name",
            "pass",
            "key",
            "tokenType",
            "issued_token_type",
            "error_code",
        ] {
            assert!(names(name).is_none(), "{name}");
        }
    }

    #[test]
    fn placeholders_are_no_secrets() {
        for value in [
            "",
            "${TOKEN}",
            "$TOKEN",
            "$",
            "<token>",
            "***",
            "xxxx",
            "{{ token }}",
            "%TOKEN%",
            "null",
            "…",
            "masked-3f9a1c",
        ] {
            assert!(is_placeholder(value), "{value}");
        }
        for value in ["hunter2", "$2b$12$abc", "pa$$word", "a", "*a*", "%41bc"] {
            assert!(!is_placeholder(value), "{value}");
        }
    }
}
