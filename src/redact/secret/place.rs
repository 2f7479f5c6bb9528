//! Where a text puts secrets: behind a name, in a header, in a URL, in an option of a command.

use super::name::{Names, is_placeholder, looks_random, names};
use crate::redact::{
    claims::PRIVATE_KEY,
    page::Page,
    scan::{SHORTEST_PARAMETER, SHORTEST_PREFIXED, SHORTEST_TOKEN},
};

/// How far before a value its name may begin, in bytes.
const FAR: usize = 160;

/// The longest user and password of a URL.
const LONGEST_USER: usize = 512;

/// Words before the credentials of an `Authorization` line.
const SCHEMES: &[&str] = &["bearer", "dpop", "basic", "token", "gnap"];

/// The length of a value that what stands before it names as a secret, and whether it is a user and
/// a password with a colon between.
pub(in crate::redact) fn length(page: &mut Page<'_>, at: usize) -> Option<(usize, bool)> {
    let text = page.text;
    if let Some(length) = user(page, at).or_else(|| option_of_user(page, at)) {
        return Some((length, true));
    }
    let length = named(page, at)
        .or_else(|| cookie(page, at))
        .or_else(|| authorization(page, at))
        .or_else(|| scheme(page, at))
        .or_else(|| option(page, at))?;
    (!is_placeholder(&text[at..at + length])).then_some((length, false))
}

/// What stands before a place, as far as it can matter.
fn before(text: &str, at: usize) -> &str {
    let mut far = at.saturating_sub(FAR);
    while !text.is_char_boundary(far) {
        far += 1;
    }
    &text[far..at]
}

/// `name=value`, `name: value`, `"name": "value"`, with the quotes escaped or not.
fn named(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let near = before(page.text, at);
    let blank = [' ', '\t'];
    let quote = near
        .chars()
        .next_back()
        .filter(|last| "\"'`".contains(*last));
    let unquoted = near.trim_end_matches(['"', '\'', '`', '\\']);
    let unspaced = unquoted.trim_end_matches(blank);
    let separated = unspaced
        .strip_suffix("=>")
        .or_else(|| unspaced.strip_suffix(['=', ':']))?;
    let is_tight = unspaced.len() == unquoted.len() && unspaced.ends_with('=');
    let ended = separated.trim_end_matches(blank);
    let bare = ended.trim_end_matches(['"', '\'', '\\']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
    let start = bare.rfind(|c| !is_part(c)).map_or(0, |last| {
        last + bare[last..].chars().next().map_or(1, char::len_utf8)
    });
    let name = &bare[start..];
    if name.is_empty() {
        return None;
    }
    let is_quoted = quote.is_some() || bare.len() < ended.len();
    let length = match quote {
        Some(quote) => quoted(
            &page.text[at..],
            quote,
            near[..near.len() - 1].ends_with('\\'),
        ),
        None => page.value(at),
    };
    let value = &page.text[at..at + length];
    // Of a key that is no whole JSON.
    if bare.len() < ended.len() && PRIVATE_KEY.contains(&name) {
        let is_base64url = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
        return (length >= SHORTEST_PREFIXED && value.bytes().all(is_base64url)).then_some(length);
    }
    let signature = ["sig", "signature"].iter().any(|end| {
        let start = name.len().checked_sub(end.len());
        start.is_some_and(|start| name[start..].eq_ignore_ascii_case(end))
    });
    if signature && is_tight && length >= SHORTEST_TOKEN {
        return Some(length);
    }
    let kind = names(name)?;
    let is_number = value.len() < SHORTEST_PARAMETER && value.bytes().all(|b| b.is_ascii_digit());
    match kind {
        _ if value.is_empty() => return None,
        Names::Code if value.len() < SHORTEST_PARAMETER => return None,
        Names::Token if is_number => return None,
        // `PWD`, which shells keep the folder in.
        _ if name.eq_ignore_ascii_case("pwd") && value.starts_with('/') => return None,
        _ => {}
    }
    if is_quoted || is_tight {
        return Some(length);
    }
    let line = &page.text[at..page.line(at).range.end.max(at)];
    let line = line.trim_end();
    if !begins_line(&bare[..start], near.len() == at) {
        return looks_random(value).then_some(length);
    }
    let is_code = line.contains('(') || line.ends_with(['{', '[']);
    match line.contains(char::is_whitespace) {
        false if !is_code => Some(line.len().max(length)),
        true if kind == Names::Password && !is_code => {
            // A comment behind it is none of it.
            Some(line.find(" #").unwrap_or(line.len()))
        }
        _ => looks_random(value).then_some(length),
    }
}

/// Up to the closing quote, or to the end of the line.
fn quoted(rest: &str, quote: char, is_escaped: bool) -> usize {
    let mut backslashes = 0;
    let mut end = 0;
    for (at, next) in rest.char_indices() {
        match next {
            '\n' => break,
            '\\' => backslashes += 1,
            _ if next == quote && backslashes == usize::from(is_escaped) => {
                return at - backslashes;
            }
            _ => backslashes = 0,
        }
        end = at + next.len_utf8();
    }
    rest[..end].trim_end().len()
}

/// Whether nothing but a margin, a mark of a list or a word of a shell stands before a name.
fn begins_line(before: &str, is_whole: bool) -> bool {
    let line = match before.rfind('\n') {
        Some(end) => &before[end + 1..],
        None if is_whole => before,
        None => return false,
    };
    let line =
        line.trim_matches(|next: char| next.is_whitespace() || ">|#/*-+<;%!\"'".contains(next));
    [
        "", "export", "set", "ENV", "ARG", "-e", "$", "env:", "$env:",
    ]
    .contains(&line)
}

fn cookie(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let is_cookie = page
        .line(at)
        .cookies
        .as_ref()
        .is_some_and(|pairs| pairs.contains(&at));
    let is_value = page.text[..at].ends_with(['=', '"'])
        && before(page.text, at).trim_end_matches('"').ends_with('=');
    let length = page.value(at);
    (is_cookie && is_value && length >= SHORTEST_PARAMETER).then_some(length)
}

/// The credentials of an `Authorization` line: behind a scheme, alone, or in a parameter.
fn authorization(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let line = page.line(at);
    let (name, end) = (line.authorization?, line.range.end);
    let between = page.text.get(name..at).filter(|text| text.len() <= FAR)?;
    let between = between.trim_start_matches(['"', '\'', '\\', ' ']);
    let between = between.strip_prefix([':', '='])?;
    let between = between.trim_start_matches(['"', '\'', '\\', ' ', ',']);
    let before = between.trim_end_matches(['"', ' ']).to_ascii_lowercase();
    let length = page.word(at);
    let word = &page.text[at..at + length];
    let is_scheme = |word: &str| SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(word));
    if length == 0 || is_scheme(word) {
        return None;
    }
    let rest = page.text[at + length..end.max(at + length)].trim_end();
    let is_last = rest.is_empty() || rest.starts_with(['"', '\'', '\\', '`']);
    let is_one_word = !before.contains([' ', '=', ',']);
    let is_value = is_scheme(&before)
        || (is_last && is_one_word && looks_random(word))
        || before.strip_suffix('=').is_some_and(|before| {
            let names = ["response", "mac", "oauth_signature", "signature"];
            names.iter().any(|name| before.ends_with(name))
        });
    is_value.then_some(length)
}

