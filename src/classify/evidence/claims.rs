//! What the claims about user, client, session and permission say.

use super::{
    EXCLUDED, Row, Sight,
    Weight::{self, On, Typed, Untyped},
};
use crate::{
    classify::Kind::{
        AccessToken, ApplicationSession, ClientAssertion, ClientAttestation, DpopProof,
        GithubActions, GitlabCi, IdToken, IdentityAssertionGrant, IntrospectionResponse,
        KeyBindingJwt, KubernetesServiceAccount, LogoutToken, RefreshToken, RequestObject, SdJwt,
        SecurityEventToken, UserinfoResponse,
    },
    classify::facts::Facts,
    token::time::human_span,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E16",
        says: "`at_hash` is only defined for ID tokens (Core §3.1.3.6)",
        test: |facts| facts.sees("payload/at_hash"),
        weights: &[On(IdToken, 8), On(AccessToken, -4)],
        others: 0,
    },
    Row {
        id: "E17",
        says: "`c_hash` and `s_hash` are only defined for ID tokens (Core §3.3.2.11)",
        test: |facts| facts.sees_any(&["payload/c_hash", "payload/s_hash"]),
        weights: &[On(IdToken, 8)],
        others: 0,
    },
    // Not decisive: older Keycloak put `nonce` into access tokens too.
    Row {
        id: "E18",
        says: "`nonce` ties an ID token to its request; logout tokens must not have one",
        test: |facts| {
            let sight = facts.sees("payload/nonce")?;
            Some(if facts.has("sd_hash") {
                let because =
                    "`nonce` beside `sd_hash`: the challenge of a verifier (RFC 9901 §4.3)";
                sight.because(because).weighing(WITH_SD_HASH)
            } else if facts.has("htm") {
                let because = "`nonce` beside `htm`: the challenge of a server (RFC 9449 §8)";
                sight.because(because).weighing(WITH_METHOD)
            } else if is_plain_id_token(facts) {
                sight
            } else {
                sight.weighing(MIXED)
            })
        },
        weights: PLAIN,
        others: 0,
    },
    Row {
        id: "E19",
        says: "how and when the user logged in (`auth_time`, `acr`, `amr`)",
        test: |facts| {
            let sight = facts.sees_any(&["payload/auth_time", "payload/acr", "payload/amr"])?;
            Some(sight.times(facts.count(&["auth_time", "acr", "amr"])))
        },
        weights: &[
            On(IdToken, 2),
            On(GithubActions, -2),
            On(KubernetesServiceAccount, -2),
        ],
        others: 0,
    },
    Row {
        id: "E20",
        says: "a session id: usual in ID tokens, and Keycloak puts it everywhere",
        test: |facts| {
            let sight = facts.sees_any(&["payload/sid", "payload/session_state"])?;
            if !facts.has("events") {
                return Some(sight);
            }
            let because = "a session id beside `events`: the session that ended";
            Some(sight.because(because).weighing(&[
                On(IdToken, 1),
                On(AccessToken, 1),
                On(LogoutToken, 2),
            ]))
        },
        weights: &[On(IdToken, 1), On(AccessToken, 1)],
        others: 0,
    },
    Row {
        id: "E21",
        says: "several claims of the user's profile (Core §5.1)",
        test: |facts| (facts.count(PROFILE) >= 2).then(|| Sight::at("payload")),
        weights: &[On(IdToken, 3), On(UserinfoResponse, 3)],
        others: 0,
    },
    Row {
        id: "E22",
        says: "its audience is a client that you named: an ID token is made for one (Core §2)",
        test: |facts| {
            let is_known = |audience| facts.is_known_client(audience);
            let known = facts.audience.iter().any(|audience| is_known(audience));
            known.then(|| Sight::at("payload/aud"))
        },
        weights: &[On(IdToken, 4)],
        others: 0,
    },
    Row {
        id: "E23",
        says: "its audience is a URL, as APIs are named (RFC 8707 §2)",
        test: |facts| facts.resource().map(|_| Sight::at("payload/aud")),
        weights: &[
            Untyped(4),
            Typed(2),
            On(GithubActions, 1),
            On(GitlabCi, 1),
            On(IdToken, -4),
        ],
        others: 0,
    },
    Row {
        id: "E24",
        says: "the issuer's userinfo endpoint is an audience: Auth0's access tokens for two APIs",
        test: |facts| {
            let issuer = facts.issuer.trim_end_matches('/');
            let is_userinfo = |audience: &str| {
                !issuer.is_empty()
                    && audience
                        .strip_prefix(issuer)
                        .is_some_and(|path| path.trim_start_matches('/') == "userinfo")
            };
            let found = facts.audience.len() > 1
                && facts.audience.iter().any(|audience| is_userinfo(audience));
            found.then(|| Sight::at("payload/aud"))
        },
        weights: &[Untyped(6), On(IdToken, EXCLUDED)],
        others: 0,
    },
    Row {
        id: "E25",
        says: "a scope says what the bearer may do (RFC 8693 §4.2)",
        test: |facts| facts.sees_any(&["payload/scope", "payload/scp"]),
        weights: &[
            Untyped(6),
            Typed(2),
            On(IdentityAssertionGrant, 2),
            On(IdToken, -3),
        ],
        others: 0,
    },
    Row {
        id: "E26",
        says: "`client_id` names the client it was issued to (RFC 9068 §2.2)",
        test: |facts| facts.sees("payload/client_id"),
        weights: &[On(AccessToken, 3), On(RequestObject, 2)],
        others: 0,
    },
    Row {
        id: "E27",
        says: "all claims of RFC 9068 §2.2; only the type `at+jwt` is missing",
        test: |facts| {
            let has_shape = facts.is_untyped()
                && facts.has_all(&["iss", "exp", "aud", "sub", "client_id", "iat", "jti"]);
            has_shape.then(|| Sight::at("payload"))
        },
        weights: &[Untyped(2)],
        others: 0,
    },
    Row {
        id: "E28",
        says: "roles or permissions of the bearer (RFC 9068 §2.2.3.1)",
        test: |facts| {
            if let Some(details) = facts.sees("payload/authorization_details") {
                let because = "`authorization_details` says what was granted (RFC 9396)";
                return Some(details.because(because).weighing(&[Untyped(5)]));
            }
            facts.sees_any(&[
                "payload/permissions",
                "payload/roles",
                "payload/groups",
                "payload/realm_access",
                "payload/resource_access",
                "payload/entitlements",
            ])
        },
        weights: &[Untyped(3)],
        others: 0,
    },
    Row {
        id: "E52",
        says: "somebody acts for the subject (RFC 8693 §4.1, §4.4)",
        test: |facts| facts.sees_any(&["payload/act", "payload/may_act"]),
        weights: &[Untyped(3), On(IdentityAssertionGrant, 1)],
        others: 0,
    },
    Row {
        id: "E53",
        says: "bound to a key of its sender, as access tokens are (RFC 9449 §6.1, RFC 8705 §3.1)",
        test: |facts| {
            let sight = facts.sees("payload/cnf")?;
            if facts.object_has("cnf", &["jkt", "x5t#S256"]) {
                let is_bound_id_token = facts.is_typed(&["id_token+cnf", "dpop+id_token"]);
                return (!is_bound_id_token).then_some(sight);
            }
            let because = "bound to a key of its holder, as credentials and attestations are";
            facts.object_has("cnf", &["jwk"]).then(|| {
                let leaning = &[On(SdJwt, 1), On(ClientAttestation, 1)];
                sight.because(because).weighing(leaning)
            })
        },
        weights: &[On(AccessToken, 4), On(IdToken, -3)],
        others: 0,
    },
    Row {
        id: "E54",
        says: "issued by the user's own device (Core §7)",
        test: |facts| {
            facts.sees("payload/sub_jwk").or_else(|| {
                let is_own = facts.issuer.starts_with("https://self-issued.me");
                is_own.then(|| Sight::at("payload/iss"))
            })
        },
        weights: &[On(IdToken, 20)],
        others: 0,
    },
    Row {
        id: "E58",
        says: "how long it is valid",
        test: |facts| {
            let life = facts.life()?;
            let because = |says: &str| format!("valid for {}: {says}", human_span(life));
            let sight = Sight::at("payload/exp");
            if life >= 30 * 86_400 {
                Some(sight.because(because("few but refresh tokens live that long")))
            } else if (0..=120).contains(&life) {
                let because = because("made for one use");
                Some(sight.because(because).weighing(SHORT_LIVED))
            } else {
                None
            }
        },
        weights: &[On(RefreshToken, 3), On(KubernetesServiceAccount, 1)],
        others: 0,
    },
    Row {
        id: "E68",
        says: "a shared secret, no `iss` and an application's own claims: a home-made session",
        test: |facts| {
            let algorithm = facts.header.text("alg")?;
            let is_home_made = algorithm.starts_with("HS") && facts.lacks("iss");
            let own = [
                "payload/userId",
                "payload/user_id",
                "payload/userid",
                "payload/username",
                "payload/user",
                "payload/uid",
                "payload/role",
                "payload/roles",
                "payload/isAdmin",
                "payload/is_admin",
                "payload/admin",
            ];
            facts.sees_any(&own).filter(|_| is_home_made)
        },
        weights: &[On(ApplicationSession, 6), On(IdToken, -6)],
        others: 0,
    },
    Row {
        id: "E69",
        says: "it answers a backchannel authentication request (CIBA §10.3.1)",
        test: |facts| {
            facts.sees_any(&[
                "payload/urn:openid:params:jwt:claim:auth_req_id",
                "payload/urn:openid:params:jwt:claim:rt_hash",
                "payload/auth_req_id",
            ])
        },
        weights: &[On(IdToken, 6)],
        others: 0,
    },
    Row {
        id: "E70",
        says: "no `exp`, which ID tokens and access tokens must have (Core §2, RFC 9068 §2.2)",
        test: |facts| facts.lacks("exp").then(|| Sight::at("payload")),
        weights: &[
            On(SecurityEventToken, 2),
            On(UserinfoResponse, 2),
            On(KubernetesServiceAccount, 2),
            On(DpopProof, 1),
            On(IntrospectionResponse, 1),
            On(IdToken, -8),
            Typed(-8),
        ],
        others: 0,
    },
];

