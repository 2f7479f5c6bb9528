//! Finding credentials in any text, and cutting them out.

use std::borrow::Cow;

use crate::token::Prefix;

/// The shortest run that can be a token worth hiding; `eyJ` alone is a way to speak of tokens.
const SHORTEST_TOKEN: usize = 16;

/// The shortest credential with an issuer's prefix.
const SHORTEST_PREFIXED: usize = 20;

/// Members of requests, responses and JOSE objects whose values are secret.
const SECRET_MEMBERS: [&str; 12] = [
    "access_token",
    "ciphertext",
    "client_secret",
    "code",
    "code_verifier",
    "device_code",
    "encrypted_key",
    "id_token",
    "logout_token",
    "refresh_token",
    "registration_access_token",
    "signature",
];

/// The longest first segment that is looked at where it begins with white space, in bytes; every
/// word that begins like one is measured, so that there must be a limit.
const LONGEST_HEADER: usize = 512;

/// Cuts every token out of a text: JWS, JWE and SD-JWT wherever they stand (percent-encoded,
/// damaged, wrapped over lines, in JSON form), and opaque credentials that a prefix or the name of
/// their JSON member gives away. What is left says how long it was.
pub fn without_tokens(text: &str) -> Cow<'_, str> {
    if text.len() < SHORTEST_TOKEN {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut clean = String::new();
    let mut kept = 0;
    let mut at = 0;
    // A quote ends every token, so that what stands between two quotes too near is passed over.
    let mut quote = 0;
    while at < text.len() {
        if quote < at || at == 0 {
            let next = memchr::memchr(b'"', &bytes[at..]);
            quote = next.map_or(text.len(), |next| at + next);
        }
        if quote - at < SHORTEST_TOKEN {
            at = quote + 1;
            continue;
        }
        if !BEGINS[usize::from(bytes[at])] && (at == 0 || bytes[at - 1] != b'"') {
            at += 1;
            continue;
        }
        let length = if may_begin(bytes, at) {
            token_at(text, at)
        } else {
            0
        };
        if length == 0 {
            at += 1;
            continue;
        }
        clean.push_str(&text[kept..at]);
        clean.push_str(&format!("[token of {length} bytes]"));
        at += length;
        kept = at;
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    clean.push_str(&text[kept..]);
    Cow::Owned(clean)
}

/// The bytes that a token may begin with, other than after a quote.
static BEGINS: [bool; 256] = {
    let mut begins = Prefix::BEGINS;
    begins[b'e' as usize] = true;
    begins
};

/// Whether the byte may be the first of a token, by what stands beside it, which passes over nearly
/// all of them: `ey` and `ew` begin a header, some letters at the beginning of a word a prefix, and
/// after the quote of a value anything may stand.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    let byte = bytes[at];
    if byte == b'e' && matches!(bytes.get(at + 1), Some(b'y' | b'w')) {
        return true;
    }
    let before = |distance| at.checked_sub(distance).map(|at| bytes[at]);
    match before(1) {
        Some(b'"') => {
            let ends_name = matches!(before(2), Some(b':' | b' ' | b'\\' | b'"'));
            Prefix::begins_with(byte) || (ends_name && byte.is_ascii())
        }
        _ if !Prefix::begins_with(byte) => false,
        Some(b'n' | b'r' | b't') => before(2) == Some(b'\\'),
        Some(last) => !last.is_ascii_alphanumeric(),
        None => true,
    }
}

/// The length of the token that begins at this byte; 0 if none does.
fn token_at(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    if rest.starts_with("eyJ") || (begins_word(text, at) && begins_like_object(rest)) {
        let length = run(rest, true);
        return if length >= SHORTEST_TOKEN { length } else { 0 };
    }
    let is_letter = rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_');
    if is_letter
        && begins_word(text, at)
        && (Prefix::of(rest).is_some() || is_secret_member(&text[..at]))
    {
        let length = run(rest, false);
        return if length >= SHORTEST_PREFIXED {
            length
        } else {
            0
        };
    }
    0
}

/// Whether no letter or digit stands before; the letter of a JSON escape such as `\n` is none.
fn begins_word(text: &str, at: usize) -> bool {
    let before = &text[..at];
    !before.ends_with(|last: char| last.is_ascii_alphanumeric())
        || ["\\n", "\\r", "\\t"]
            .iter()
            .any(|escape| before.ends_with(escape))
}

/// Whether the text before a word names it as a secret (`"signature":"…"`, its quotes perhaps
/// escaped), which needs no look of its own.
fn is_secret_member(before: &str) -> bool {
    if !before.ends_with('"') {
        return false;
    }
    let name = before.trim_end_matches(['"', '\\', ':', ' ']);
    let begins = name
        .rfind(|last: char| !(last.is_ascii_alphanumeric() || last == '_'))
        .map_or(0, |end| end + 1);
    before[name.len()..].contains(':')
        && name
            .get(begins..)
            .is_some_and(|name| SECRET_MEMBERS.contains(&name))
}

/// Whether the value of a member of this name is a credential, unless it is too short to be one.
pub fn is_credential(name: &str, value: &str) -> bool {
    value.len() >= SHORTEST_PREFIXED && SECRET_MEMBERS.contains(&name)
}