/// `Bearer` and a word that looks like its token, wherever they stand.
fn scheme(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let near = before(page.text, at);
    let words = near.trim_end_matches(' ');
    if words.len() == near.len() {
        return None;
    }
    let is_letter = |next: char| next.is_ascii_alphabetic();
    let start = words.rfind(|c| !is_letter(c)).map_or(0, |last| {
        last + words[last..].chars().next().map_or(1, char::len_utf8)
    });
    let scheme = words[start..].to_ascii_lowercase();
    if !SCHEMES.contains(&scheme.as_str()) || scheme == "token" {
        return None;
    }
    let length = page.word(at);
    let value = &page.text[at..at + length];
    let is_telling = length >= SHORTEST_TOKEN && value.bytes().any(|byte| byte.is_ascii_digit());
    is_telling.then_some(length)
}

/// User and password of a URL, or what stands in their place (RFC 3986 §3.2.1).
fn user(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let text = page.text;
    if !text[..at].ends_with("://") {
        return None;
    }
    let rest = &text.as_bytes()[at..];
    let ends = |byte: &&u8| byte.is_ascii_graphic() && !b"/?#\"'`<>\\".contains(*byte);
    let authority = rest.iter().take(LONGEST_USER).take_while(ends).count();
    let length = rest[..authority].iter().rposition(|byte| *byte == b'@')?;
    let user = &text[at..at + length];
    let is_secret = match user.split_once(':') {
        Some((_, password)) => !is_placeholder(password),
        // `git@`, and who else is nobody.
        None => user.len() >= SHORTEST_TOKEN && looks_random(user),
    };
    is_secret.then_some(length)
}

/// `-u USER:PASSWORD` of curl and its kin.
fn option_of_user(page: &mut Page<'_>, at: usize) -> Option<usize> {
    let flag = flag(page.text, at)?;
    if !["-u", "--user", "-U", "--proxy-user"].contains(&flag) {
        return None;
    }
    let length = argument(page.text, at)?;
    let (_, password) = page.text[at..at + length].split_once(':')?;
    // Users and groups of systems are numbers.
    let is_number = password.bytes().all(|byte| byte.is_ascii_digit());
    let is_secret = !is_placeholder(password) && (!is_number || page.line(at).is_curl);
    is_secret.then_some(length)
}

/// `--password VALUE` and the like.
fn option(page: &mut Page<'_>, at: usize) -> Option<usize> {
    names(flag(page.text, at)?.strip_prefix("--")?)?;
    let length = argument(page.text, at)?;
    let is_quoted = page.text[..at].ends_with(['"', '\'']);
    (is_quoted || looks_random(&page.text[at..at + length])).then_some(length)
}

/// The option that stands before its argument.
fn flag(text: &str, at: usize) -> Option<&str> {
    let near = before(text, at).trim_end_matches(['"', '\'']);
    let words = near.trim_end_matches([' ', '=']);
    let start = words.rfind([' ', '\t', '\n', '"', '\'']);
    let flag = &words[start.map_or(0, |end| end + 1)..];
    (words.len() < near.len() && flag.starts_with('-')).then_some(flag)
}

fn argument(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let quote = text[..at].chars().next_back();
    if let Some(quote) = quote.filter(|last| "\"'".contains(*last)) {
        return Some(quoted(rest, quote, false));
    }
    if rest.starts_with(['"', '\'']) {
        return None;
    }
    let mut bytes = rest.bytes().take(LONGEST_USER);
    let end = bytes.position(|byte| byte.is_ascii_whitespace());
    end.or((rest.len() <= LONGEST_USER).then_some(rest.len()))
}
