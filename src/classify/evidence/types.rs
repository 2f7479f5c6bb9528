//! What the header's `typ` says (RFC 8725 §3.11: an explicit type settles the kind).

use super::{DECISIVE, EXCLUDED, Row, Sight, Weight::On};
use crate::classify::Kind::{
    AccessToken, ClientAssertion, ClientAttestation, DpopProof, FederationStatement, IdToken,
    IdentityAssertionGrant, IntrospectionResponse, KeyBindingJwt, LogoutToken, RequestObject,
    SdJwt, SecurityEventToken, TransactionToken, VerifiableCredential,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E01",
        says: "type `at+jwt` declares an access token (RFC 9068 §2.1)",
        test: |facts| facts.typed(&["at+jwt"]),
        weights: &[On(AccessToken, DECISIVE), On(IdToken, EXCLUDED)],
        others: 0,
    },
    Row {
        id: "E02",
        says: "type `logout+jwt` declares a logout token (Back-Channel Logout §2.4)",
        test: |facts| facts.typed(&["logout+jwt"]),
        weights: &[On(LogoutToken, DECISIVE)],
        others: EXCLUDED,
    },
    Row {
        id: "E03",
        says: "type `secevent+jwt` declares a security event token (RFC 8417 §2.3)",
        test: |facts| {
            let sight = facts.typed(&["secevent+jwt"])?;
            if !super::messages::has_logout_event(facts) {
                return Some(sight);
            }
            let because = "type `secevent+jwt` with a logout event declares a logout token";
            Some(sight.because(because).weighing(&[
                On(LogoutToken, DECISIVE),
                On(IdToken, EXCLUDED),
                On(AccessToken, EXCLUDED),
            ]))
        },
        weights: &[
            On(SecurityEventToken, DECISIVE),
            On(IdToken, EXCLUDED),
            On(AccessToken, EXCLUDED),
        ],
        others: 0,
    },
    Row {
        id: "E04",
        says: "type `dpop+jwt` declares a DPoP proof (RFC 9449 §4.2)",
        test: |facts| facts.typed(&["dpop+jwt"]),
        weights: &[On(DpopProof, DECISIVE)],
        others: EXCLUDED,
    },
    Row {
        id: "E05",
        says: "type `oauth-authz-req+jwt` declares a request object (RFC 9101 §10.8)",
        test: |facts| facts.typed(&["oauth-authz-req+jwt"]),
        weights: &[On(RequestObject, DECISIVE)],
        others: EXCLUDED,
    },
    Row {
        id: "E06",
        says: "type `token-introspection+jwt` declares an introspection response (RFC 9701 §5)",
        test: |facts| facts.typed(&["token-introspection+jwt"]),
        weights: &[On(IntrospectionResponse, DECISIVE)],
        others: EXCLUDED,
    },
    Row {
        id: "E07",
        says: "type `kb+jwt` declares the key-binding JWT of an SD-JWT (RFC 9901 §4.3)",
        test: |facts| facts.typed(&["kb+jwt"]),
        weights: &[On(KeyBindingJwt, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E08",
        says: "a type that ends in `+sd-jwt` declares an SD-JWT (RFC 9901 §9.11)",
        test: |facts| {
            if facts.is_selective() {
                let because = "`~` behind the signature: an SD-JWT with its parts (RFC 9901 §4)";
                return Some(Sight::at("").because(because));
            }
            let typ = facts.media_type()?;
            let ending = typ.get(typ.len().checked_sub(7)?..)?;
            ending
                .eq_ignore_ascii_case("+sd-jwt")
                .then(|| Sight::at(facts.media_type_pointer()))
        },
        weights: &[On(SdJwt, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E09",
        says: "type `client-authentication+jwt` declares a client assertion (rfc7523bis draft)",
        test: |facts| facts.typed(&["client-authentication+jwt"]),
        weights: &[On(ClientAssertion, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E10",
        says: "the type declares a client attestation or the proof that goes with it",
        test: |facts| {
            facts.typed(&[
                "oauth-client-attestation+jwt",
                "oauth-client-attestation-pop+jwt",
            ])
        },
        weights: &[On(ClientAttestation, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E11",
        says: "type `oauth-id-jag+jwt` declares an identity assertion grant (ID-JAG draft)",
        test: |facts| facts.typed(&["oauth-id-jag+jwt"]),
        weights: &[On(IdentityAssertionGrant, DECISIVE), On(IdToken, EXCLUDED)],
        others: 0,
    },
    Row {
        id: "E12",
        says: "type `txntoken+jwt` declares a transaction token (transaction tokens draft)",
        test: |facts| facts.typed(&["txntoken+jwt"]),
        weights: &[On(TransactionToken, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E13",
        says: "the type is one of OpenID Federation's statements",
        test: |facts| {
            facts.typed(&[
                "entity-statement+jwt",
                "trust-mark+jwt",
                "trust-mark-delegation+jwt",
                "trust-mark-status-response+jwt",
                "resolve-response+jwt",
                "explicit-registration-response+jwt",
                "jwk-set+jwt",
            ])
        },
        weights: &[On(FederationStatement, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E14",
        says: "the type belongs to verifiable credentials",
        test: |facts| facts.typed(&["vc+jwt", "vp+jwt", "openid4vci-proof+jwt", "statuslist+jwt"]),
        weights: &[On(VerifiableCredential, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E15",
        says: "no specific type: this is a JWT, and any kind may say so (RFC 8725 §3.11)",
        test: |facts| {
            let is_jwt = !facts.claims.is_empty() && facts.is_untyped();
            is_jwt.then(|| Sight::at("header/typ"))
        },
        weights: &[],
        others: 0,
    },
    // Draft 00 of OpenID Connect Key Binding names both types, and `dpop+id_token` is what ships.
    Row {
        id: "E71",
        says: "the type declares an ID token bound to a key (OpenID Connect Key Binding draft)",
        test: |facts| facts.typed(&["id_token+cnf", "dpop+id_token"]),
        weights: &[On(IdToken, DECISIVE)],
        others: 0,
    },
];
