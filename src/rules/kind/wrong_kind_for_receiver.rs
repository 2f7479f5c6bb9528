//! `wrong-kind-for-receiver`

use super::article;
use crate::{
    classify::Kind,
    input::{Origin, Slot},
    rules::{
        Applies, Case, Check, Confidence, Doc, Family, Finding, Needs, Outcome, Passage, Rule,
        Severity, Threat,
        example::{Example, Sample, jwt},
        spec::{Spec, section},
    },
    situation::{FactName, Role, Transport},
};

pub(crate) static RULE: Rule = Rule {
    name: "wrong-kind-for-receiver",
    family: Family::Kind,
    severity: Severity::Error,
    confidence: Confidence::High,
    needs: &[Needs::Token, Needs::Situation, Needs::Request],
    applies: Applies::Except(&[Kind::IdToken, Kind::AccessToken]),
    // A kind that belongs elsewhere is for somebody elsewhere.
    silences: &["audience-mismatch"],
    doc: Doc {
        checks: "The token is of a kind that this receiver never takes as a credential: logout and \
                 security event tokens, DPoP proofs, client assertions, request objects, answers \
                 and statements after `Authorization` or at an endpoint that is not theirs; a \
                 refresh token anywhere but at its issuer; an identity assertion grant anywhere \
                 but at a token endpoint.",
        why: "Such objects prove something else than the right to call, and many people can see \
              them. A receiver that takes one has no test that tells kinds apart. A refresh token \
              that goes astray is worse: it is the most valuable thing of the whole session.",
        threats: &[Threat::Confusion, Threat::Substitution, Threat::Leak],
        but: "ID tokens and access tokens are not in this table on purpose: whether one of them \
              fits depends on the situation, and other rules weigh it.",
        fix: "Send the kind of token that the endpoint documents, and let the endpoint refuse \
              every other by `typ`.",
    },
    article: &[Passage::Paragraph(2)],
    references: &[
        section(Spec::Rfc(8417), "4.1"),
        section(Spec::Rfc(8417), "4.2"),
        section(Spec::Rfc(8417), "4.3"),
        section(Spec::Rfc(9701), "8.1"),
        section(Spec::Rfc(9449), "4"),
        section(Spec::Rfc(7523), "2.2"),
        section(Spec::Rfc(6749), "1.5"),
        section(Spec::Rfc(6749), "10.4"),
        section(Spec::IdJag, ""),
    ],
    examples: &[
        Example::fires(
            "a logout token as a bearer credential",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
                ),
            ),
        )
        .with(&["--as", "logout-token"]),
        Example::fires(
            "a logout token sent to an API",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        )
        .with(&["--to", "resource-server", "--audience", "https://api.example"]),
        Example::fires(
            "a refresh token sent to an API",
            jwt(
                r#"{"alg":"HS512"}"#,
                r#"{"iss":"https://idp.example","sub":"1","typ":"Refresh","exp":1767312000}"#,
            ),
        )
        .with(&["--as", "refresh-token", "--to", "resource-server"]),
        Example::silent(
            "a refresh token sent to its issuer",
            jwt(
                r#"{"alg":"HS512"}"#,
                r#"{"iss":"https://idp.example","sub":"1","typ":"Refresh","exp":1767312000}"#,
            ),
        )
        .with(&["--as", "refresh-token", "--to", "authorization-server"]),
        Example::silent(
            "a logout token at the endpoint that is made for it",
            jwt(
                r#"{"alg":"RS256","typ":"logout+jwt"}"#,
                r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","iat":1767225600,"exp":1767225720,"jti":"1","events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            ),
        )
        .with(&["--as", "logout-token", "--to", "logout-endpoint"]),
        Example::silent(
            "an access token at an API",
            Sample::Authorization(
                "Bearer",
                &jwt(
                    r#"{"alg":"RS256","typ":"at+jwt"}"#,
                    r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","exp":1767229200,"client_id":"web-app"}"#,
                ),
            ),
        )
        .with(&["--as", "access-token", "--to", "resource-server"]),
    ],
    check: Check::Token(check),
};

fn check(case: &Case<'_>) -> Outcome {
    let kind = case.likely_kind();
    let Some(place) = PLACES.iter().find(|place| place.kind == kind) else {
        return Outcome::NotApplicable("whether this kind fits depends on the situation");
    };
    if case.origin == Origin::TokenResponse && is_member_of_response(case.slot) {
        return Outcome::NotApplicable("a token response goes to the client, not to this receiver");
    }
    let is_own_slot = case.slot.is_some_and(|slot| (place.slot)(slot));
    let is_bearer = case.is_in_authorization_header()
        || (!is_own_slot && case.situation.transport.is(&Transport::BearerHeader));
    if is_bearer {
        let pointer = if case.is_in_authorization_header() {
            "request"
        } else {
            "token"
        };
        let message = format!(
            "{} {kind} is sent as a credential, expected an access token; {}",
            article(kind),
            place.belongs
        );
        return finding(case, pointer, message).into();
    }
    match case.role() {
        Some(role) if place.at.contains(&role) => Outcome::Silent,
        Some(_) if is_own_slot && place.at.is_empty() => Outcome::Silent,
        Some(role) if place.beside.contains(&role) => {
            match is_own_slot || case.situation.transport.known().is_some() {
                true => Outcome::Silent,
                false => Outcome::Needs(vec![FactName::Transport]),
            }
        }
        Some(role) => {
            let message = format!(
                "{} {kind} goes to the receiver `{role}`, which never takes one; {}",
                article(kind),
                place.belongs
            );
            finding(case, "token", message).into()
        }
        None if is_own_slot => Outcome::Silent,
        None => Outcome::Needs(vec![FactName::ReceiverRole]),
    }
}

