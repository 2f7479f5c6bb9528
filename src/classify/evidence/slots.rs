//! Where the token stood: a prior. A slot can hold the wrong thing, which is what the rules about
//! slots must be able to see.

use super::{
    Row, Sight,
    Weight::{self, On},
};
use crate::{
    classify::Kind::{
        AccessToken, ClientAssertion, ClientAttestation, DpopProof, GatewayAssertion, IdToken,
        IdentityAssertionGrant, JarmResponse, LogoutToken, RefreshToken, RegistrationAccessToken,
        RequestObject, SoftwareStatement, TransactionToken,
    },
    classify::facts::Facts,
    input::Slot,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E60",
        says: "the field or header it stood in is made for this kind; its content counts more",
        test: |facts| sight(facts, of_field(facts.slot()?)?),
        weights: &[
            On(IdToken, 15),
            On(AccessToken, 15),
            On(RefreshToken, 30),
            On(LogoutToken, 30),
            On(DpopProof, 30),
            On(ClientAssertion, 30),
            On(RequestObject, 30),
            On(JarmResponse, 30),
            On(SoftwareStatement, 30),
            On(GatewayAssertion, 30),
        ],
        others: 0,
    },
    Row {
        id: "E61",
        says: "the token exchange request names its type (RFC 8693 §3)",
        test: |facts| {
            let (Slot::SubjectToken(stated) | Slot::ActorToken(stated)) = facts.slot()? else {
                return None;
            };
            sight(facts, of_token_type(stated.as_deref()?)?)
        },
        weights: &[
            On(IdToken, 20),
            On(AccessToken, 20),
            On(RefreshToken, 20),
            On(IdentityAssertionGrant, 20),
            On(TransactionToken, 20),
        ],
        others: 0,
    },
    Row {
        id: "E62",
        says: "sent as a credential in `Authorization`, where ID tokens are often sent too",
        test: |facts| {
            matches!(
                facts.slot()?,
                Slot::AuthorizationBearer | Slot::AuthorizationDpop
            )
            .then(|| Sight::at("slot"))
        },
        weights: &[On(AccessToken, 3)],
        others: 0,
    },
    Row {
        id: "E72",
        says: "taken from `registration_access_token`, which RFC 7592 §3 made for it",
        test: |facts| (*facts.slot()? == Slot::RegistrationAccessToken).then(|| Sight::at("slot")),
        weights: &[On(RegistrationAccessToken, 30)],
        others: 0,
    },
];

/// A slot speaks of an opaque string only for kinds that come as one.
fn sight(facts: &Facts<'_>, weights: &'static [Weight]) -> Option<Sight> {
    let comes_opaque = |weight: &Weight| matches!(weight, On(AccessToken | RefreshToken, _));
    if facts.opaque().is_some() && !weights.iter().any(comes_opaque) {
        return None;
    }
    Some(Sight::at("slot").weighing(weights))
}

fn of_field(slot: &Slot) -> Option<&'static [Weight]> {
    Some(match slot {
        Slot::IdToken => &[On(IdToken, 15)],
        Slot::IdTokenHint => &[On(IdToken, 20)],
        Slot::AccessToken => &[On(AccessToken, 15)],
        Slot::RefreshToken => &[On(RefreshToken, 30)],
        Slot::LogoutToken => &[On(LogoutToken, 30)],
        Slot::DpopProof => &[On(DpopProof, 30)],
        Slot::ClientAttestation | Slot::ClientAttestationProof => &[On(ClientAttestation, 30)],
        Slot::ClientAssertion => &[On(ClientAssertion, 30)],
        Slot::RequestObject => &[On(RequestObject, 30)],
        Slot::Response => &[On(JarmResponse, 30)],
        Slot::SoftwareStatement => &[On(SoftwareStatement, 30)],
        Slot::Header(name) if is_gateway_header(name) => &[On(GatewayAssertion, 30)],
        Slot::SubjectToken(_)
        | Slot::ActorToken(_)
        | Slot::RegistrationAccessToken
        | Slot::Code
        | Slot::AuthorizationBearer
        | Slot::AuthorizationDpop
        | Slot::Parameter(_)
        | Slot::Header(_) => return None,
    })
}

/// Cloudflare Access, Google Identity-Aware Proxy and the AWS load balancer.
fn is_gateway_header(name: &str) -> bool {
    [
        "cf-access-jwt-assertion",
        "x-goog-iap-jwt-assertion",
        "x-amzn-oidc-data",
    ]
    .iter()
    .any(|known| name.eq_ignore_ascii_case(known))
}

/// Token types of RFC 8693 §3 and of drafts; `jwt` and SAML say nothing of the kind.
fn of_token_type(stated: &str) -> Option<&'static [Weight]> {
    Some(
        match stated.strip_prefix("urn:ietf:params:oauth:token-type:")? {
            "access_token" => &[On(AccessToken, 20)],
            "refresh_token" => &[On(RefreshToken, 20)],
            "id_token" => &[On(IdToken, 20)],
            "id-jag" => &[On(IdentityAssertionGrant, 20)],
            "txn_token" => &[On(TransactionToken, 20)],
            _ => return None,
        },
    )
}
