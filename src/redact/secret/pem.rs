//! Private keys in PEM (RFC 7468 §10, §11) and its kin.

use std::ops::Range;

/// How long the words of a header are at most.
const LONGEST_LABEL: usize = 64;

/// Where the body of the private key lies whose block begins here, without the breaks around it; to
/// the end of the text where the block's own end was cut off.
pub(in crate::redact) fn body(rest: &str) -> Option<Range<usize>> {
    let label = rest.strip_prefix("-----BEGIN ")?;
    let end = label.find("-----").filter(|end| *end <= LONGEST_LABEL)?;
    if !label[..end].contains("PRIVATE KEY") {
        return None;
    }
    let start = rest.len() - label.len() + end + "-----".len();
    let length = rest[start..].find("-----END").unwrap_or(rest.len() - start);
    let body = &rest[start..start + length];
    let without = around(
        body,
        |text| text.trim_start_matches(is_around),
        |text, found| text.strip_prefix(found),
    );
    let before = body.len() - without.len();
    let inside = around(
        without,
        |text| text.trim_end_matches(is_around),
        |text, found| text.strip_suffix(found),
    );
    (!inside.is_empty()).then_some(start + before..start + before + inside.len())
}

/// White space, and the margins of quotations and comments.
fn is_around(next: char) -> bool {
    next.is_whitespace() || "\"'`,>#|*;!%".contains(next)
}

/// A text without breaks at one end, as themselves or as escapes of strings.
fn around<'t>(
    text: &'t str,
    trim: impl Fn(&'t str) -> &'t str,
    strip: impl Fn(&'t str, &'static str) -> Option<&'t str>,
) -> &'t str {
    let mut rest = trim(text);
    while let Some(after) = ["\\n", "\\r"]
        .into_iter()
        .find_map(|found| strip(rest, found))
    {
        rest = trim(after);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_lies_between_the_lines() {
        let key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n> BKcwggSjAgEAAoIBAQC7";
        for (text, is_key) in [
            (
                format!("-----BEGIN PRIVATE KEY-----\n{key}\n-----END PRIVATE KEY-----"),
                true,
            ),
            (
                format!("-----BEGIN RSA PRIVATE KEY-----\\n{key}\\n-----END RSA PRIVATE KEY-----"),
                true,
            ),
            (
                format!("-----BEGIN OPENSSH PRIVATE KEY-----\n> {key}\n> -----END"),
                true,
            ),
            (format!("-----BEGIN EC PRIVATE KEY-----\n{key}"), true),
            (
                format!("-----BEGIN CERTIFICATE-----\n{key}\n-----END CERTIFICATE-----"),
                false,
            ),
        ] {
            let found = body(&text).map(|range| text[range].to_owned());
            assert_eq!(found.as_deref(), is_key.then_some(key), "{text}");
        }
    }
}
