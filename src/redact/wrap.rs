//! Tokens that are broken into lines, in mails, logs and comments: where the next line goes on with
//! the token, and where it is a line of its own.
//!
//! Masking a word too much is better than leaving a piece of a signature, but a token that is whole
//! is followed by other things: how long a signature is its algorithm says.

use super::scan::{SHORTEST_PREFIXED, SHORTEST_TOKEN, run};
use crate::token::{Document, base64url};

/// How far back a line may begin for its margin to be looked at, in bytes.
const FAR: usize = 1 << 10;

/// What begins the lines of quoted mails, comments, tables and differences.
const MARKS: &str = ">|#/*;%!";

/// The same, but letters of base64url or base64 too: only at the very beginning of a line.
const SIGNS: [char; 2] = ['+', '-'];

/// A token as it stands in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrapped {
    /// How many bytes of the text it takes, with breaks and margins.
    pub(super) length: usize,
    /// Its characters without these.
    pub(super) token: String,
}

/// The run of token characters at byte `at`, with the lines that go on with it.
pub(super) fn wrapped(text: &str, at: usize) -> Wrapped {
    let mut length = run(&text[at..]);
    let mut token = text[at..at + length].to_owned();
    let Some(margin) = line_break(&text[at + length..]).map(|_| Margin::of(text, at)) else {
        return Wrapped { length, token };
    };
    let mut shape = Shape::default();
    shape.push(&token);
    let mut lines = Widths::first(margin.width, length);
    while let Some(found) = line_break(&text[at + length..]) {
        let after = at + length + found;
        let start = after + margin.skip(&text[after..]);
        let word = &text[start..start + run(&text[start..])];
        let ends = ends_line(&text[start + word.len()..]);
        if !shape.goes_on(word, ends, &lines) {
            break;
        }
        // The soft break of quoted-printable (RFC 2045 §6.7).
        if token.ends_with('=') && !token.ends_with("==") {
            token.pop();
        }
        token.push_str(word);
        shape.push(word);
        lines.push(start - after + word.len(), word.len());
        length = start + word.len() - at;
    }
    Wrapped { length, token }
}

/// The length of a line break, as itself or as an escape in a string.
fn line_break(text: &str) -> Option<usize> {
    // A shell goes on with the line after a backslash, and blanks at the end nobody sees.
    let blanks = text.len() - text.trim_start_matches([' ', '\t']).len();
    let found = ["\r\n", "\n", "\\r\\n", "\\n", "\\\r\n", "\\\n"]
        .into_iter()
        .find(|found| text[blanks..].starts_with(found))?;
    Some(blanks + found.len())
}

fn ends_line(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    after.is_empty() || after.starts_with(|next| "\r\n\"'`\\,;)>]}".contains(next))
}

/// What every line of a quotation or a comment begins with.
struct Margin {
    /// The marks, without the blanks between them.
    marks: String,
    /// How many bytes stand before the token in its first line.
    width: usize,
}

impl Margin {
    /// Of the line that byte `at` of a text is in.
    fn of(text: &str, at: usize) -> Self {
        let mut far = at.saturating_sub(FAR);
        while !text.is_char_boundary(far) {
            far += 1;
        }
        let near = &text[far..at];
        let breaks = [("\n", 1), ("\\n", 2)];
        let start = breaks
            .iter()
            .filter_map(|(found, length)| near.rfind(found).map(|at| at + length));
        let line = &near[start.max().unwrap_or(0)..];
        let sign = line.chars().next().filter(|first| SIGNS.contains(first));
        let rest = line.trim_start_matches(SIGNS);
        let is_margin = |next: char| next == ' ' || next == '\t' || MARKS.contains(next);
        let rest = &rest[..rest.find(|next| !is_margin(next)).unwrap_or(rest.len())];
        let marks = rest.chars().filter(|next| MARKS.contains(*next));
        Self {
            marks: sign.into_iter().chain(marks).collect(),
            width: line.len(),
        }
    }

