//! Strings that are no JOSE object: what their look tells, and what it cannot.

use std::fmt;

/// What can be said of an opaque string without showing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opaque {
    /// Length in characters.
    pub length: usize,
    /// The smallest usual alphabet that holds it.
    pub alphabet: &'static str,
    /// A prefix that an issuer is known to use.
    pub prefix: Option<Prefix>,
    /// Whether it has the shape of a UUID.
    pub is_uuid: bool,
}

/// A conventional prefix; a convention, not a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The characters, without the secret part.
    pub text: &'static str,
    /// Who uses it.
    pub issuer: &'static str,
    /// What it marks there.
    pub marks: Marks,
}

impl Prefix {
    /// Whether a prefix begins with this byte.
    pub(crate) const BEGINS: [bool; 256] = {
        let mut begins = [false; 256];
        let mut index = 0;
        while index < PREFIXES.len() {
            begins[PREFIXES[index].text.as_bytes()[0] as usize] = true;
            index += 1;
        }
        begins
    };

    /// Whether any prefix begins with this byte: a first look that costs nothing.
    #[inline]
    pub(crate) fn begins_with(byte: u8) -> bool {
        static BEGINS: [bool; 256] = Prefix::BEGINS;
        BEGINS[byte as usize]
    }

    /// The prefix of this text, if it is a known one.
    pub fn of(text: &str) -> Option<Self> {
        let first = *text.as_bytes().first()?;
        if !Self::begins_with(first) {
            return None;
        }
        PREFIXES
            .iter()
            .copied()
            .find(|known| text.starts_with(known.text))
    }
}

/// What a prefix says of its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marks {
    /// An access token.
    Access,
    /// A refresh token.
    Refresh,
    /// An authorization code.
    Code,
    /// A personal token or API key.
    Personal,
}

impl fmt::Display for Marks {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Access => "an access token",
            Self::Refresh => "a refresh token",
            Self::Code => "an authorization code",
            Self::Personal => "a personal token or API key",
        })
    }
}

const fn prefix(text: &'static str, issuer: &'static str, marks: Marks) -> Prefix {
    Prefix {
        text,
        issuer,
        marks,
    }
}

/// Seen in the vendors' documentation, 2026-11.
const PREFIXES: &[Prefix] = &[
    prefix("ya29.", "Google", Marks::Access),
    prefix("1//", "Google", Marks::Refresh),
    prefix("gho_", "GitHub", Marks::Access),
    prefix("ghu_", "GitHub", Marks::Access),
    prefix("ghs_", "GitHub", Marks::Access),
    prefix("ghr_", "GitHub", Marks::Refresh),
    prefix("ghp_", "GitHub", Marks::Personal),
    prefix("github_pat_", "GitHub", Marks::Personal),
    prefix("glpat-", "GitLab", Marks::Personal),
    prefix("ory_at_", "ORY Hydra", Marks::Access),
    prefix("ory_rt_", "ORY Hydra", Marks::Refresh),
    prefix("ory_ac_", "ORY Hydra", Marks::Code),
    prefix("xoxb-", "Slack", Marks::Access),
    prefix("xoxp-", "Slack", Marks::Access),
    prefix("xoxa-", "Slack", Marks::Access),
    prefix("xoxe-", "Slack", Marks::Refresh),
];

impl Opaque {
    pub(super) fn describe(text: &str) -> Self {
        Self {
            length: text.chars().count(),
            alphabet: alphabet(text),
            prefix: Prefix::of(text),
            is_uuid: is_uuid(text),
        }
    }
}

fn alphabet(text: &str) -> &'static str {
    let all = |allowed: fn(&u8) -> bool| text.bytes().all(|byte| allowed(&byte));
    if all(u8::is_ascii_digit) {
        "digits"
    } else if all(u8::is_ascii_hexdigit) {
        "hexadecimal"
    } else if all(u8::is_ascii_alphanumeric) {
        "letters and digits"
    } else if all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) {
        "base64url"
    } else if all(u8::is_ascii_graphic) {
        "printable ASCII"
    } else {
        "other characters"
    }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups
            .iter()
            .all(|group| group.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
