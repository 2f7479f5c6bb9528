//! URLs of issuers and their documents, read as raw text.
//!
//! What a URL library would drop or repair silently (fragments, user names, blanks) is an error
//! here: two issuers are the same only if their texts are the same.

use std::fmt;

use thiserror::Error;

use crate::input::names_this_machine;

/// An `http` or `https` URL without user information and fragment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    text: String,
    scheme: Scheme,
    /// Between `://` and the next `/` or `?`.
    authority: std::ops::Range<usize>,
}

/// The schemes that are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Without TLS.
    Http,
    /// With TLS.
    Https,
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    fn default_port(self) -> &'static str {
        match self {
            Self::Http => "80",
            Self::Https => "443",
        }
    }
}

/// A text that is not such a URL. User information is cut from the text shown.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{shown}` {problem}, expected a URL such as https://login.example")]
pub struct UrlError {
    /// The text, safe to show.
    pub shown: String,
    /// What is wrong with it.
    pub problem: &'static str,
}

impl Url {
    /// Reads a URL.
    ///
    /// # Errors
    /// The text is no `http` or `https` URL, or has user information, a fragment, blanks, control or
    /// non-ASCII characters.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let fail = |problem| {
            Err(UrlError {
                shown: without_user_information(text),
                problem,
            })
        };
        let Some((scheme, rest)) = text.split_once("://") else {
            return fail("has no `https://`");
        };
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "https" => Scheme::Https,
            "http" => Scheme::Http,
            _ => return fail("is neither https nor http"),
        };
        if let Some(character) = text.chars().find(|c| !c.is_ascii_graphic() || *c == '\\') {
            return fail(match character {
                ' ' => "has a blank in it",
                '\\' => "has a backslash in it",
                c if c.is_ascii() => "has a control character in it",
                _ => "has characters beyond ASCII",
            });
        }
        if text.contains('#') {
            return fail("has a fragment (`#`)");
        }
        let start = text.len() - rest.len();
        let length = rest.find(['/', '?']).unwrap_or(rest.len());
        let authority = &rest[..length];
        if authority.contains('@') {
            return fail("has a user name in front of the host (`@`)");
        }
        let (host, port) = split_port(authority);
        if host.is_empty() {
            return fail("names no host");
        }
        if port.is_some_and(|port| port.parse::<u16>().is_err()) {
            return fail("has no number for a port");
        }
        Ok(Self {
            text: text.to_owned(),
            scheme,
            authority: start..start + length,
        })
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// `http` or `https`.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host as written, in lower case; brackets of an IPv6 address included.
    pub fn host(&self) -> String {
        split_port(&self.text[self.authority.clone()])
            .0
            .to_ascii_lowercase()
    }

    /// Scheme, host and port (RFC 6454 §4), the default port left out.
    pub fn origin(&self) -> String {
        let (_, port) = split_port(&self.text[self.authority.clone()]);
        let (scheme, host) = (self.scheme.name(), self.host());
        match port.filter(|port| *port != self.scheme.default_port()) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        }
    }

    /// Everything up to the path.
    pub fn base(&self) -> &str {
        &self.text[..self.authority.end]
    }

    /// The path with its leading `/`; empty if there is none.
    pub fn path(&self) -> &str {
        let rest = &self.text[self.authority.end..];
        rest.split('?').next().unwrap_or_default()
    }

    /// Whether there is a `?`.
    pub fn has_query(&self) -> bool {
        self.text.contains('?')
    }

    /// Whether the host says by its name that it is this machine. Which address a name really leads
    /// to is seen when it is resolved (see [`super::fetch`]).
    pub fn names_this_machine(&self) -> bool {
        let host = self.host();
        names_this_machine(host.trim_start_matches('[').trim_end_matches(']'))
    }

    /// The URL that a `Location` header points at from here (RFC 3986 §5.2, without dot segments).
    ///
    /// # Errors
    /// As for [`Url::parse`].
    pub fn join(&self, location: &str) -> Result<Self, UrlError> {
        if location.contains("://") {
            Self::parse(location)
        } else if let Some(rest) = location.strip_prefix("//") {
            Self::parse(&format!("{}://{rest}", self.scheme.name()))
        } else if location.starts_with('/') {
            Self::parse(&format!("{}{location}", self.base()))
        } else {
            let folder = self
                .path()
                .rfind('/')
                .map_or("/", |end| &self.path()[..=end]);
            Self::parse(&format!("{}{folder}{location}", self.base()))
        }
    }
}

impl fmt::Display for Url {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rfind(':') {
        Some(colon) if !authority[colon..].contains(']') => {
            (&authority[..colon], Some(&authority[colon + 1..]))
        }
        _ => (authority, None),
    }
}

/// What stands between `://` and `@` may be a password.
fn without_user_information(text: &str) -> String {
    let start = text.find("://").map_or(0, |at| at + 3);
    let end = text[start..]
        .find(['/', '?', '#'])
        .map_or(text.len(), |at| start + at);
    match text[start..end].rfind('@') {
        Some(at) => format!("{}…{}", &text[..start], &text[start + at..]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> &'static str {
        Url::parse(text).expect_err(text).problem
    }

    #[test]
    fn what_a_url_library_would_drop_is_an_error() {
        assert_eq!(problem("login.example"), "has no `https://`");
        assert_eq!(problem("ftp://login.example"), "is neither https nor http");
        assert_eq!(problem("https://login.example/#a"), "has a fragment (`#`)");
        assert_eq!(problem("https:///path"), "names no host");
        assert_eq!(
            problem("https://login.example:x"),
            "has no number for a port"
        );
        assert_eq!(problem("https://login.example/a b"), "has a blank in it");
        assert_eq!(
            problem("https://bücher.example"),
            "has characters beyond ASCII"
        );
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = Url::parse("https://me:hunter2@login.example/x").unwrap_err();
        assert!(!error.to_string().contains("hunter2"), "{error}");
        assert!(
            error.to_string().contains("https://…@login.example/x"),
            "{error}"
        );
    }

    #[test]
    fn origins_ignore_letter_case_and_default_ports_only() {
        let origin = |text: &str| Url::parse(text).unwrap().origin();
        assert_eq!(
            origin("HTTPS://Login.Example:443/a"),
            "https://login.example"
        );
        assert_eq!(
            origin("https://login.example:8443"),
            "https://login.example:8443"
        );
        assert_ne!(
            origin("http://login.example"),
            origin("https://login.example")
        );
        assert_eq!(origin("http://[::1]:80?x"), "http://[::1]");
    }

    #[test]
    fn this_machine_is_known_by_its_plain_names_only() {
        let here = |text: &str| Url::parse(text).unwrap().names_this_machine();
        for text in [
            "http://localhost:1",
            "http://op.localhost",
            "http://127.8.9.1/",
            "http://[::1]:8080",
            "http://[::ffff:127.0.0.1]",
        ] {
            assert!(here(text), "{text}");
        }
        for text in [
            "http://0x7f.1",
            "http://2130706433",
            "http://localhost.example",
        ] {
            assert!(!here(text), "{text}");
        }
    }

    #[test]
    fn locations_are_joined() {
        let from = Url::parse("https://login.example/a/b?c").unwrap();
        let to = |location: &str| from.join(location).unwrap().to_string();
        assert_eq!(to("/x"), "https://login.example/x");
        assert_eq!(to("x"), "https://login.example/a/x");
        assert_eq!(to("//other.example/x"), "https://other.example/x");
        assert_eq!(to("http://login.example/x"), "http://login.example/x");
    }
}
