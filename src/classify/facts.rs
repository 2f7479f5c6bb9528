//! What the rows of the evidence table look at.

use std::borrow::Cow;

use super::{Context, Profile, evidence::Sight};
use crate::{
    input::Slot,
    provider::vendors,
    token::{
        Body, Document, Encrypted, Fault, JsonKind, NumericDate, Opaque, Part, Token, Value,
        short_media_type,
    },
};

/// One token as the evidence table sees it.
pub(super) struct Facts<'a> {
    token: &'a Token,
    /// The members of the header.
    pub(super) header: Members<'a>,
    /// The claims.
    pub(super) claims: Members<'a>,
    /// `iss`, empty where there is none.
    pub(super) issuer: Cow<'a, str>,
    /// `aud`, empty where there is none.
    pub(super) audience: Vec<Cow<'a, str>>,
    /// What is known beside the token.
    pub(super) context: Context<'a>,
    typ: Option<(Cow<'a, str>, &'static str)>,
    is_whole: bool,
}

impl<'a> Facts<'a> {
    /// Reads a token.
    pub(super) fn of(token: &'a Token, context: Context<'a>) -> Self {
        let header = Members(token.header());
        let claims = Members(token.claims());
        let audience = match token.claims() {
            Some(document) if claims.has("aud") => document.audience(),
            _ => Vec::new(),
        };
        Self {
            issuer: claims.text("iss").unwrap_or_default(),
            typ: media_type(token, &header),
            is_whole: is_whole(token),
            token,
            header,
            claims,
            audience,
            context,
        }
    }

    /// The column of the table that holds for access tokens: those of `typ` `at+jwt` have their own.
    pub(super) fn profile(&self) -> Profile {
        if self.is_typed(&["at+jwt"]) {
            Profile::Rfc9068
        } else {
            Profile::DeFacto
        }
    }

    /// The media type that the header names, without `application/`, as it was written.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.typ.as_ref().map(|(name, _)| name.as_ref())
    }

    /// Where the media type stands.
    pub(super) fn media_type_pointer(&self) -> &'static str {
        self.typ.as_ref().map_or("header/typ", |(_, at)| at)
    }

    /// Whether the media type is one of these (given in lower case).
    pub(super) fn is_typed(&self, names: &[&str]) -> bool {
        self.media_type()
            .is_some_and(|typ| names.iter().any(|name| typ.eq_ignore_ascii_case(name)))
    }

    /// A sight if the media type is one of these.
    pub(super) fn typed(&self, names: &[&str]) -> Option<Sight> {
        self.is_typed(names)
            .then(|| Sight::at(self.media_type_pointer()))
    }

    /// Whether nothing but `JWT` or no type at all is said.
    pub(super) fn is_untyped(&self) -> bool {
        self.media_type()
            .is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"))
    }

    /// Whether there is such a claim, and not `null`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.claims.has(name)
    }

    /// Whether all of these claims are there.
    pub(super) fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.has(name))
    }

    /// Whether any of these claims is there.
    pub(super) fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has(name))
    }

    /// How many of these claims are there.
    pub(super) fn count(&self, names: &[&str]) -> usize {
        names.iter().filter(|name| self.has(name)).count()
    }

    /// Whether the claim is missing for sure: nothing is said of a payload that broke off, nor of
    /// one that cannot be read.
    pub(super) fn lacks(&self, name: &str) -> bool {
        self.is_whole && !self.has(name)
    }

    /// Whether the issuer is one of these vendors'.
    pub(super) fn is_issued_by(&self, vendors: &[&str]) -> bool {
        vendors::is_issuer_of(vendors, &self.issuer)
    }

    /// Whether issuer, header or claims bear the mark of one of these vendors.
    pub(super) fn looks_like(&self, vendors: &[&str]) -> bool {
        vendors::is_token_of(vendors, self.token)
    }

    /// A sight at `payload/NAME` if there is such a claim.
    pub(super) fn sees(&self, pointer: &'static str) -> Option<Sight> {
        self.has(pointer.strip_prefix("payload/")?)
            .then(|| Sight::at(pointer))
    }

    /// A sight at the first of these claims that is there.
    pub(super) fn sees_any(&self, pointers: &[&'static str]) -> Option<Sight> {
        pointers.iter().find_map(|pointer| self.sees(pointer))
    }

    /// A claim that is a string.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.claims.text(name)
    }

    /// Whether a claim is this string.
    pub(super) fn is_text(&self, name: &str, value: &str) -> bool {
        self.text(name).is_some_and(|text| text == value)
    }

    /// Whether a claim is a string that begins so.
    pub(super) fn begins(&self, name: &str, prefix: &str) -> bool {
        self.text(name).is_some_and(|text| text.starts_with(prefix))
    }

    /// A claim that is a JSON object.
    pub(super) fn object(&self, name: &str) -> Option<Value<'a>> {
        self.claims
            .get(name)
            .filter(|value| value.kind() == JsonKind::Object)
    }

    /// Whether a claim is an object with one of these members.
    pub(super) fn object_has(&self, name: &str, members: &[&str]) -> bool {
        self.object(name)
            .and_then(|object| object.members())
            .is_some_and(|found| {
                found
                    .iter()
                    .any(|(name, _)| members.contains(&name.as_ref()))
            })
    }

    /// `exp` − `iat` in seconds.
    pub(super) fn life(&self) -> Option<i64> {
        let date = |name| NumericDate::parse(self.claims.get(name)?.text());
        Some(date("exp")?.since(date("iat")?))
    }

    /// The first audience that looks like a resource (RFC 8707 §2): a URL that is neither the
    /// issuer's own nor known to be a client id.
    pub(super) fn resource(&self) -> Option<&str> {
        let is_url = |text: &str| {
            ["https://", "http://", "api://"]
                .iter()
                .any(|scheme| text.starts_with(scheme))
        };
        let issuer = self.issuer.trim_end_matches('/');
        self.audience.iter().map(Cow::as_ref).find(|&audience| {
            is_url(audience) && !is_below(audience, issuer) && !self.is_known_client(audience)
        })
    }

    /// Whether the user named this client id, and not as the name of an API.
    pub(super) fn is_known_client(&self, id: &str) -> bool {
        let situation = self.context.situation;
        let named = |list: &[String]| list.iter().any(|known| known == id);
        (named(&situation.client_ids) || named(&situation.receiver_clients))
            && !named(&situation.receiver_ids)
    }

    /// Whether `scope` or `scp` says what the token permits.
    pub(super) fn has_scope(&self) -> bool {
        self.has("scope") || self.has("scp")
    }

    /// The field or header that the token was taken from.
    pub(super) fn slot(&self) -> Option<&'a Slot> {
        self.context.slot
    }

    /// The token as a string that is no JOSE object.
    pub(super) fn opaque(&self) -> Option<&'a Opaque> {
        match self.token.body() {
            Body::Opaque(opaque) => Some(opaque),
            _ => None,
        }
    }

    /// The token as a JWE.
    pub(super) fn encrypted(&self) -> Option<&'a Encrypted> {
        match self.token.body() {
            Body::Encrypted(encrypted) => Some(encrypted),
            _ => None,
        }
    }

    /// Whether it is written as an SD-JWT, with its `~`.
    pub(super) fn is_selective(&self) -> bool {
        matches!(self.token.body(), Body::SelectiveDisclosure(_))
    }

    /// The claims as JSON text, if there are arrays or objects among them.
    pub(super) fn nested_text(&self) -> &'a str {
        let claims = self.token.claims().filter(|claims| claims.nests());
        claims.map_or("", Document::text)
    }
}

