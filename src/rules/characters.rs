//! Characters by which two names look the same and are not.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_script::{Script, ScriptExtension, UnicodeScript};

use super::punycode;

/// What a character hides, if people do not see it or see something else: controls, direction
/// marks and what takes no room. U+0000 is left to the rule on ambiguous JSON.
pub(crate) fn hidden(character: char) -> Option<&'static str> {
    match character {
        '\0' => None,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some("a direction mark")
        }
        '\u{2028}' | '\u{2029}' => Some("a line separator"),
        _ if character.is_control() => Some("a control character"),
        '\u{ad}'
        | '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}' => Some("an invisible character"),
        _ => None,
    }
}

/// In what a name of several words or host labels looks like another, as a clause.
pub(crate) fn resemblance(name: &str) -> Option<String> {
    let labels = name.split(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-');
    for label in labels {
        if let Some(shown) = punycode::decode(label)
            && let Some(found) = oddity(&shown)
        {
            return Some(format!(
                "its label `{label}` shows as {}, which {found}",
                spell(&shown)
            ));
        }
        if !label.is_ascii()
            && let Some(found) = oddity(label)
        {
            return Some(format!("its word {} {found}", spell(label)));
        }
    }
    None
}

/// The text in backticks with its characters beyond ASCII as code points.
pub(crate) fn spell(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut spelt = String::from("`");
    for (index, character) in text.chars().enumerate() {
        if index == LONGEST {
            spelt.push('…');
            break;
        }
        if character.is_ascii_graphic() || character == ' ' {
            spelt.push(character);
        } else {
            spelt.extend(character.escape_unicode());
        }
    }
    spelt.push('`');
    spelt
}

fn oddity(label: &str) -> Option<String> {
    label.split('-').find_map(|word| {
        if let Some([one, other]) = scripts(word) {
            return Some(format!("mixes {one} and {other} letters"));
        }
        let is_normal = match is_nfkc_quick(word.chars()) {
            IsNormalized::Yes => true,
            IsNormalized::No => false,
            IsNormalized::Maybe => word.nfkc().eq(word.chars()),
        };
        (!is_normal).then(|| {
            let normal: String = word.nfkc().collect();
            format!("becomes {} when it is normalized (NFKC)", spell(&normal))
        })
    })
}

/// Two scripts of one word that people do not write together. Chinese, Japanese and Korean go with
/// each other and with Latin (UTS 39 §5.2, highly restrictive).
fn scripts(word: &str) -> Option<[&'static str; 2]> {
    let mut common = ScriptExtension::default();
    let mut first: Option<Script> = None;
    let mut has_east_asian = false;
    for character in word.chars() {
        let extension = character.script_extension();
        if extension.is_common() || extension.is_inherited() {
            continue;
        }
        if EAST_ASIAN
            .iter()
            .any(|script| extension.contains_script(*script))
        {
            has_east_asian = true;
            continue;
        }
        common.intersect_with(extension);
        let script = character.script();
        match first {
            Some(first) if common.is_empty() => {
                return Some([first.full_name(), script.full_name()]);
            }
            Some(_) => {}
            None => first = Some(script),
        }
    }
    match first {
        Some(first) if has_east_asian && first != Script::Latin => {
            Some([first.full_name(), "East Asian"])
        }
        _ => None,
    }
}

const EAST_ASIAN: [Script; 5] = [
    Script::Han,
    Script::Hiragana,
    Script::Katakana,
    Script::Hangul,
    Script::Bopomofo,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_look_like_others_are_named() {
        for (name, clause) in [
            (
                "https://idp.p\u{430}ypal.example",
                "its word `p\\u{430}ypal` mixes Latin and Cyrillic letters",
            ),
            (
                "https://xn--pypal-4ve.example/a",
                "its label `xn--pypal-4ve` shows as `p\\u{430}ypal`, which mixes Latin and Cyrillic \
                 letters",
            ),
            (
                "\u{ff41}dmin",
                "its word `\\u{ff41}dmin` becomes `admin` when it is normalized (NFKC)",
            ),
            (
                "o\u{3bc}ega",
                "its word `o\\u{3bc}ega` mixes Latin and Greek letters",
            ),
        ] {
            assert_eq!(resemblance(name).as_deref(), Some(clause));
        }
    }

    #[test]
    fn names_of_one_script_are_left_alone() {
        for name in [
            "https://idp.example/realms/a",
            "https://b\u{fc}cher.example",
            "https://xn--bcher-kva.example",
            "\u{43e}\u{43b}\u{44c}\u{433}\u{430}",
            "app-\u{43f}\u{440}\u{438}",
            "日本語のテスト",
            "東京app",
            "한국어",
            "api://6e74172b-be56-4843-9ff4-e66a39bb12e3",
            "system:serviceaccount:default:a",
            "",
        ] {
            assert_eq!(resemblance(name), None, "{name}");
        }
    }
}