    /// How many bytes of the next line are margin: the same marks, or blanks alone.
    fn skip(&self, line: &str) -> usize {
        let mut rest = line;
        for mark in self.marks.chars() {
            let inside = rest.trim_start_matches([' ', '\t']);
            match inside.strip_prefix(mark) {
                Some(after) => rest = after,
                None => {
                    rest = line;
                    break;
                }
            }
        }
        line.len() - rest.trim_start_matches([' ', '\t']).len()
    }
}

/// How wide the last two lines are, as lines and in characters of the token.
struct Widths {
    before: (usize, usize),
    last: (usize, usize),
}

impl Widths {
    fn first(margin: usize, length: usize) -> Self {
        Self {
            before: (0, 0),
            last: (margin + length, length),
        }
    }

    fn push(&mut self, line: usize, length: usize) {
        self.before = self.last;
        self.last = (line, length);
    }

    /// Whether lines are broken at a width, so that another may follow of any length up to it.
    fn are_full(&self, next: usize) -> bool {
        let (before, last) = (self.before, self.last);
        (before.0 == last.0 || before.1 == last.1) && next <= last.1
    }
}

/// What of a token has been read so far.
#[derive(Default)]
struct Shape {
    /// The first segment, as far as it matters.
    header: String,
    dots: usize,
    /// The length of the last segment.
    last: usize,
    /// Whether it is an SD-JWT, of any number of parts.
    has_tilde: bool,
    /// Characters of tokens that base64url has not, and that stood in it before.
    odd: String,
    /// How long a signature of its algorithm is, in base64url; empty if nobody knows.
    sizes: &'static [usize],
}

impl Shape {
    fn push(&mut self, piece: &str) {
        for next in piece.chars() {
            match next {
                '.' => {
                    self.dots += 1;
                    self.last = 0;
                    if self.dots == 1 {
                        self.sizes = sizes(&self.header);
                    }
                }
                '~' => {
                    self.has_tilde = true;
                    self.last = 0;
                }
                _ => self.last += 1,
            }
            if self.dots == 0 {
                self.header.push(next);
            }
            if "+/%".contains(next) && !self.odd.contains(next) {
                self.odd.push(next);
            }
        }
    }

    /// Whether a line with this word at its beginning goes on with the token.
    fn goes_on(&self, word: &str, ends_line: bool, lines: &Widths) -> bool {
        let is_own = word.starts_with("eyJ")
            && (word.matches('.').count() >= 2 || self.dots >= 2 && self.last > 0);
        let fits = |next: char| {
            next.is_ascii_alphanumeric() || "-_.~=".contains(next) || self.odd.contains(next)
        };
        if is_own || !word.chars().all(fits) || !word.contains(|c: char| c.is_alphanumeric()) {
            return false;
        }
        let is_signed = self.dots == 2 && !self.has_tilde;
        if is_signed && self.sizes.contains(&(self.last + word.len())) {
            return true;
        }
        let is_full = lines.are_full(word.len());
        let is_long = word.len() >= SHORTEST_PREFIXED && is_random(word);
        let is_whole = match self.dots {
            2 if is_signed => match self.sizes {
                [size] => self.last == *size,
                // The signature of a longer key may have its break there.
                sizes => {
                    let is_next = is_long || word.len() == lines.last.1;
                    sizes.contains(&self.last) && !(is_full && is_next)
                }
            },
            // The tags of AES-GCM and AES-CBC with HMAC (RFC 7518 §5).
            4 => matches!(self.last, 22 | 32 | 43) && !is_full,
            _ => false,
        };
        ends_line && !is_whole && (is_long || is_full && !is_word(word))
    }
}

