//! What issuers are known for: each is a habit of one product and no standard. By which issuers and
//! claims a product is known is said in [`crate::provider::vendors`].

use super::{
    DECISIVE, EXCLUDED, Row, Sight,
    Weight::{self, On, Untyped},
};
use crate::{
    classify::Kind::{
        AccessToken, GatewayAssertion, GithubActions, GitlabCi, IdToken, KubernetesServiceAccount,
        LogoutToken, RefreshToken, RegistrationAccessToken, SpiffeSvid,
    },
    classify::facts::Facts,
};

pub(super) static ROWS: &[Row] = &[
    Row {
        id: "E29",
        says: "Cognito's `token_use` names the kind",
        test: |facts| {
            let sight = facts.sees("payload/token_use")?;
            if !facts.is_issued_by(&["cognito"]) {
                return None;
            }
            match facts.text("token_use")?.as_ref() {
                "access" => Some(
                    sight
                        .because("Cognito's `token_use` says `access`")
                        .weighing(&[On(AccessToken, DECISIVE), On(IdToken, EXCLUDED)]),
                ),
                "id" => Some(
                    sight
                        .because("Cognito's `token_use` says `id`")
                        .weighing(&[On(IdToken, DECISIVE), On(AccessToken, EXCLUDED)]),
                ),
                _ => None,
            }
        },
        weights: &[On(AccessToken, DECISIVE), On(IdToken, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E31",
        says: "Keycloak's claim `typ` names the kind",
        test: |facts| {
            let typ = facts.text("typ")?;
            let weights: &'static [Weight] = match typ.as_ref() {
                _ if !facts.looks_like(&["keycloak"]) => return None,
                "Bearer" | "DPoP" => &[On(AccessToken, 50)],
                "ID" => &[On(IdToken, 50)],
                "Refresh" | "Offline" => &[On(RefreshToken, 50)],
                "Logout" => &[On(LogoutToken, 50)],
                "RegistrationAccessToken" => &[On(RegistrationAccessToken, 50)],
                _ => return None,
            };
            let because = format!("Keycloak's claim `typ` says `{typ}`");
            Some(Sight::at("payload/typ").because(because).weighing(weights))
        },
        weights: &[
            On(AccessToken, 50),
            On(IdToken, 50),
            On(RefreshToken, 50),
            On(LogoutToken, 50),
            On(RegistrationAccessToken, 50),
        ],
        others: -20,
    },
    Row {
        id: "E32",
        says: "a claim that Entra puts into access tokens",
        test: |facts| {
            let sight = facts.sees_any(&[
                "payload/scp",
                "payload/idtyp",
                "payload/appid",
                "payload/appidacr",
                "payload/azpacr",
                "payload/wids",
                "payload/acrs",
                "payload/xms_cc",
            ])?;
            is_entra(facts).then_some(sight)
        },
        weights: &[Untyped(8), On(IdToken, -4)],
        others: 0,
    },
    Row {
        id: "E33",
        says: "Entra's header `nonce`: made for an API of Microsoft, nobody else can verify it",
        test: |facts| {
            let found = facts.header.has("nonce") && is_entra(facts);
            found.then(|| Sight::at("header/nonce"))
        },
        weights: &[Untyped(10)],
        others: 0,
    },
    Row {
        id: "E34",
        says: "`cid` or a `jti` that begins with `AT.`: Okta's access tokens",
        test: |facts| {
            if facts.begins("jti", "AT.") {
                return Some(Sight::at("payload/jti"));
            }
            facts.text("cid").map(|_| Sight::at("payload/cid"))
        },
        weights: &[Untyped(50), On(IdToken, -20)],
        others: 0,
    },
    Row {
        id: "E35",
        says: "a `jti` that begins with `ID.`: Okta's ID tokens",
        test: |facts| {
            if facts.begins("jti", "ID.") {
                return Some(Sight::at("payload/jti"));
            }
            let is_version_1 = facts
                .claims
                .get("ver")
                .is_some_and(|version| version.text() == "1");
            let has_shape = is_version_1 && facts.has("idp") && facts.has("amr");
            let because = "`idp`, `amr` and `ver` 1 together: the look of Okta's ID tokens";
            has_shape.then(|| {
                Sight::at("payload/idp")
                    .because(because)
                    .weighing(&[On(IdToken, 4)])
            })
        },
        weights: &[On(IdToken, 50)],
        others: 0,
    },
    Row {
        id: "E36",
        says: "issued to one client for an API of another name, as Auth0 does",
        test: |facts| {
            if let Some(sight) = facts.sees("payload/gty") {
                let because = "Auth0's `gty` names the grant of an access token";
                return Some(sight.because(because));
            }
            let has_shape = facts.has("azp") && facts.has("scope") && facts.resource().is_some();
            has_shape.then(|| Sight::at("payload/azp"))
        },
        weights: &[Untyped(6)],
        others: 0,
    },
    Row {
        id: "E37",
        says: "issued by Google, whose access tokens are opaque",
        test: |facts| {
            let is_google = facts.is_issued_by(&["google"]);
            is_google.then(|| Sight::at("payload/iss"))
        },
        weights: &[On(IdToken, 10), Untyped(-10)],
        others: 0,
    },
    Row {
        id: "E38",
        says: "issued by Apple, whose access tokens are opaque",
        test: |facts| {
            let is_apple = facts.is_issued_by(&["apple"]);
            is_apple.then(|| Sight::at("payload/iss"))
        },
        weights: &[On(IdToken, 8)],
        others: 0,
    },
    Row {
        id: "E39",
        says: "Firebase's issuer and its `firebase` claim: an ID token for one project",
        test: |facts| {
            facts.object("firebase")?;
            let is_firebase = facts.is_issued_by(&["firebase"]);
            is_firebase.then(|| Sight::at("payload/firebase"))
        },
        weights: &[On(IdToken, 20)],
        others: 0,
    },
    Row {
        id: "E47",
        says: "a Kubernetes service account, bound to the cluster's objects",
        test: |facts| {
            if facts.object("kubernetes.io").is_some() {
                return Some(Sight::at("payload/kubernetes.io"));
            }
            let is_account = facts.begins("sub", "system:serviceaccount:");
            is_account.then(|| Sight::at("payload/sub"))
        },
        weights: &[
            On(KubernetesServiceAccount, DECISIVE),
            On(IdToken, EXCLUDED),
        ],
        others: 0,
    },
    Row {
        id: "E48",
        says: "the old service-account token of Kubernetes, from a secret and without `exp`",
        test: |facts| {
            let is_legacy = facts.issuer == "kubernetes/serviceaccount"
                && facts.lacks("exp")
                && facts
                    .claims
                    .names()
                    .any(|name| name.starts_with("kubernetes.io/serviceaccount/"));
            is_legacy.then(|| Sight::at("payload/iss"))
        },
        weights: &[On(KubernetesServiceAccount, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E49",
        says: "a job of GitHub Actions speaks",
        test: |facts| {
            if facts.is_issued_by(&["github-actions"]) {
                return Some(Sight::at("payload/iss"));
            }
            let has_shape = facts.has_all(&["repository", "workflow_ref", "run_id"]);
            has_shape.then(|| Sight::at("payload/workflow_ref"))
        },
        weights: &[On(GithubActions, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E50",
        says: "a job of GitLab CI speaks",
        test: |facts| {
            let has_shape = facts.has_all(&["project_path", "pipeline_id", "ref_protected"]);
            has_shape.then(|| Sight::at("payload/project_path"))
        },
        weights: &[On(GitlabCi, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E51",
        says: "its subject is a SPIFFE ID (JWT-SVID §3)",
        test: |facts| {
            facts
                .begins("sub", "spiffe://")
                .then(|| Sight::at("payload/sub"))
        },
        weights: &[On(SpiffeSvid, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E57",
        says: "a gateway made it for the service behind it",
        test: |facts| {
            if facts.header.has("signer") && facts.header.has("client") {
                return Some(Sight::at("header/signer"));
            }
            let is_gateway = facts.is_issued_by(&["google-iap", "cloudflare-access"]);
            is_gateway.then(|| Sight::at("payload/iss"))
        },
        weights: &[On(GatewayAssertion, DECISIVE)],
        others: 0,
    },
    Row {
        id: "E73",
        says: "`role`, `aal` and `session_id`: the session of a user at Supabase, sent to its APIs",
        test: |facts| {
            if !facts.has("role") || !facts.looks_like(&["supabase"]) {
                return None;
            }
            if facts.has_all(&["aal", "session_id"]) {
                return Some(Sight::at("payload/session_id"));
            }
            let because = "a key of a Supabase project: it lives for years and names no user";
            facts.lacks("sub").then(|| {
                let leaning = &[On(RefreshToken, -3)];
                Sight::at("payload/role").because(because).weighing(leaning)
            })
        },
        weights: &[Untyped(8), On(IdToken, -2)],
        others: 0,
    },
    Row {
        id: "E74",
        says: "ZITADEL gives `jti` and `nbf` to access tokens and neither to ID tokens",
        test: |facts| {
            let is_access_token =
                facts.has_all(&["jti", "nbf", "client_id"]) && facts.looks_like(&["zitadel"]);
            is_access_token.then(|| Sight::at("payload/jti"))
        },
        weights: &[Untyped(6), On(IdToken, -4)],
        others: 0,
    },
];

/// Microsoft Entra, of any version and cloud.
pub(in crate::classify) fn is_entra(facts: &Facts<'_>) -> bool {
    facts.is_issued_by(&["entra-v2", "entra-v1"])
}

/// Whether Cognito says that this is an ID token.
pub(in crate::classify) fn is_cognito_id_token(facts: &Facts<'_>) -> bool {
    facts.is_text("token_use", "id") && facts.is_issued_by(&["cognito"])
}