/// `nonce` amid the claims of an ID token and nothing of another kind.
const PLAIN: &[Weight] = &[
    On(IdToken, 10),
    On(LogoutToken, EXCLUDED),
    On(SecurityEventToken, -4),
];
const MIXED: &[Weight] = &[
    On(IdToken, 4),
    On(LogoutToken, EXCLUDED),
    On(SecurityEventToken, -4),
];
const WITH_SD_HASH: &[Weight] = &[
    On(KeyBindingJwt, 4),
    On(LogoutToken, EXCLUDED),
    On(SecurityEventToken, -4),
];
const WITH_METHOD: &[Weight] = &[
    On(DpopProof, 2),
    On(LogoutToken, EXCLUDED),
    On(SecurityEventToken, -4),
];

const SHORT_LIVED: &[Weight] = &[
    On(DpopProof, 1),
    On(ClientAssertion, 1),
    On(RequestObject, 1),
    On(LogoutToken, 1),
];

/// Claims about the user of Core §5.1, without those that only qualify another one.
pub(in crate::classify) const PROFILE: &[&str] = &[
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "address",
];

/// Whether the claims are those of an ID token (Core §2) and none of another kind.
fn is_plain_id_token(facts: &Facts<'_>) -> bool {
    facts.has_all(&["iss", "sub", "aud", "exp", "iat"])
        && !facts.has_any(&[
            "scope",
            "scp",
            "client_id",
            "response_type",
            "htm",
            "sd_hash",
            "events",
            "cnf",
        ])
}