/// Whether a URL is the issuer's, or of a path below it.
fn is_below(url: &str, issuer: &str) -> bool {
    !issuer.is_empty()
        && url
            .strip_prefix(issuer)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `typ`; of a JWE without a telling one `cty`, which then names the type of the token inside.
fn media_type<'a>(token: &Token, header: &Members<'a>) -> Option<(Cow<'a, str>, &'static str)> {
    let typ = header
        .text("typ")
        .map(|typ| (without_prefix(typ), "header/typ"));
    if !matches!(token.body(), Body::Encrypted(_)) {
        return typ;
    }
    typ.filter(|(name, _)| !name.eq_ignore_ascii_case("JWT"))
        .or_else(|| Some((without_prefix(header.text("cty")?), "header/cty")))
}

/// The short media type, borrowed where the text is.
fn without_prefix(typ: Cow<'_, str>) -> Cow<'_, str> {
    match typ {
        Cow::Borrowed(text) => Cow::Borrowed(short_media_type(text)),
        Cow::Owned(text) => Cow::Owned(short_media_type(&text).to_owned()),
    }
}

/// Whether all claims could be read, so that what is not there is missing.
fn is_whole(token: &Token) -> bool {
    let broke_off = token
        .damage()
        .iter()
        .any(|damage| damage.part == Part::Payload && matches!(damage.fault, Fault::Json(_)));
    token.signed().is_some() && token.claims().is_some() && !broke_off
}

/// The members of one JSON object, or of none.
#[derive(Clone, Copy)]
pub(super) struct Members<'a>(Option<&'a Document>);

impl<'a> Members<'a> {
    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none_or(Document::is_empty)
    }

    /// The names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'a, str>> {
        self.0
            .into_iter()
            .flat_map(Document::members)
            .map(|(name, _)| name)
    }

    /// A member that is not `null`; of several the last, as [`Document::get`] has it.
    #[inline]
    pub(super) fn get(&self, name: &str) -> Option<Value<'a>> {
        self.0?.present(name)
    }

    /// Whether there is such a member, and not `null`.
    #[inline]
    pub(super) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A member that is a string.
    pub(super) fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name)?.string()
    }

    /// Whether a member is this string.
    pub(super) fn is_text(&self, name: &str, value: &str) -> bool {
        self.text(name).is_some_and(|text| text == value)
    }
}