/// Whether it is one of the tokens that a token endpoint gives out.
fn is_member_of_response(slot: Option<&Slot>) -> bool {
    matches!(
        slot,
        Some(Slot::IdToken | Slot::AccessToken | Slot::RefreshToken)
    )
}

fn finding(case: &Case<'_>, pointer: &str, message: String) -> Finding {
    let finding = RULE.finds(pointer, message);
    match case.kind {
        // What an opaque or encrypted token is can only be told from around it.
        Kind::Opaque | Kind::Encrypted => finding.as_confidence(Confidence::Medium),
        _ => finding,
    }
}

/// Where a kind of token belongs.
struct Place {
    kind: Kind,
    /// The receivers that it is made for.
    at: &'static [Role],
    /// The receivers that take it beside a credential, in a place of its own.
    beside: &'static [Role],
    /// The field or header made for it.
    slot: fn(&Slot) -> bool,
    belongs: &'static str,
}

static PLACES: &[Place] = &[
    Place {
        kind: Kind::LogoutToken,
        at: &[Role::LogoutEndpoint, Role::Client],
        beside: &[],
        slot: |slot| matches!(slot, Slot::LogoutToken),
        belongs: "it belongs to a client's back-channel logout endpoint",
    },
    Place {
        kind: Kind::SecurityEventToken,
        at: &[Role::Client],
        beside: &[],
        slot: |_| false,
        belongs: "it belongs to a receiver of security events",
    },
    Place {
        kind: Kind::DpopProof,
        at: &[],
        beside: &[
            Role::ResourceServer,
            Role::AuthorizationServer,
            Role::TokenExchange,
            Role::Userinfo,
            Role::Gateway,
        ],
        slot: |slot| matches!(slot, Slot::DpopProof),
        belongs: "it belongs into the `DPoP` header beside an access token or a token request",
    },
    Place {
        kind: Kind::ClientAssertion,
        at: &[
            Role::AuthorizationServer,
            Role::TokenExchange,
            Role::Introspection,
            Role::WorkloadFederation,
        ],
        beside: &[],
        slot: |slot| matches!(slot, Slot::ClientAssertion),
        belongs: "it authenticates a client to its issuer, in `client_assertion`",
    },
    Place {
        kind: Kind::ClientAttestation,
        at: &[
            Role::AuthorizationServer,
            Role::TokenExchange,
            Role::Introspection,
        ],
        beside: &[Role::ResourceServer],
        slot: |slot| matches!(slot, Slot::Header(_)),
        belongs: "it authenticates a client to its issuer, in a header of its own",
    },
    Place {
        kind: Kind::RequestObject,
        at: &[Role::AuthorizationServer],
        beside: &[],
        slot: |slot| matches!(slot, Slot::RequestObject),
        belongs: "it carries an authorization request to the issuer, in `request`",
    },
    Place {
        kind: Kind::JarmResponse,
        at: &[Role::Client],
        beside: &[],
        slot: |slot| matches!(slot, Slot::Response),
        belongs: "it carries an authorization response to the client, in `response`",
    },
    Place {
        kind: Kind::UserinfoResponse,
        at: &[Role::Client],
        beside: &[],
        slot: |_| false,
        belongs: "it answers the client that asked the userinfo endpoint",
    },
    Place {
        kind: Kind::IntrospectionResponse,
        at: &[],
        beside: &[Role::ResourceServer, Role::Gateway],
        slot: |_| false,
        belongs: "it answers the API that asked about a token",
    },
    Place {
        kind: Kind::KeyBindingJwt,
        at: &[],
        beside: &[],
        slot: |_| false,
        belongs: "it means something only at the end of the SD-JWT that it was made for",
    },
    Place {
        kind: Kind::SoftwareStatement,
        at: &[Role::AuthorizationServer],
        beside: &[],
        slot: |slot| matches!(slot, Slot::SoftwareStatement),
        belongs: "it belongs into the registration of a client",
    },
    Place {
        kind: Kind::FederationStatement,
        at: &[Role::AuthorizationServer, Role::Client],
        beside: &[Role::ResourceServer],
        slot: |_| false,
        belongs: "it describes a member of a federation",
    },
    Place {
        kind: Kind::RefreshToken,
        at: &[
            Role::AuthorizationServer,
            Role::TokenExchange,
            Role::Introspection,
        ],
        beside: &[],
        slot: |slot| matches!(slot, Slot::RefreshToken),
        belongs: "it goes to its issuer alone, at the token, revocation or introspection endpoint",
    },
    Place {
        kind: Kind::IdentityAssertionGrant,
        at: &[Role::AuthorizationServer],
        beside: &[],
        slot: |_| false,
        belongs: "it goes to the token endpoint that its `aud` names, for an access token",
    },
];
