//! Facts that follow from what was read. What was stated stands; what nothing shows stays unknown.

use std::borrow::Cow;

use super::{Channel, Fact, Role, Situation, Transport};
use crate::{
    input::{Connection, Request, Slot},
    provider::{ChosenBy, Provider},
};

/// What stood around a token.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// The field or header it was in.
    pub slot: Option<&'a Slot>,
    /// The place inside the input, such as `query/token`.
    pub pointer: &'a str,
    /// How the URL that held it is reached.
    pub connection: Option<Connection>,
    /// The request that it belongs to.
    pub request: &'a Request,
    /// The issuer's side.
    pub provider: Option<&'a Provider>,
}

impl Situation {
    /// The same situation with the facts that follow from what was seen, if any does.
    pub fn with(&self, seen: &Seen<'_>) -> Cow<'_, Self> {
        let mut situation = Cow::Borrowed(self);
        if let Some(inferred) = unless_known(&self.role, || role(seen)) {
            situation.to_mut().role = inferred;
        }
        if let Some(inferred) = unless_known(&self.transport, || transport(seen)) {
            situation.to_mut().transport = inferred;
        }
        if let Some(inferred) = unless_known(&self.channel, || seen.connection.map(channel)) {
            situation.to_mut().channel = inferred;
        }
        if let (true, Some(issuer)) = (
            self.receiver_issuers.is_empty(),
            trusted_issuer(seen.provider),
        ) {
            situation.to_mut().trust(issuer);
        }
        if let (true, Some(client)) = (self.client_ids.is_empty(), &seen.request.client_id) {
            let situation = situation.to_mut();
            situation.client_ids.push(client.clone());
            situation
                .inferred
                .insert("client.ids", "the `client_id` seen");
        }
        if let Cow::Owned(situation) = &mut situation {
            situation.complete();
        }
        situation
    }
}

/// The fact as it is inferred, where it was not known.
fn unless_known<T>(
    fact: &Fact<T>,
    infer: impl FnOnce() -> Option<(T, &'static str)>,
) -> Option<Fact<T>> {
    if fact.known().is_some() {
        return None;
    }
    infer().map(|(value, from)| Fact::Inferred(value, from))
}

/// The issuer of a provider that the user chose; one that the token chose is trusted by nobody.
fn trusted_issuer(provider: Option<&Provider>) -> Option<&str> {
    let provider = provider.filter(|provider| provider.chosen_by == ChosenBy::User)?;
    provider.issuer.as_deref()
}

fn role(seen: &Seen<'_>) -> Option<(Role, &'static str)> {
    let request = seen.request;
    by_grant(request)
        .or_else(|| by_parameters(request))
        .or_else(|| by_address(request, seen.provider?))
        .or_else(|| by_headers(request))
}

/// Grants that RFC 6749 §4, RFC 7523 §2.1 and others define go to a token endpoint; that of RFC
/// 8693 asks for an exchange.
fn by_grant(request: &Request) -> Option<(Role, &'static str)> {
    let role = match request.grant_type.as_deref()? {
        "urn:ietf:params:oauth:grant-type:token-exchange" => Role::TokenExchange,
        _ => Role::AuthorizationServer,
    };
    Some((role, "the `grant_type` seen"))
}

fn by_parameters(request: &Request) -> Option<(Role, &'static str)> {
    if request.action.as_deref() == Some("AssumeRoleWithWebIdentity") {
        return Some((Role::WorkloadFederation, "the `Action` seen"));
    }
    if request.has_parameter("logout_token") {
        return Some((Role::LogoutEndpoint, "the parameter `logout_token` seen"));
    }
    // The button of Google posts both to the page of the client.
    (request.has_parameter("credential") && request.has_parameter("g_csrf_token")).then_some((
        Role::SessionEndpoint,
        "the parameters `credential` and `g_csrf_token` seen",
    ))
}

/// The endpoint of the provider that a URL names.
fn by_address(request: &Request, provider: &Provider) -> Option<(Role, &'static str)> {
    let url = request.url.as_deref()?;
    let metadata = provider.metadata.as_ref()?;
    [
        (
            "userinfo_endpoint",
            Role::Userinfo,
            "the URL seen is the `userinfo_endpoint`",
        ),
        (
            "introspection_endpoint",
            Role::Introspection,
            "the URL seen is the `introspection_endpoint`",
        ),
        (
            "token_endpoint",
            Role::AuthorizationServer,
            "the URL seen is the `token_endpoint`",
        ),
    ]
    .into_iter()
    .find(|(member, ..)| metadata.str(member).is_some_and(|known| known == url))
    .map(|(_, role, from)| (role, from))
}

/// Google Identity-Aware Proxy, the AWS load balancer, Cloudflare Access, Azure App Service and
/// oauth2-proxy put such headers before the service that they guard.
fn by_headers(request: &Request) -> Option<(Role, &'static str)> {
    let is_of_gateway = |name: &String| {
        matches!(
            name.as_str(),
            "x-goog-iap-jwt-assertion" | "cf-access-jwt-assertion" | "x-forwarded-access-token"
        ) || ["x-amzn-oidc-", "x-ms-token-aad-", "x-auth-request-"]
            .iter()
            .any(|prefix| name.starts_with(prefix))
    };
    let seen = request.headers.iter().any(is_of_gateway);
    seen.then_some((Role::ResourceServer, "the gateway's header seen"))
}

fn transport(seen: &Seen<'_>) -> Option<(Transport, &'static str)> {
    let is_websocket = || {
        let url = seen.request.url.as_deref().unwrap_or_default();
        let scheme = url.split("://").next().unwrap_or_default();
        ["ws", "wss"]
            .iter()
            .any(|ws| scheme.eq_ignore_ascii_case(ws))
    };
    match seen.slot {
        Some(Slot::AuthorizationBearer) => {
            return Some((Transport::BearerHeader, "the header seen"));
        }
        Some(Slot::AuthorizationDpop) => return Some((Transport::DpopHeader, "the header seen")),
        Some(Slot::Header(name)) if !name.eq_ignore_ascii_case("authorization") => {
            return Some((Transport::CustomHeader, "the header seen"));
        }
        _ => {}
    }
    let (part, _) = seen.pointer.split_once('/')?;
    match part {
        "query" if is_websocket() => Some((Transport::WebsocketQuery, "the URL seen")),
        "query" => Some((Transport::Query, "the URL seen")),
        "fragment" => Some((Transport::Fragment, "the URL seen")),
        "cookie" => Some((Transport::Cookie, "the cookie seen")),
        // One name and value alone can as well be a variable of a shell.
        "form" if seen.request.parameters.len() > 1 || seen.slot == Some(&Slot::LogoutToken) => {
            Some((Transport::FormBody, "the form seen"))
        }
        _ => None,
    }
}

fn channel(connection: Connection) -> (Channel, &'static str) {
    let channel = match connection {
        Connection::Tls => Channel::Https,
        Connection::Loopback => Channel::HttpLoopback,
        Connection::Cleartext => Channel::Http,
    };
    (channel, "the URL seen")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        input::{Sighting, sightings},
        situation::{ClientType, Known},
        token::Document,
    };

    const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.";

    /// What is inferred for each token of a text, `@` in which stands for a token.
    fn inferred(text: &str, stated: &Situation, provider: Option<&Provider>) -> Vec<Situation> {
        let set = sightings(text.replace('@', TOKEN).as_bytes(), "test").unwrap();
        let of = |sighting: &Sighting| {
            stated.with(&Seen {
                slot: sighting.slot.as_ref(),
                pointer: sighting.place.pointer.as_deref().unwrap_or_default(),
                connection: set.connection,
                request: &set.request,
                provider,
            })
        };
        set.sightings
            .iter()
            .map(|sighting| of(sighting).into_owned())
            .collect()
    }

    #[track_caller]
    fn assert_role(text: &str, expected: Option<Role>) {
        for situation in inferred(text, &Situation::default(), None) {
            assert_eq!(situation.role.known().copied(), expected, "{text}");
            assert!(!matches!(situation.role, Fact::Stated(_)));
        }
    }

    #[test]
    fn requests_show_who_receives_them() {
        for (text, role) in [
            (
                "grant_type=authorization_code&client_assertion=@",
                Role::AuthorizationServer,
            ),
            (
                "grant_type=refresh_token&refresh_token=@",
                Role::AuthorizationServer,
            ),
            (
                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=@",
                Role::AuthorizationServer,
            ),
            (
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=@",
                Role::TokenExchange,
            ),
            ("logout_token=@", Role::LogoutEndpoint),
            ("credential=@&g_csrf_token=abc", Role::SessionEndpoint),
            (
                "Action=AssumeRoleWithWebIdentity&WebIdentityToken=@",
                Role::WorkloadFederation,
            ),
            (
                "https://sts.eu-west-1.amazonaws.com/?Action=AssumeRoleWithWebIdentity&WebIdentityToken=@",
                Role::WorkloadFederation,
            ),
            ("X-Goog-IAP-JWT-Assertion: @", Role::ResourceServer),
            (
                "Host: a\nX-Amzn-Oidc-Identity: 1\nX-Amzn-Oidc-Accesstoken: 0123456789abcdef",
                Role::ResourceServer,
            ),
            ("cf-access-jwt-assertion: @", Role::ResourceServer),
            ("X-MS-TOKEN-AAD-ID-TOKEN: @", Role::ResourceServer),
            (
                "X-Auth-Request-User: me\nAuthorization: Bearer @",
                Role::ResourceServer,
            ),
            ("X-Forwarded-Access-Token: @", Role::ResourceServer),
        ] {
            assert_role(text, Some(role));
        }
    }

    #[test]
    fn what_shows_nothing_leaves_the_role_unknown() {
        for text in [
            "@",
            "Authorization: Bearer @",
            "credential=@",
            "id_token=@&state=1",
            "https://app.example/cb#id_token=@&grant_type=refresh_token",
            "Action=Other&token=@",
            "X-Id-Token: @",
            "Cookie: session=@",
            r#"{"access_token":"@","grant_type":"refresh_token"}"#,
        ] {
            assert_role(text, None);
        }
    }

    #[test]
    fn the_address_of_an_endpoint_shows_its_role() {
        let metadata = r#"{"issuer":"https://idp.example","token_endpoint":"https://idp.example/token",
            "userinfo_endpoint":"https://idp.example/me","introspection_endpoint":"https://idp.example/check"}"#;
        let provider = Provider {
            metadata: Some(Document::parse(metadata).0),
            ..Provider::default()
        };
        for (path, expected) in [
            ("me", Some(Role::Userinfo)),
            ("check", Some(Role::Introspection)),
            ("token", Some(Role::AuthorizationServer)),
            ("token/", None),
            ("other", None),
        ] {
            let text = format!("https://idp.example/{path}?access_token=@");
            let situation = &inferred(&text, &Situation::default(), Some(&provider))[0];
            assert_eq!(situation.role.known().copied(), expected, "{path}");
            let unknown = &inferred(&text, &Situation::default(), None)[0];
            assert_eq!(unknown.role, Fact::Unknown);
        }
    }

