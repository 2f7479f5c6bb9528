//! Two identifiers that people take for the same and that a verifier must not.

use super::words;

/// In what two identifiers (audiences, issuers) differ, as a clause, where they are near enough for
/// a slip to be likely: `only a trailing slash differs`. `None` for equal and for unrelated ones.
///
/// Nothing here loosens a comparison: identifiers are compared character by character (RFC 7519
/// §4.1.3, OIDC Core §3.1.3.7), and this says why that failed.
pub(crate) fn explain(found: &str, expected: &str) -> Option<String> {
    if found == expected || found.is_empty() || expected.is_empty() {
        return None;
    }
    if found.trim() == expected.trim() {
        return Some("only white space around it differs".to_owned());
    }
    if let Some(differences) = Parts::of(found).differences(&Parts::of(expected)) {
        let verb = if differences.len() == 1 {
            "differs"
        } else {
            "differ"
        };
        return Some(format!("only {} {verb}", words::list(&differences, "and")));
    }
    if goes_on(found, expected) {
        return Some("it begins with that name and goes on".to_owned());
    }
    if goes_on(expected, found) {
        return Some("it is only the beginning of that name".to_owned());
    }
    None
}

/// An identifier, cut where slips happen. What is no URL is all name.
struct Parts<'a> {
    scheme: Option<&'a str>,
    name: &'a str,
    port: Option<&'a str>,
    path: &'a str,
    slash: bool,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str) -> Self {
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, text),
        };
        let unslashed = rest.strip_suffix('/');
        let rest_without = unslashed.unwrap_or(rest);
        let (authority, path) = match rest_without.find('/') {
            Some(at) => rest_without.split_at(at),
            None => (rest_without, ""),
        };
        let (name, port) = match authority.rsplit_once(':') {
            Some((name, port))
                if scheme.is_some()
                    && !port.is_empty()
                    && port.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                (name, Some(port))
            }
            _ => (authority, None),
        };
        Self {
            scheme,
            name,
            port,
            path,
            slash: unslashed.is_some(),
        }
    }

    /// The differences, if name and path agree but for letter case.
    fn differences(&self, other: &Self) -> Option<Vec<&'static str>> {
        let scheme = |parts: &Self| parts.scheme.map(str::to_ascii_lowercase);
        let same_word = self.name.eq_ignore_ascii_case(other.name)
            && self.path.eq_ignore_ascii_case(other.path);
        if !same_word || self.name.is_empty() {
            return None;
        }
        let other_scheme = scheme(self) != scheme(other);
        let other_case = self.name != other.name
            || self.path != other.path
            || (!other_scheme && self.scheme != other.scheme);
        let found = [
            (other_scheme, "the scheme"),
            (other_case, "letter case"),
            (self.port != other.port, "the port"),
            (self.slash != other.slash, "a trailing slash"),
        ];
        Some(
            found
                .into_iter()
                .filter_map(|(differs, word)| differs.then_some(word))
                .collect(),
        )
    }
}

/// Whether `long` is `short` with more words after it.
fn goes_on(long: &str, short: &str) -> bool {
    short.contains(char::is_alphanumeric)
        && long.strip_prefix(short).is_some_and(|rest| {
            short.ends_with('/') || rest.starts_with(|next: char| !next.is_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_named() {
        let api = "https://api.example/v1";
        for (found, expected, clause) in [
            (
                "https://api.example/v1/",
                api,
                "only a trailing slash differs",
            ),
            ("https://API.example/V1", api, "only letter case differs"),
            ("HTTPS://api.example/v1", api, "only letter case differs"),
            ("http://api.example/v1", api, "only the scheme differs"),
            ("api.example/v1", api, "only the scheme differs"),
            ("https://api.example:443/v1", api, "only the port differs"),
            (
                "http://api.example:8080/v1/",
                api,
                "only the scheme, the port and a trailing slash differ",
            ),
            (
                "https://api.example/v1 ",
                api,
                "only white space around it differs",
            ),
            (
                "https://api.example/v1/orders",
                api,
                "it begins with that name and goes on",
            ),
            (
                "https://api.example",
                api,
                "it is only the beginning of that name",
            ),
            ("Web-App", "web-app", "only letter case differs"),
            ("api://6e74172b", "6e74172b", "only the scheme differs"),
            (
                "web-app-staging",
                "web-app",
                "it begins with that name and goes on",
            ),
        ] {
            assert_eq!(
                explain(found, expected).as_deref(),
                Some(clause),
                "{found} {expected}"
            );
        }
    }

    #[test]
    fn what_is_another_name_is_no_slip() {
        for (found, expected) in [
            ("https://api.example", "https://api.example"),
            ("https://api-b.example", "https://api-a.example"),
            ("web-app", "https://api.example"),
            ("web-application", "web-app"),
            ("urn:example:a", "urn:example:b"),
            ("", "web-app"),
            ("/", "//"),
        ] {
            assert_eq!(explain(found, expected), None, "{found} {expected}");
        }
    }
}
