//! Tokens of clusters and pipelines.

pub(crate) mod azp_shadows_aud;
pub(crate) mod ci_recyclable_subject;
pub(crate) mod ci_trust_too_broad;
pub(crate) mod k8s_audience_misuse;
pub(crate) mod k8s_legacy_token;
pub(crate) mod k8s_username_mapping;

/// Whether a pattern with `*` (any characters) and `?` (one), as trust policies write it, matches.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stands, and how far the text was read when it was met.
    let mut star: Option<(usize, usize)> = None;
    while read < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(&byte) if byte == b'?' || byte == text[read] => {
                at += 1;
                read += 1;
            }
            _ => match star {
                Some((place, taken)) => {
                    star = Some((place, taken + 1));
                    at = place + 1;
                    read = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_match_as_trust_policies_mean_them() {
        for (pattern, text, expected) in [
            ("repo:octo/app:*", "repo:octo/app:ref:refs/heads/main", true),
            (
                "repo:octo/app:*",
                "repo:octo/app2:ref:refs/heads/main",
                false,
            ),
            (
                "repo:octo/*:environment:prod",
                "repo:octo/app:environment:prod",
                true,
            ),
            ("repo:octo/ap?:*", "repo:octo/app:x", true),
            ("*", "", true),
            ("", "x", false),
            ("a*b*c", "aXbYbc", true),
            ("a*b*c", "aXbYb", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