/// The length of a signature in base64url by the header (RFC 7518 §3, RFC 8037 §3.1); RSA keys have
/// 1024, 2048, 3072 or 4096 bits.
fn sizes(header: &str) -> &'static [usize] {
    let (document, _) = Document::read(base64url::decode(header).0);
    let algorithm = document.str("alg").unwrap_or_default();
    match algorithm.as_ref() {
        "HS256" => &[43],
        "HS384" => &[64],
        "HS512" | "ES256" | "ES256K" | "EdDSA" | "Ed25519" => &[86],
        "ES384" => &[128],
        "ES512" => &[176],
        "Ed448" => &[152],
        name if name.starts_with("RS") || name.starts_with("PS") => &[171, 342, 512, 683],
        _ => &[],
    }
}

/// Whether a run has letters of both cases: names, numbers in hexadecimal and rulers have not, and a
/// run of base64url of this length nearly always.
fn is_random(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_lowercase())
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// Whether it is a word of a language, such as a greeting at the end of a mail.
fn is_word(word: &str) -> bool {
    word.len() < SHORTEST_TOKEN
        && word
            .bytes()
            .skip(1)
            .all(|byte| byte.is_ascii_lowercase() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(algorithm: &str, signature: usize) -> String {
        let part = |text: &str| base64url::encode(text.as_bytes());
        let random: String = "aB3dE5gH7jK9mN1pQ"
            .chars()
            .cycle()
            .take(signature)
            .collect();
        let header = part(&format!(r#"{{"alg":"{algorithm}"}}"#));
        let claims = part(r#"{"iss":"https://idp.example","sub":"alice-4711"}"#);
        format!("{header}.{claims}.{random}")
    }

    fn lines(token: &str, width: usize, margin: &str) -> String {
        let chunks = token.as_bytes().chunks(width);
        let chunks = chunks.map(|chunk| String::from_utf8_lossy(chunk).into_owned());
        chunks.collect::<Vec<_>>().join(&format!("\n{margin}"))
    }

    #[test]
    fn margins_that_repeat_break_no_token() {
        for margin in [
            "> ", ">> ", "> > ", "# ", "// ", "| ", " * ", "+", "-", "+ ", "   ",
        ] {
            for (algorithm, signature) in [("ES256", 86), ("RS256", 342), ("HS256", 43)] {
                for width in [24, 40, 64, 76] {
                    let token = token(algorithm, signature);
                    let before = format!("{margin}Bearer ");
                    let text = format!("{before}{}", lines(&token, width, margin));
                    let text = format!("{text}\n{margin}Best regards\n");
                    let found = wrapped(&text, before.len());
                    assert_eq!(found.token, token, "{margin:?} {width}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_whole_token_ends_with_its_line() {
        for after in [
            "ordinary other lines",
            "Host: api.example",
            "regards",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
            "------------------------------",
            "/usr/local/lib/Node/modules/jose",
            "SomeLongNameOfAnExceptionClassInALog",
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        ] {
            for (algorithm, signature) in [("ES256", 86), ("RS256", 342), ("HS256", 43)] {
                let token = token(algorithm, signature);
                let found = wrapped(&format!("{token}\n{after}\n"), 0);
                assert_eq!(found.token, token, "{after}");
            }
        }
    }

    #[test]
    fn the_last_line_is_known_by_what_is_missing() {
        for (algorithm, signature) in [("ES256", 86), ("RS256", 342), ("HS256", 43)] {
            let token = token(algorithm, signature);
            for rest in 1..20 {
                let (start, end) = token.split_at(token.len() - rest);
                for after in ["\nHost: a", " and prose", "\nregards"] {
                    let found = wrapped(&format!("{start}\n{end}{after}"), 0);
                    assert_eq!(found.token, token, "{rest} {after:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_piece_of_a_token_stays_though_the_signature_was_cut() {
        let token = token("ES256", 30);
        for after in [
            "Host",
            "regards",
            "api.example",
            "2026-11-22T10:00:00Z INFO",
        ] {
            let found = wrapped(&format!("{token}\n{after}\n"), 0);
            assert_eq!(found.token, token, "{after}");
        }
    }
}
