//! Whose software issued a token, and what its maker says about it: the provider's own fix for a
//! finding that names no provider.
//!
//! The facts stand in one table, [`VENDORS`], each vendor with its source and the date on which it was
//! seen. They are habits of products and no standard, and they grow old: a vendor explains a finding,
//! it never makes or unmakes one.

mod table;

pub use table::VENDORS;

use std::borrow::Cow;

use crate::{
    situation::Role,
    token::{Document, Token},
};

/// A product or service that issues tokens.
#[derive(Debug)]
pub struct Vendor {
    /// The word by which one asks for it, such as `entra-v2`.
    pub key: &'static str,
    /// Its name in a sentence.
    pub name: &'static str,
    /// What its issuer looks like, for people.
    pub issuer: &'static str,
    /// How its tokens are recognised: any of these; none for a product that only receives.
    marks: &'static [Mark],
    /// What is peculiar about its tokens, a sentence each.
    pub peculiar: &'static [&'static str],
    /// What to do at this vendor about a finding.
    pub remedies: &'static [Remedy],
    /// Where the vendor says so.
    pub source: &'static str,
    /// When it was read there, `YYYY-MM-DD`.
    pub seen: &'static str,
}

/// A vendor's own fix.
#[derive(Debug)]
pub struct Remedy {
    /// Names of the rules whose findings it fixes.
    pub rules: &'static [&'static str],
    /// What to do, in its own words for things.
    pub advice: &'static str,
}

/// A sign by which a vendor's token is known.
#[derive(Debug)]
enum Mark {
    /// The issuer is this string.
    Issuer(&'static str),
    /// The issuer begins like this.
    IssuerBegins(&'static str),
    /// The issuer's path holds this.
    Path(&'static str),
    /// The issuer's host begins and ends like this.
    Host(&'static str, &'static str),
    /// A label of the issuer's host is, or begins with, the name of the product.
    Label(&'static str),
    /// The claims have all of these members.
    Claims(&'static [&'static str]),
    /// A claim has this value, and these members are there too.
    Claim(&'static str, &'static str, &'static [&'static str]),
    /// A claim begins like this.
    ClaimBegins(&'static str, &'static str),
    /// The name of a claim begins like this.
    NameBegins(&'static str),
    /// A header member begins like this.
    HeaderBegins(&'static str, &'static str),
}

impl Vendor {
    /// Whether an issuer, a header or claims bear one of its marks.
    fn is_seen(
        &self,
        issuer: &Issuer<'_>,
        header: Option<&Document>,
        claims: Option<&Document>,
    ) -> bool {
        let mut marks = self.marks.iter();
        marks.any(|mark| mark.is_seen(issuer, header, claims))
    }

    /// Whether a token bears one of its marks.
    pub fn is_on(&self, token: &Token) -> bool {
        let issuer = issuer_of(token).unwrap_or_default();
        self.is_seen(&Issuer::of(&issuer), token.header(), token.claims())
    }

    /// The vendor's own fix for a finding of this rule.
    pub fn remedy(&self, rule: &str) -> Option<&'static str> {
        self.remedies
            .iter()
            .find(|remedy| remedy.rules.contains(&rule))
            .map(|remedy| remedy.advice)
    }
}

/// The vendor of that key or name, letter case aside.
pub fn find(word: &str) -> Option<&'static Vendor> {
    VENDORS.iter().find(|vendor| {
        vendor.key.eq_ignore_ascii_case(word) || vendor.name.eq_ignore_ascii_case(word)
    })
}

/// The vendor behind an issuer and, where the issuer is the operator's own name, behind claims that
/// only this product combines.
pub fn of_issuer(issuer: &str, claims: Option<&Document>) -> Option<&'static Vendor> {
    first(Some(issuer), None, claims)
}

/// Whether an issuer is one of these vendors', given by their keys.
pub fn is_issuer_of(keys: &[&str], issuer: &str) -> bool {
    let issuer = Issuer::of(issuer);
    VENDORS
        .iter()
        .any(|vendor| keys.contains(&vendor.key) && vendor.is_seen(&issuer, None, None))
}

/// Whether a token bears a mark of one of these vendors, whoever else's it may bear.
pub fn is_token_of(keys: &[&str], token: &Token) -> bool {
    VENDORS
        .iter()
        .any(|vendor| keys.contains(&vendor.key) && vendor.is_on(token))
}

/// The product that a receiver of this role is, if only one plays that role.
pub fn of_receiver(role: Role) -> Option<&'static Vendor> {
    match role {
        Role::KubernetesApi => find("kubernetes-api"),
        _ => None,
    }
}

/// The vendor of a token, by its issuer, its claims and its header.
pub fn of_token(token: &Token) -> Option<&'static Vendor> {
    first(issuer_of(token).as_deref(), token.header(), token.claims())
}

/// `iss` of the claims; an encrypted token may repeat it in the header (RFC 7519 §5.3).
fn issuer_of(token: &Token) -> Option<Cow<'_, str>> {
    let parts = [token.claims(), token.header()];
    parts.into_iter().flatten().find_map(|part| part.str("iss"))
}

fn first(
    issuer: Option<&str>,
    header: Option<&Document>,
    claims: Option<&Document>,
) -> Option<&'static Vendor> {
    let issuer = Issuer::of(issuer.unwrap_or_default());
    VENDORS
        .iter()
        .find(|vendor| vendor.is_seen(&issuer, header, claims))
}

