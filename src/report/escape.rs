//! Everything inside a token is hostile text: one place makes it harmless for every output.

use std::borrow::Cow;

/// Characters that `char::escape_debug` passes and that still print as nothing.
const BLANK: [char; 4] = ['\u{115f}', '\u{1160}', '\u{3164}', '\u{2800}'];

/// Text for a terminal: control, bidi, zero-width and blank characters become `\u{…}`.
pub fn terminal(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hostile(character) {
            escaped.extend(character.escape_unicode());
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

/// JSON text: hostile characters can only stand inside its strings, where `\uXXXX` is their other
/// spelling, so the document stays the same document.
pub fn json(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut units = [0u16; 2];
    for character in text.chars() {
        if character.is_ascii() || !is_hostile(character) {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    Cow::Owned(escaped)
}

/// Whether a character could change how the text around it is shown, or hide.
fn is_hostile(character: char) -> bool {
    match character {
        ' '..='~' => false,
        _ if BLANK.contains(&character) => true,
        _ => character.escape_debug().len() > 1 && !is_combining(character),
    }
}

/// Combining marks alone are escaped by `escape_debug` as they may be a grapheme of their own;
/// inside a word they are honest letters of many scripts.
fn is_combining(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{d7f}' | '\u{e31}'..='\u{e4e}')
}

/// Cuts every token out of a text (an error message that quotes what was typed, say).
pub fn without_tokens(text: &str) -> Cow<'_, str> {
    if !text.contains("eyJ") {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("eyJ") {
        clean.push_str(&rest[..start]);
        let length = rest[start..]
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~')))
            .unwrap_or(rest.len() - start);
        clean.push_str(&format!("[token of {length} bytes]"));
        rest = &rest[start + length..];
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_characters_are_spelt_out_and_honest_ones_are_not() {
        let hostile = "a\u{1b}[31m\u{202e}\u{200b}\u{3164}\u{2800}\n";
        let shown = terminal(hostile);
        assert!(
            shown.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
            "{shown}"
        );
        assert!(shown.contains("\\u{202e}"));
        assert_eq!(terminal("Ольга, José, 東京"), "Ольга, José, 東京");
        assert_eq!(terminal("e\u{301}"), "e\u{301}");
    }

    #[test]
    fn json_stays_the_same_document() {
        let text = "{\"sub\":\"a\u{202e}b\u{e0001}\"}";
        let escaped = json(text);
        assert!(escaped.is_ascii());
        let before: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let after: serde_json::Value = serde_json::from_str(&escaped).expect("JSON");
        assert_eq!(before, after);
    }

    #[test]
    fn tokens_are_cut_out_of_errors() {
        let text = "unexpected argument 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.' found";
        assert_eq!(
            without_tokens(text),
            "unexpected argument '[token of 36 bytes]' found"
        );
    }
}
