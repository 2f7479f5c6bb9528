//! What an API says of itself: protected resource metadata (RFC 9728 §2), as far as it bears on
//! tokens.

use super::{Binding, Fact, Situation};
use crate::token::Document;

/// The metadata of one protected resource. Signed members (`signed_metadata`) are not read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProtectedResource {
    /// Its name, which audiences are made from (`resource`).
    pub name: String,
    /// The issuers whose tokens it takes; `None` where it lists none.
    pub issuers: Option<Vec<String>>,
    /// How it takes bearer tokens (`header`, `body`, `query`); an empty list is "not at all".
    pub bearer_methods: Option<Vec<String>>,
    /// The scopes that it knows of.
    pub scopes: Option<Vec<String>>,
    /// Whether it demands tokens that are bound to a key, by DPoP or by a client certificate.
    pub demands_binding: bool,
}

impl ProtectedResource {
    /// Reads the document, and a member of another type as absent; `None` without a `resource`.
    pub fn read(document: &Document) -> Option<Self> {
        let list = |name: &str| {
            let values = document.strings(name).present()?;
            Some(values.into_iter().map(String::from).collect())
        };
        let is_true = |name: &str| {
            document
                .get(name)
                .is_some_and(|value| value.text() == "true")
        };
        Some(Self {
            name: document.str("resource")?.into_owned(),
            issuers: list("authorization_servers"),
            bearer_methods: list("bearer_methods_supported"),
            scopes: list("scopes_supported"),
            demands_binding: is_true("dpop_bound_access_tokens_required")
                || is_true("tls_client_certificate_bound_access_tokens"),
        })
    }
}

/// Where the facts come from, for people.
const FROM: &str = "the resource's metadata";

impl Situation {
    /// Takes the receiver for this resource: its name, its issuers and its demand hold where nothing
    /// else was stated.
    pub fn describe_receiver(&mut self, resource: ProtectedResource) {
        if self.receiver_ids.is_empty() {
            self.receiver_ids.push(resource.name.clone());
            self.inferred.insert("receiver.ids", FROM);
        }
        let issuers = resource.issuers.clone().unwrap_or_default();
        if self.receiver_issuers.is_empty() && !issuers.is_empty() {
            self.receiver_issuers = issuers;
            self.inferred.insert("receiver.issuers", FROM);
        }
        if self.binding == Fact::Unknown && resource.demands_binding {
            self.binding = Fact::Inferred(Binding::Required, FROM);
        }
        self.resource = Some(resource);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resource() -> ProtectedResource {
        let (document, broken) = Document::parse(
            r#"{"resource":"https://api.example","authorization_servers":["https://idp.example"],
                "bearer_methods_supported":[],"scopes_supported":7,
                "dpop_bound_access_tokens_required":true}"#,
        );
        assert!(broken.is_none());
        ProtectedResource::read(&document).unwrap()
    }

    #[test]
    fn an_empty_list_is_not_an_absent_one() {
        let resource = resource();
        assert_eq!(resource.bearer_methods, Some(Vec::new()));
        assert_eq!(resource.scopes, None);
        assert!(resource.demands_binding);
        let (nameless, _) = Document::parse(r#"{"authorization_servers":["https://idp.example"]}"#);
        assert_eq!(ProtectedResource::read(&nameless), None);
    }

    #[test]
    fn it_says_what_nobody_stated() {
        let mut situation = Situation::default();
        situation.describe_receiver(resource());
        assert_eq!(situation.receiver_ids, ["https://api.example"]);
        assert_eq!(situation.receiver_issuers, ["https://idp.example"]);
        assert!(matches!(
            situation.binding,
            Fact::Inferred(Binding::Required, _)
        ));
    }

    #[test]
    fn what_was_stated_stands() {
        let stated = Situation {
            receiver_ids: vec!["orders".to_owned()],
            receiver_issuers: vec!["https://other.example".to_owned()],
            binding: Fact::Stated(Binding::NotNeeded),
            ..Situation::default()
        };
        let mut situation = stated.clone();
        situation.describe_receiver(resource());
        assert!(situation.resource.take().is_some());
        assert_eq!(situation, stated);
    }
}