/// Whether a text begins so. The last byte is looked at first: issuers agree in their beginnings,
/// and dozens of marks are compared with each token.
fn begins_with(text: &str, start: &str) -> bool {
    let last = start.len().wrapping_sub(1);
    text.as_bytes().get(last) == start.as_bytes().last() && text.starts_with(start)
        || start.is_empty()
}

/// An issuer taken apart once for all marks.
struct Issuer<'a> {
    text: &'a str,
    host: &'a str,
    /// From the first slash on; empty where nothing is before it.
    path: &'a str,
}

impl<'a> Issuer<'a> {
    fn of(text: &'a str) -> Self {
        let rest = text.strip_prefix("https://");
        let rest = rest.or_else(|| text.strip_prefix("http://"));
        let host = rest.unwrap_or(text);
        let host = &host[..host.find(['/', ':']).unwrap_or(host.len())];
        let scheme = memchr::memmem::find(text.as_bytes(), b"://");
        let rest = scheme.map_or("", |at| &text[at + 3..]);
        Self {
            text,
            host,
            path: rest.find('/').map_or("", |slash| &rest[slash..]),
        }
    }
}

impl Mark {
    fn is_seen(
        &self,
        issuer: &Issuer<'_>,
        header: Option<&Document>,
        claims: Option<&Document>,
    ) -> bool {
        let has =
            |names: &[&str]| claims.is_some_and(|claims| names.iter().all(|name| claims.has(name)));
        let begins = |part: Option<&Document>, name: &str, start: &str| {
            part.and_then(|part| part.str(name))
                .is_some_and(|text| text.starts_with(start))
        };
        match *self {
            Self::Issuer(wanted) => issuer.text == wanted,
            Self::IssuerBegins(start) => begins_with(issuer.text, start),
            // Most issuers have no path or a short one, and a search is worth its preparation only then.
            Self::Path(part) => issuer.path.len() >= part.len() && issuer.path.contains(part),
            Self::Host(start, end) => {
                begins_with(issuer.host, start) && issuer.host[start.len()..].ends_with(end)
            }
            Self::Label(name) => issuer.host.split('.').any(|label| begins_with(label, name)),
            Self::Claims(names) => has(names),
            Self::Claim(name, value, others) => {
                let is_value = claims
                    .and_then(|claims| claims.str(name))
                    .is_some_and(|text| text == value);
                is_value && has(others)
            }
            Self::ClaimBegins(name, start) => begins(claims, name, start),
            Self::NameBegins(start) => claims.is_some_and(|claims| {
                let mut names = claims.quoted_members().map(|(quoted, _)| &quoted[1..]);
                names.any(|name| name.starts_with(start))
            }),
            Self::HeaderBegins(name, start) => begins(header, name, start),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn key(issuer: &str, claims: &str) -> Option<&'static str> {
        let (claims, _) = Document::parse(claims);
        of_issuer(issuer, Some(&claims)).map(|vendor| vendor.key)
    }

    #[test]
    fn issuers_are_recognised_and_neighbours_are_not() {
        assert_eq!(
            key("https://sso.example/realms/main", "{}"),
            Some("keycloak")
        );
        assert_eq!(key("https://sso.example/realms", "{}"), None);
        assert_eq!(key("https://sso.example/?x=realms", "{}"), None);
        assert_eq!(key("https://tenant.eu.auth0.com/", "{}"), Some("auth0"));
        assert_eq!(key("https://auth0.com.evil.example/", "{}"), None);
        assert_eq!(key("https://notauth0.com/", "{}"), None);
        let pool = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_example";
        assert_eq!(key(pool, "{}"), Some("cognito"));
        assert_eq!(key("https://cognito-idp.evil.example/", "{}"), None);
        assert_eq!(key("accounts.google.com", "{}"), Some("google"));
        assert_eq!(key("https://accounts.google.com.example", "{}"), None);
        let entra = "https://login.microsoftonline.com/t/v2.0";
        assert_eq!(key(entra, "{}"), Some("entra-v2"));
        assert_eq!(key("https://sts.windows.net/t/", "{}"), Some("entra-v1"));
    }

    #[test]
    fn a_product_under_its_operators_name_is_known_by_its_claims() {
        let issuer = "https://id.example";
        assert_eq!(key(issuer, "{}"), None);
        let service_account = r#"{"sub":"system:serviceaccount:default:web"}"#;
        assert_eq!(key(issuer, service_account), Some("kubernetes"));
        let duende = r#"{"idp":"local","auth_time":1,"amr":["pwd"]}"#;
        assert_eq!(key(issuer, duende), Some("duende"));
        assert_eq!(key(issuer, r#"{"idp":"local"}"#), None);
    }

    #[test]
    fn every_vendor_says_where_and_when_it_was_seen() {
        let mut keys = HashSet::new();
        for vendor in VENDORS {
            assert!(keys.insert(vendor.key), "{} twice", vendor.key);
            assert!(vendor.source.starts_with("https://"), "{}", vendor.key);
            assert_eq!(vendor.seen.len(), 10, "{}", vendor.key);
            assert!(!vendor.peculiar.is_empty(), "{}", vendor.key);
            assert!(!vendor.remedies.is_empty(), "{}", vendor.key);
            for text in vendor
                .peculiar
                .iter()
                .copied()
                .chain(vendor.remedies.iter().map(|remedy| remedy.advice))
            {
                assert!(text.ends_with('.') && !text.contains("  "), "{text}");
            }
            let mut rules = HashSet::new();
            for rule in vendor.remedies.iter().flat_map(|remedy| remedy.rules) {
                assert!(rules.insert(rule), "{}: {rule} twice", vendor.key);
            }
            assert_eq!(find(vendor.name).map(|found| found.key), Some(vendor.key));
        }
    }
}