/// The base64url of `{` and white space, in a first segment that other segments follow: a header
/// that was written with line breaks or spaces.
fn begins_like_object(text: &str) -> bool {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'e') || !matches!(bytes.get(1), Some(b'w' | b'y')) {
        return false;
    }
    let first = bytes
        .iter()
        .take(LONGEST_HEADER)
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        .count();
    let Some(rest) = text[first..].strip_prefix('.') else {
        return false;
    };
    first >= SHORTEST_TOKEN && rest[..run(rest, true)].contains('.')
}

/// How many bytes of the text belong to one token: up to white space, a quote or another delimiter
/// of prose, JSON and URLs, since a damaged token may hold anything else; and (for JOSE) line breaks
/// inside.
fn run(text: &str, may_wrap: bool) -> usize {
    let mut length = 0;
    loop {
        length += text.as_bytes()[length..]
            .iter()
            .take_while(|byte| byte.is_ascii_graphic() && !b"\"'`<>()[]{}&,;:?|\\".contains(byte))
            .count();
        let rest = &text[length..];
        let Some(wrap) = may_wrap.then(|| line_break(rest)).flatten() else {
            return length;
        };
        if run(&rest[wrap..], false) < SHORTEST_PREFIXED {
            return length;
        }
        length += wrap;
    }
}

/// The length of a line break, as itself or as JSON spells it.
fn line_break(text: &str) -> Option<usize> {
    ["\r\n", "\n", "\\r\\n", "\\n"]
        .iter()
        .find(|found| text.starts_with(**found))
        .map(|found| found.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_are_cut_out_wherever_they_stand() {
        let jwt = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
        let cut = |text: &str| without_tokens(text).into_owned();
        assert_eq!(
            cut(&format!("unexpected argument '{jwt}' found")),
            "unexpected argument '[token of 48 bytes]' found"
        );
        assert_eq!(
            cut(&format!("https://x.example/?t={jwt}&a=b")),
            "https://x.example/?t=[token of 48 bytes]&a=b"
        );
        for hidden in [
            jwt.replace('.', "%2E"),
            format!("token%3D{jwt}"),
            format!("Bearer{jwt}"),
            format!("{jwt}~WyJzYWx0Il0~"),
            jwt.replace(".c2", "==.+/c2"),
            jwt.replace(".c2", ".\r\nAAAAAAAAAAAAAAAAAAAAAAAc2"),
            jwt.replace(".c2", ".\\nAAAAAAAAAAAAAAAAAAAAAAAc2"),
            "ewogICJhbGciOiAibm9uZSIKfQ.e30.c2lnbmF0dXJl".to_owned(),
            "e30.eyJhbGciOiJub25lIn0.c2lnbmF0dXJl".to_owned(),
        ] {
            assert!(!cut(&hidden).contains("lnbmF0dXJl"), "{}", cut(&hidden));
            assert!(!cut(&hidden).contains("WyJ"), "{}", cut(&hidden));
        }
    }

    #[test]
    fn opaque_credentials_with_a_known_prefix_are_cut_and_prose_is_not() {
        let cut = |text: &str| without_tokens(text).into_owned();
        let tail = "A".repeat(30);
        assert_eq!(
            cut(&format!("value 'gho_{tail}'")),
            "value '[token of 34 bytes]'"
        );
        assert_eq!(cut(&format!("1//{tail}")), "[token of 33 bytes]");
        for member in ["code", "refresh_token", "signature"] {
            assert_eq!(
                cut(&format!(r#"{{"{member}": "{tail}"}}"#)),
                format!(r#"{{"{member}": "[token of 30 bytes]"}}"#)
            );
        }
        assert!(!cut(&format!(r#""{{\"code\":\"{tail}\"}}""#)).contains(&tail));
        for prose in [
            r#""country_code": "a-word-of-more-than-twenty-letters""#,
            r#""slot": "refresh_token", "pointer": "a-word-of-more-than-twenty""#,
            "it starts with `eyJ` as tokens do",
            "https://host1//a/long/path/of/many/segments",
            "a prefix such as `ghp_` or `ya29.`",
            "eyewear.shop.example and eyewitness.reports.example.com",
            "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
        ] {
            assert_eq!(cut(prose), prose);
        }
    }

    /// Each of these takes very long if what follows a word is read to the end at every word.
    #[test]
    fn floods_of_beginnings_are_read_once() {
        for (word, is_cut) in [
            ("\"", false),
            ("ew-", false),
            ("eyJ ", false),
            ("a\"", false),
            ("signature\":\"", false),
            ("ew.", false),
            ("\n", false),
            ("ghp_", true),
        ] {
            let text = word.repeat((1 << 16) / word.len());
            assert_eq!(without_tokens(&text) != text, is_cut, "{word:?}");
        }
    }

    proptest! {
        #[test]
        fn cutting_never_panics_and_leaves_no_compact_token(
            before in "(?s).{0,12}", header in "[A-Za-z0-9_-]{10,40}",
            payload in "[A-Za-z0-9_-]{0,40}", signature in "[A-Za-z0-9_-]{12,40}",
        ) {
            let text = format!("{before}eyJ{header}.{payload}.{signature}'");
            let kept = without_tokens(&text).into_owned();
            prop_assert!(!kept.contains(&signature), "{}", kept);
        }
    }
}
