//! Everything inside a token is hostile text, and a token is a credential: one place makes every
//! text fit to be shown.
//!
//! A [`Report`](super::Report) holds texts as they were found. Each renderer passes every text
//! through this module on its way out: [`without_tokens`], and then [`terminal`] or [`json`].

use std::borrow::Cow;

use crate::token::Prefix;

/// Letters and marks that print as nothing, or as a blank, and that Unicode does not count among
/// its control and format characters.
const BLANK: [char; 9] = [
    '\u{34f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{180f}', '\u{2800}', '\u{3164}',
    '\u{ffa0}',
];

/// Marks that may stand on one letter; more of them paint over the lines around it.
const MAX_MARKS: u8 = 4;

/// Text for a terminal, on one line: whatever could steer the terminal, reorder or hide text
/// becomes `\u{…}`. These are control characters (C0, DEL, C1, line and paragraph separators), bidi
/// and other format characters, all that is zero-width or blank, variation selectors, tags, private
/// and unassigned characters, and combining marks without a letter under them.
pub fn terminal(text: &str) -> Cow<'_, str> {
    spell_out(text, |escaped, character| {
        escaped.extend(character.escape_unicode());
    })
}

/// JSON text: hostile characters can only stand inside its strings, where `\uXXXX` is their other
/// spelling, so the document stays the same document. Line breaks and indents stay.
pub fn json(text: &str) -> Cow<'_, str> {
    spell_out(text, |escaped, character| {
        if matches!(character, '\n' | '\r' | '\t') {
            escaped.push(character);
            return;
        }
        let mut units = [0u16; 2];
        for unit in character.encode_utf16(&mut units) {
            escaped.push_str(&format!("\\u{unit:04x}"));
        }
    })
}

fn spell_out(text: &str, spell: impl Fn(&mut String, char)) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut room_for_marks = 0;
    for character in text.chars() {
        let hostile = match class(character) {
            Class::Letter => {
                room_for_marks = MAX_MARKS;
                false
            }
            Class::Mark => {
                let homeless = room_for_marks == 0;
                room_for_marks = room_for_marks.saturating_sub(1);
                homeless
            }
            Class::Other => {
                room_for_marks = 0;
                false
            }
            Class::Hostile => {
                room_for_marks = 0;
                true
            }
        };
        if hostile {
            spell(&mut escaped, character);
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Can carry marks.
    Letter,
    /// Honest on a letter, and only there.
    Mark,
    /// Digits, punctuation, symbols.
    Other,
    /// Steers, reorders or hides.
    Hostile,
}

fn class(character: char) -> Class {
    match character {
        ' '..='~' if character.is_ascii_alphanumeric() => Class::Letter,
        ' '..='~' => Class::Other,
        '\u{200c}' | '\u{200d}' | '\u{180b}'..='\u{180d}' | '\u{fe00}'..='\u{fe0f}' => {
            Class::Hostile
        }
        '\u{e0000}'..='\u{e0fff}' => Class::Hostile,
        _ if BLANK.contains(&character) => Class::Hostile,
        _ if !is_printable(character) => Class::Hostile,
        _ if is_mark(character) => Class::Mark,
        _ if character.is_alphanumeric() => Class::Letter,
        _ => Class::Other,
    }
}

/// By the standard library's table, which is that of Unicode: no control, format, separator,
/// private, surrogate or unassigned character.
fn is_printable(character: char) -> bool {
    // Inside a string, unlike alone, a combining mark counts as printable.
    let mut buffer = [b'a'; 5];
    let length = character.encode_utf8(&mut buffer[1..]).len();
    let text = std::str::from_utf8(&buffer[..=length]).unwrap_or_default();
    text.escape_debug().skip(1).eq([character])
}

/// Alone, a combining mark is escaped, since it would join what stands before it.
fn is_mark(character: char) -> bool {
    character.escape_debug().len() > 1
}

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
    let mut clean = String::new();
    let mut kept = 0;
    let mut at = 0;
    while at < text.len() {
        let length = token_at(text, at);
        if length == 0 {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
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

    /// By Unicode's own lists, not by the code under test.
    fn can_deceive(character: char) -> bool {
        character.is_control()
            || matches!(character,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}')
    }

    #[test]
    fn hostile_characters_are_spelt_out() {
        let hostile = "a\u{1b}[31m\u{9b}1m\u{7f}\u{202e}\u{200b}\u{200d}\u{feff}\u{3164}\u{2800}\n";
        let shown = terminal(hostile);
        assert!(
            shown.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
            "{shown}"
        );
        assert!(shown.contains("\\u{202e}") && shown.contains("\\u{1b}[31m"));
        let every = (char::MIN..=char::MAX).filter(|&character| can_deceive(character));
        for character in every {
            let text = format!("a{character}b");
            assert_ne!(terminal(&text), text, "{}", character.escape_unicode());
            assert!(!json(&text).contains(character) || matches!(character, '\n' | '\r' | '\t'));
        }
    }

    #[test]
    fn honest_scripts_stay_readable() {
        for honest in [
            "Ольга, José, 東京, Γιώργος, 서울",
            "e\u{301}",
            "שָׁלוֹם",
            "مُحَمَّد",
            "हिन्दी, বাংলা, தமிழ்",
            "ภาษาไทยที่นี่",
            "Tiếng Việt",
            "10 € · 5 % — “quoted” … 🎉",
        ] {
            assert_eq!(terminal(honest), honest);
        }
    }

    #[test]
    fn marks_need_a_letter_and_do_not_pile_up() {
        assert_eq!(terminal("\u{301}e"), "\\u{301}e");
        assert_eq!(terminal("' \u{338}'"), "' \\u{338}'");
        let piled = format!("e{}", "\u{301}".repeat(50));
        assert_eq!(terminal(&piled).matches('\u{301}').count(), 4);
    }

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
    fn time_grows_with_the_text_only() {
        for word in [
            "\"",
            "ew-",
            "eyJ ",
            "a\"",
            "signature\":\"",
            "ew.",
            "\n",
            "ghp_",
        ] {
            let text = word.repeat((1 << 16) / word.len());
            without_tokens(&text);
        }
    }

    proptest! {
        #[test]
        fn no_text_deceives_a_terminal(text in "\\PC*|.*|(?s).*") {
            let shown = terminal(&text);
            prop_assert!(!shown.chars().any(can_deceive), "{}", shown.escape_unicode());
        }

        #[test]
        fn json_stays_the_same_document(text in "(?s).*", name in "(?s).*") {
            let value = serde_json::json!({ name: [&text], "x": text });
            for written in [value.to_string(), format!("{value:#}")] {
                let escaped = json(&written);
                let read: serde_json::Value = serde_json::from_str(&escaped).expect("JSON");
                prop_assert_eq!(&read, &value);
                prop_assert!(!escaped.chars().any(|c| can_deceive(c) && c != '\n'));
            }
        }

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
