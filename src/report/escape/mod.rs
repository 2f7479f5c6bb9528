//! Everything inside a token is hostile text, and a token is a credential: one place makes every
//! text fit to be shown.
//!
//! A [`Report`](super::Report) holds texts as they were found. Each renderer passes every text
//! through this module on its way out: [`without_tokens`], and then [`terminal`] or [`json`], or
//! [`shown`] and then the escaping of its own form.

mod forms;
mod tokens;

use std::borrow::Cow;

pub use forms::{command_data, command_property, markdown_code, sarif_message, xml};
pub use tokens::{is_credential, without_tokens};

/// The longest text that is shown whole, in characters.
const LONGEST: usize = 600;

/// The longest word that is shown whole; a longer one is data, and nobody reads it.
const LONGEST_WORD: usize = 140;

/// Letters and marks that print as nothing, or as a blank, and that Unicode does not count among
/// its control and format characters.
const BLANK: [char; 9] = [
    '\u{34f}', '\u{115f}', '\u{1160}', '\u{17b4}', '\u{17b5}', '\u{180f}', '\u{2800}', '\u{3164}',
    '\u{ffa0}',
];

/// Marks that may stand on one letter; more of them paint over the lines around it.
const MAX_MARKS: u8 = 4;

/// Text that people read, on one line: tokens cut, monsters clipped, hostile characters spelt out.
/// Every text that a report shows to people comes through here, whatever the format.
pub fn shown(text: &str) -> String {
    let clean = without_tokens(text);
    terminal(&clipped(&clean)).into_owned()
}

/// The beginning of a text, and how long it is, if it is too long.
fn clipped(text: &str) -> Cow<'_, str> {
    let is_data = text
        .split([' ', ','])
        .any(|word| word.chars().nth(LONGEST_WORD).is_some());
    let limit = if is_data { LONGEST_WORD } else { LONGEST };
    match text.char_indices().nth(limit) {
        None => Cow::Borrowed(text),
        Some((end, _)) => {
            let characters = text.chars().count();
            Cow::Owned(format!("{}… ({characters} characters)", &text[..end]))
        }
    }
}

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
    let Some(first) = odd(text) else {
        return Cow::Borrowed(text);
    };
    let mut escaped = String::with_capacity(text.len() + 8);
    let (mut plain, mut rest) = text.split_at(first);
    let mut room_for_marks = 0;
    loop {
        // What is plain is nearly all of it.
        escaped.push_str(plain);
        if let Some(last) = plain.bytes().last() {
            room_for_marks = if last.is_ascii_alphanumeric() {
                MAX_MARKS
            } else {
                0
            };
        }
        let Some(character) = rest.chars().next() else {
            return Cow::Owned(escaped);
        };
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
        let after = &rest[character.len_utf8()..];
        (plain, rest) = after.split_at(odd(after).unwrap_or(after.len()));
    }
}

/// Where the first byte stands that is not printable ASCII.
fn odd(text: &str) -> Option<usize> {
    first_but(text.as_bytes(), |byte| (b' '..=b'~').contains(&byte))
}

/// Where the first byte stands that is not of a sort. Asked of blocks first, since a loop without an
/// early end is done many bytes at a time.
pub(crate) fn first_but(bytes: &[u8], is_of_sort: impl Fn(u8) -> bool) -> Option<usize> {
    let mut at = 0;
    for block in bytes.chunks(64) {
        if !block.iter().fold(true, |all, byte| all & is_of_sort(*byte)) {
            let inside = block.iter().position(|byte| !is_of_sort(*byte));
            return inside.map(|inside| at + inside);
        }
        at += block.len();
    }
    None
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
        // With the few others that our own texts hold.
        ' '..='~' | '§' | '…' | '–' | '—' | '×' | '→' => Class::Other,
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
    fn monsters_are_clipped_and_say_so() {
        let text = shown(&"z".repeat(5000));
        assert_eq!(text.matches('z').count(), LONGEST_WORD);
        assert!(text.contains("… (5000 characters)"), "{text}");
        let text = shown(&"zz ".repeat(1000));
        assert!(text.contains("… (3000 characters)"), "{text}");
        assert_eq!(shown(&"zz ".repeat(200)), "zz ".repeat(200));
    }

    #[test]
    fn what_is_shown_is_one_line_without_tokens() {
        let text = shown("a\nb eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl\u{202e}");
        assert_eq!(text, "a\\u{a}b [token of 48 bytes]\\u{202e}");
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
    }
}