    #[test]
    fn the_place_shows_how_a_token_travels() {
        for (text, expected) in [
            ("Authorization: Bearer @", Some(Transport::BearerHeader)),
            ("Authorization: DPoP @", Some(Transport::DpopHeader)),
            ("X-Id-Token: @", Some(Transport::CustomHeader)),
            ("Cookie: theme=dark; session=@", Some(Transport::Cookie)),
            ("https://a.example/?token=@", Some(Transport::Query)),
            ("wss://a.example/?token=@", Some(Transport::WebsocketQuery)),
            ("https://a.example/#token=@", Some(Transport::Fragment)),
            ("id_token=@&state=1", Some(Transport::FormBody)),
            ("logout_token=@", Some(Transport::FormBody)),
            ("ID_TOKEN=@", None),
            ("@", None),
            (r#"{"id_token":"@"}"#, None),
        ] {
            let situation = &inferred(text, &Situation::default(), None)[0];
            assert_eq!(situation.transport.known().copied(), expected, "{text}");
        }
    }

    #[test]
    fn what_was_stated_stands() {
        let mut stated = Situation::default();
        for (name, value) in [
            ("receiver.role", "gateway"),
            ("transport", "mtls"),
            ("channel", "mesh-mtls"),
            ("client.ids", "mine"),
            ("receiver.issuers", "https://mine.example"),
            ("client.type", "public"),
        ] {
            stated.state(name, value).unwrap();
        }
        let provider = Provider {
            issuer: Some("https://idp.example".to_owned()),
            ..Provider::default()
        };
        let text = "wss://a.example/?grant_type=refresh_token&client_id=theirs&refresh_token=@";
        let situation = &inferred(text, &stated, Some(&provider))[0];
        assert_eq!(situation, &stated);
        assert!(situation.client_type.is(&ClientType::Public));
    }

    #[test]
    fn client_and_issuer_are_taken_from_request_and_provider() {
        let mut provider = Provider {
            issuer: Some("https://idp.example".to_owned()),
            ..Provider::default()
        };
        let text = "grant_type=refresh_token&client_id=web%20app&refresh_token=@";
        let situation = &inferred(text, &Situation::default(), Some(&provider))[0];
        let inferred_facts: Vec<(&str, String, &str)> = situation
            .facts()
            .into_iter()
            .filter_map(|fact| match fact.known {
                Known::Inferred(from) => Some((fact.name, fact.value.to_string(), from)),
                _ => None,
            })
            .filter(|(name, ..)| name.ends_with("ids") || name.ends_with("issuers"))
            .collect();
        assert_eq!(
            inferred_facts,
            [
                (
                    "receiver.issuers",
                    "https://idp.example".to_owned(),
                    "the provider given"
                ),
                ("client.ids", "web app".to_owned(), "the `client_id` seen"),
            ]
        );
        provider.chosen_by = ChosenBy::Token;
        let situation = &inferred(text, &Situation::default(), Some(&provider))[0];
        assert!(situation.receiver_issuers.is_empty());
    }
}
