//! The facts about vendors. Read in the public documentation of each, and in tokens; see `seen`.

use super::{
    Mark::{
        Claim, ClaimBegins, Claims, HeaderBegins, Host, Issuer, IssuerBegins, Label, NameBegins,
        Path,
    },
    Remedy, Vendor,
};

/// When the documentation was read.
const SEEN: &str = "2026-11-22";

/// The rules that find a token which is meant for somebody else.
const FOR_ANOTHER: &[&str] = &["audience-mismatch", "foreign-client-audience"];

const fn remedy(rules: &'static [&'static str], advice: &'static str) -> Remedy {
    Remedy { rules, advice }
}

/// Every vendor; of two that fit a token, the first is the one.
pub static VENDORS: &[Vendor] = &[
    Vendor {
        key: "google-iap",
        name: "Google IAP",
        issuer: "https://cloud.google.com/iap",
        marks: &[Issuer("https://cloud.google.com/iap")],
        peculiar: &[
            "The proxy puts an ES256 assertion into the header `x-goog-iap-jwt-assertion`; the Google ID token of the user never reaches the service.",
            "Its audience names the project and the backend service, `/projects/NUMBER/global/backendServices/ID`.",
            "Cloud Run without the proxy takes ID tokens of `https://accounts.google.com` whose audience is the URL of the service.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "compare `aud` with the signed header audience that the IAP page of the console shows for this backend (`/projects/NUMBER/global/backendServices/ID`, on App Engine `/projects/NUMBER/apps/PROJECT`); each backend has its own.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "the assertion of the proxy is issued by `https://cloud.google.com/iap` and signed with ES256 keys of `https://www.gstatic.com/iap/verify/public_key-jwk`, not by `https://accounts.google.com`.",
            ),
            remedy(
                &["spoofable-gateway-header"],
                "verify `x-goog-iap-jwt-assertion`; `x-goog-authenticated-user-email` is unsigned and can be sent by whoever reaches the service beside the proxy.",
            ),
        ],
        source: "https://cloud.google.com/iap/docs/signed-headers-howto",
        seen: SEEN,
    },
    Vendor {
        key: "firebase",
        name: "Firebase",
        issuer: "https://securetoken.google.com/PROJECT",
        marks: &[IssuerBegins("https://securetoken.google.com/")],
        peculiar: &[
            "Its ID token is the credential of a client towards the project's own back end: the audience is the project, and there is no access token.",
            "The object `firebase` names the sign-in provider and the user's identities there.",
        ],
        remedies: &[remedy(
            &[
                "audience-mismatch",
                "foreign-client-audience",
                "issuer-mismatch",
                "untrusted-issuer",
            ],
            "`aud` is the project id and `iss` is `https://securetoken.google.com/` with the same id; initialise the Admin SDK with the project that the app signs in to (`verifyIdToken` compares both), since test and production are two projects.",
        )],
        source: "https://firebase.google.com/docs/auth/admin/verify-id-tokens",
        seen: SEEN,
    },
    Vendor {
        key: "google",
        name: "Google",
        issuer: "https://accounts.google.com, also spelt without the scheme",
        marks: &[
            Issuer("https://accounts.google.com"),
            Issuer("accounts.google.com"),
        ],
        peculiar: &[
            "Access tokens are opaque (`ya29.…`) and for Google's own APIs.",
            "ID tokens may spell the issuer with or without `https://`, and both are right.",
            "`azp` is the client that asked, `aud` the one that is meant to read it: an Android client may ask for a token for its own server.",
            "Service accounts get ID tokens for any audience they ask for, such as the URL of a Cloud Run service.",
        ],
        remedies: &[
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "accept both spellings, `https://accounts.google.com` and `accounts.google.com`, and nothing else; Google documents the two, and its libraries compare with both.",
            ),
            remedy(
                FOR_ANOTHER,
                "ask for an ID token whose audience is this receiver: an app names the server's client id (`serverClientId`), a service account the URL of the Cloud Run service or the client id of the proxy.",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "access tokens of Google are opaque and for Google's APIs; send your own back end the ID token, with its client id as audience.",
            ),
            remedy(
                &["access-token-as-login-proof"],
                "send the ID token; an access token of Google tells nothing about the program that it was issued to.",
            ),
        ],
        source: "https://developers.google.com/identity/openid-connect/openid-connect",
        seen: SEEN,
    },
    Vendor {
        key: "github-actions",
        name: "GitHub Actions",
        issuer: "https://token.actions.githubusercontent.com",
        marks: &[
            Issuer("https://token.actions.githubusercontent.com"),
            IssuerBegins("https://token.actions.githubusercontent.com/"),
            Host("token.actions.", ".ghe.com"),
            Path("/_services/token"),
            Claims(&["repository", "workflow_ref", "run_id"]),
        ],
        peculiar: &[
            "The audience is the URL of the repository's owner unless the job asks for another.",
            "`sub` names repository and branch, tag, pull request or environment; it is what a trust policy must look at.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "default-or-vendor-audience",
                ],
                "let the job ask for this receiver: `core.getIDToken('AUDIENCE')`, or `&audience=AUDIENCE` at the end of `ACTIONS_ID_TOKEN_REQUEST_URL`; without it the audience is `https://github.com/OWNER`, the same for every receiver.",
            ),
            remedy(
                &[
                    "ci-trust-too-broad",
                    "ci-recyclable-subject",
                    "presenter-not-allowed",
                ],
                "put `sub` into the condition of the trust (`repo:OWNER/REPO:environment:NAME` or `:ref:refs/heads/main`), and `repository_id` or `repository_owner_id`, which no renaming hands to somebody else.",
            ),
        ],
        source: "https://docs.github.com/en/actions/reference/security/oidc",
        seen: SEEN,
    },
    Vendor {
        key: "gitlab",
        name: "GitLab",
        issuer: "https://gitlab.com, or the URL of one's own server",
        marks: &[
            Issuer("https://gitlab.com"),
            Claims(&["project_path", "pipeline_id", "ref_protected"]),
            Label("gitlab"),
        ],
        peculiar: &[
            "A job gets one token for each entry of `id_tokens`, each with the `aud` that is written there.",
            "As a login provider GitLab issues ID tokens for its applications; their access tokens are opaque.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "write this receiver into the job: `id_tokens: { MY_TOKEN: { aud: AUDIENCE } }` in `.gitlab-ci.yml`, one token for each receiver.",
            ),
            remedy(
                &["ci-trust-too-broad", "ci-recyclable-subject"],
                "let the trust look at `sub` (`project_path:GROUP/PROJECT:ref_type:branch:ref:main`), `ref_protected` and `project_id`.",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "access tokens of GitLab are opaque: ask `/oauth/introspect` or `/oauth/token/info` about them.",
            ),
        ],
        source: "https://docs.gitlab.com/ci/secrets/id_token_authentication/",
        seen: SEEN,
    },
    Vendor {
        key: "kubernetes",
        name: "Kubernetes",
        issuer: "the cluster's own, such as https://kubernetes.default.svc.cluster.local",
        marks: &[
            Claims(&["kubernetes.io"]),
            ClaimBegins("sub", "system:serviceaccount:"),
            Issuer("kubernetes/serviceaccount"),
        ],
        peculiar: &[
            "A service account gets tokens for the audiences that a projected volume or a TokenRequest names, bound to its pod; without one the audience is the API server.",
        ],
        remedies: &[remedy(
            &[
                "audience-mismatch",
                "foreign-client-audience",
                "audience-missing",
                "k8s-audience-misuse",
                "k8s-legacy-token",
                "missing-exp",
            ],
            "project a token for this receiver: a volume with `serviceAccountToken: { audience: AUDIENCE, expirationSeconds: 3600 }`, or `kubectl create token NAME --audience AUDIENCE`; the receiver gives the same audience to TokenReview.",
        )],
        source: "https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/",
        seen: SEEN,
    },
    Vendor {
        key: "kubernetes-api",
        name: "Kubernetes API server",
        issuer: "that of the provider which its users log in to",
        marks: &[],
        peculiar: &[
            "For people it trusts an outside provider's ID token whose audience is its `--oidc-client-id`, or one of the `audiences` in its AuthenticationConfiguration.",
            "It does not look at the kind of a JWT; permissions are its own (RBAC), by user name and groups.",
            "It cannot revoke an ID token: a life of minutes is the remedy.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "k8s-audience-misuse",
                ],
                "let `kubectl` (an exec plugin such as `kubelogin`) fetch the ID token as the client that `--oidc-client-id` names, or list the other client under `audiences` in the AuthenticationConfiguration.",
            ),
            remedy(
                &["k8s-username-mapping"],
                "give user names and groups of the provider a prefix (`--oidc-username-prefix`, `--oidc-groups-prefix`, or `claimMappings` in the AuthenticationConfiguration); names that begin with `system:` are the cluster's own.",
            ),
        ],
        source: "https://kubernetes.io/docs/reference/access-authn-authz/authentication/",
        seen: SEEN,
    },
    Vendor {
        key: "aws-alb",
        name: "AWS ALB",
        issuer: "that of the provider behind the load balancer; the header `signer` names the balancer",
        marks: &[HeaderBegins("signer", "arn:aws")],
        peculiar: &[
            "The load balancer signs the userinfo of its login into `x-amzn-oidc-data` (ES256); client, issuer, expiry and signer stand in the header of the JWT.",
            "There is no `aud`: the header member `signer` says which balancer it comes from.",
            "Some of its segments are padded with `=`, which strict libraries refuse.",
        ],
        remedies: &[
            remedy(
                &[
                    "spoofable-gateway-header",
                    "audience-missing",
                    "audience-mismatch",
                    "azp-missing",
                    "presenter-not-allowed",
                ],
                "compare the header member `signer` with the ARN of your own load balancer, and let nothing but the balancer reach the targets.",
            ),
            remedy(
                &["signature-not-verified", "kid-selects-no-single-key"],
                "fetch the key by its `kid` from `https://public-keys.auth.elb.REGION.amazonaws.com/KID`, after `signer` was compared.",
            ),
        ],
        source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html",
        seen: SEEN,
    },
    Vendor {
        key: "cloudflare-access",
        name: "Cloudflare Access",
        issuer: "https://TEAM.cloudflareaccess.com",
        marks: &[Host("", ".cloudflareaccess.com")],
        peculiar: &[
            "The assertion travels in `Cf-Access-Jwt-Assertion` and in the cookie `CF_Authorization`.",
            "Its audience is the tag of one Access application, 64 hexadecimal digits.",
        ],
        remedies: &[remedy(
            FOR_ANOTHER,
            "compare `aud` with the Application Audience (AUD) tag of this application in the Zero Trust dashboard; every application of the team has its own, and all share one issuer and one set of keys.",
        )],
        source: "https://developers.cloudflare.com/cloudflare-one/identity/authorization-cookie/validating-json/",
        seen: SEEN,
    },
    Vendor {
        key: "keycloak",
        name: "Keycloak",
        issuer: "https://HOST/realms/REALM (before version 17: /auth/realms/REALM)",
        marks: &[
            Path("/realms/"),
            Label("keycloak"),
            Claims(&["azp", "session_state"]),
            Claims(&["azp", "realm_access"]),
        ],
        peculiar: &[
            "The claim `typ` names the kind: `ID`, `Bearer`, `Refresh`, `Offline`, `Logout`.",
            "Access tokens are JWTs, `azp` is the client, and `aud` is often only `account`, because the user has roles there.",
            "Profile, e-mail and roles (`realm_access`, `resource_access`) stand in access tokens by default.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "audience-missing",
                    "default-or-vendor-audience",
                    "audience-too-broad",
                ],
                "give the client an audience mapper for this API: Client scopes, Add mapper, type Audience, Included Client Audience = the API's client; `account` is there only because of the user's roles at the account console.",
            ),
            remedy(
                &["foreign-client-audience"],
                "send the access token (claim `typ` is `Bearer`) instead of the ID token, and give the client an audience mapper for this API.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "set `hostname` to the address that everybody uses: the issuer is otherwise the address of the request, so that tokens fetched inside and outside differ; since version 17 the path is `/realms/REALM` without `/auth`.",
            ),
        ],
        source: "https://www.keycloak.org/docs/latest/server_admin/",
        seen: SEEN,
    },
    Vendor {
        key: "auth0",
        name: "Auth0",
        issuer: "https://TENANT.REGION.auth0.com/, with its slash at the end, or a custom domain",
        marks: &[Host("", ".auth0.com"), Claims(&["gty", "azp", "scope"])],
        peculiar: &[
            "Access tokens are JWTs only for an API that the request named by `audience`; else they are opaque or encrypted, and good for `/userinfo` alone.",
            "With the scope `openid` the audience of an access token holds `https://TENANT/userinfo` beside the API.",
            "The issuer ends with a slash.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "opaque-needs-introspection",
                    "audience-missing",
                ],
                "name the API in the authorization request, `audience=IDENTIFIER` (register it under Applications, APIs); only then is the access token a JWT for that API, otherwise it is opaque and for `/userinfo` alone.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "the issuer ends with a slash, `https://TENANT.auth0.com/`; with a custom domain it is the domain by which the token was asked for.",
            ),
        ],
        source: "https://auth0.com/docs/secure/tokens/access-tokens",
        seen: SEEN,
    },
    Vendor {
        key: "okta",
        name: "Okta",
        issuer: "https://ORG.okta.com (org server) or https://ORG.okta.com/oauth2/SERVER (custom server)",
        marks: &[
            Host("", ".okta.com"),
            Host("", ".oktapreview.com"),
            Host("", ".okta-emea.com"),
            Claims(&["cid", "uid", "scp"]),
        ],
        peculiar: &[
            "Access tokens of the org server are for Okta's own APIs, their audience is the org; nobody else should verify them.",
            "`cid` is the client, `scp` an array of scopes, and the `sub` of an access token is the login name.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "default-or-vendor-audience",
                ],
                "ask a custom authorization server (Security, API; issuer `https://ORG.okta.com/oauth2/default` or one of your own) whose audience is this API; tokens of the org server are for Okta alone.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "`https://ORG.okta.com` and `https://ORG.okta.com/oauth2/default` are two issuers with their own keys: configure client and API with the same one.",
            ),
        ],
        source: "https://developer.okta.com/docs/concepts/auth-servers/",
        seen: SEEN,
    },
    Vendor {
        key: "entra-v2",
        name: "Entra ID v2",
        issuer: "https://login.microsoftonline.com/TENANT/v2.0",
        marks: &[
            IssuerBegins("https://login.microsoftonline.com/"),
            IssuerBegins("https://login.microsoftonline.us/"),
            IssuerBegins("https://login.partner.microsoftonline.cn/"),
            Host("", ".ciamlogin.com"),
            Host("", ".b2clogin.com"),
        ],
        peculiar: &[
            "The audience of an access token is the application id of the API; `scp` holds delegated scopes, `roles` application roles, `azp` the client.",
            "Each tenant is an issuer of its own, and all share their keys.",
            "Users are identified by `oid` and `tid`; `sub` is another one for each application.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "default-or-vendor-audience",
                    "signature-invalid",
                ],
                "ask for a scope of your own API, `api://APPLICATION-ID/.default` or `api://APPLICATION-ID/SCOPE` (Expose an API); a token for `User.Read` or another scope of Microsoft Graph is for Graph, and nobody else can verify it.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer", "multi-tenant-issuer"],
                "set `requestedAccessTokenVersion` to 2 in the manifest of the API: else it gets tokens of `https://sts.windows.net/TENANT/`; an app for many tenants compares `iss` with the tenant in `tid` and keeps a list of tenants.",
            ),
        ],
        source: "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference",
        seen: SEEN,
    },
    Vendor {
        key: "entra-v1",
        name: "Entra ID v1",
        issuer: "https://sts.windows.net/TENANT/",
        marks: &[
            IssuerBegins("https://sts.windows.net/"),
            IssuerBegins("https://sts.chinacloudapi.cn/"),
            IssuerBegins("https://login.chinacloudapi.cn/"),
        ],
        peculiar: &[
            "The audience of an access token is the identifier URI that was asked for, such as `api://…` or `https://graph.microsoft.com`; `appid` is the client.",
            "The version follows the manifest of the API and not the endpoint that was asked: an API without `requestedAccessTokenVersion` gets these.",
            "A token for Microsoft Graph has a `nonce` in its header, and nobody but Graph can verify it.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "default-or-vendor-audience",
                    "signature-invalid",
                ],
                "ask for a scope of your own API, `api://APPLICATION-ID/.default`, instead of one of Microsoft Graph; a token for Graph is not yours to verify.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer", "multi-tenant-issuer"],
                "set `requestedAccessTokenVersion` to 2 in the manifest of the API to get tokens of `https://login.microsoftonline.com/TENANT/v2.0`, or accept `https://sts.windows.net/TENANT/` of your own tenant.",
            ),
        ],
        source: "https://learn.microsoft.com/entra/identity-platform/access-tokens",
        seen: SEEN,
    },
    Vendor {
        key: "cognito",
        name: "Amazon Cognito",
        issuer: "https://cognito-idp.REGION.amazonaws.com/POOL",
        marks: &[
            Host("cognito-idp.", ".amazonaws.com"),
            Host("cognito-idp.", ".amazonaws.com.cn"),
        ],
        peculiar: &[
            "Access tokens have no `aud`: `client_id` is all that tells whom they were issued to, unless the request bound them to a resource.",
            "`token_use` says `access` or `id`.",
            "`email_verified` and `phone_number_verified` may be strings.",
        ],
        remedies: &[
            remedy(
                &["audience-missing"],
                "access tokens of Cognito have no `aud`: compare `client_id` with the app clients you allow and `token_use` with `access`, and demand a scope of a resource server (`IDENTIFIER/SCOPE`); on the Essentials and Plus tiers managed login takes `resource=URL` and sets `aud`.",
            ),
            remedy(
                FOR_ANOTHER,
                "send the access token with a scope of your resource server (`IDENTIFIER/SCOPE`); where the API is to take ID tokens, list the id of this app client at its authorizer.",
            ),
            remedy(
                &["presenter-not-allowed", "no-presenter-list"],
                "list the app client ids at the verifier (`clientId` of `aws-jwt-verify`): every app client of a pool gets tokens of the same issuer.",
            ),
        ],
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html",
        seen: SEEN,
    },
    Vendor {
        key: "apple",
        name: "Apple",
        issuer: "https://appleid.apple.com",
        marks: &[Issuer("https://appleid.apple.com")],
        peculiar: &[
            "Access tokens are opaque and of no use to anybody but Apple.",
            "The audience is the bundle id of an app or the Services ID of a web site: one product has several.",
            "`email_verified` and `is_private_email` may be strings; name and e-mail come at the first login only.",
        ],
        remedies: &[remedy(
            FOR_ANOTHER,
            "list every client id of the product at the back end: the app's bundle id and the web site's Services ID; group them under one primary App ID so that `sub` is the same for both.",
        )],
        source: "https://developer.apple.com/documentation/signinwithapple/verifying-a-user",
        seen: SEEN,
    },
    Vendor {
        key: "ping",
        name: "PingOne",
        issuer: "https://auth.pingone.REGION/ENVIRONMENT/as",
        marks: &[
            IssuerBegins("https://auth.pingone.com/"),
            IssuerBegins("https://auth.pingone.eu/"),
            IssuerBegins("https://auth.pingone.ca/"),
            IssuerBegins("https://auth.pingone.asia/"),
            IssuerBegins("https://auth.pingone.com.au/"),
            Label("pingfederate"),
        ],
        peculiar: &[
            "The audience of an access token is the audience of the resource whose scopes were granted; with scopes of OpenID alone it is Ping's own API.",
            "PingFederate writes what its access token manager is told to: audience, issuer and client claim may be missing.",
        ],
        remedies: &[remedy(
            &[
                "audience-mismatch",
                "foreign-client-audience",
                "default-or-vendor-audience",
                "audience-missing",
            ],
            "create a custom resource (Applications, Resources) with this API as its Audience, grant the application one of its scopes, and ask for that scope; in PingFederate set the audience claim value of the access token manager.",
        )],
        source: "https://apidocs.pingidentity.com/pingone/main/v1/api/src/authentication-concepts/access-tokens-and-id-tokens/token-claims/",
        seen: SEEN,
    },
    Vendor {
        key: "authentik",
        name: "authentik",
        issuer: "https://HOST/application/o/APPLICATION/",
        marks: &[Path("/application/o/"), Label("authentik")],
        peculiar: &[
            "Access tokens are JWTs; their audience is the client id, as in the ID token, and their claims are the same.",
            "By default each application has an issuer of its own, with a slash at its end.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "default-or-vendor-audience",
                ],
                "the audience is the client id of the provider: state it as the API's own (`--own-client`) if API and application are one, else write a scope mapping whose expression returns `{\"aud\": [\"CLIENT-ID\", \"AUDIENCE\"]}`, with the client in it because the ID token gets the same `aud`.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "choose the issuer mode of the provider: by default each application has its own issuer, `https://HOST/application/o/APPLICATION/`, with its slash.",
            ),
        ],
        source: "https://docs.goauthentik.io/add-secure-apps/providers/oauth2/",
        seen: SEEN,
    },
    Vendor {
        key: "zitadel",
        name: "ZITADEL",
        issuer: "https://INSTANCE.zitadel.cloud, or the URL of one's own server",
        marks: &[
            Host("", ".zitadel.cloud"),
            Host("", ".zitadel.app"),
            NameBegins("urn:zitadel:iam:"),
            Label("zitadel"),
        ],
        peculiar: &[
            "Access tokens are opaque unless the application's token type is JWT.",
            "The audience lists all applications of a project and the project itself, in ID tokens too.",
            "Access tokens have `jti` and `nbf`, ID tokens have neither.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "ask for the scope `urn:zitadel:iam:org:project:id:PROJECT:aud` and let the API look for its project id in `aud`.",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "set the application's Auth Token Type to JWT, or introspect the token with a client of type API.",
            ),
        ],
        source: "https://zitadel.com/docs/apis/openidoauth/scopes",
        seen: SEEN,
    },
    Vendor {
        key: "supabase",
        name: "Supabase",
        issuer: "https://PROJECT.supabase.co/auth/v1",
        marks: &[
            Host("", ".supabase.co"),
            Issuer("supabase"),
            Issuer("supabase-demo"),
            Claims(&["role", "aal", "session_id"]),
        ],
        peculiar: &[
            "What its library calls access token is the session of a user: a JWT with the user's e-mail and metadata, whose audience is `authenticated` in every project.",
            "`role` is the role in the database that the request runs as, `aal` how the user was authenticated, and `amr` holds objects with a time.",
            "The keys `anon` and `service_role` are JWTs too; they name the project and no user.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-mismatch",
                    "foreign-client-audience",
                    "issuer-mismatch",
                    "untrusted-issuer",
                ],
                "compare `iss` with `https://PROJECT.supabase.co/auth/v1` and expect the audience `authenticated`: every project writes the same audience, so that only issuer and key tell projects apart.",
            ),
            remedy(
                &["project-key-as-user-token"],
                "send `session.access_token` of the user in `Authorization`, and the project's key in the header `apikey` only; a publishable key (`sb_publishable_…`) is no JWT and is not mistaken for a user's.",
            ),
            remedy(
                &["guessable-mac-secret", "mac-with-several-verifiers"],
                "replace the project's JWT secret by asymmetric signing keys (Settings, JWT Keys); other services then verify with `/auth/v1/.well-known/jwks.json` and cannot issue.",
            ),
        ],
        source: "https://supabase.com/docs/guides/auth/jwt-fields",
        seen: SEEN,
    },
    Vendor {
        key: "fusionauth",
        name: "FusionAuth",
        issuer: "the tenant's, `acme.com` until it is set",
        marks: &[
            Claims(&["applicationId", "authenticationType"]),
            Claims(&["authenticationType", "tid"]),
            Label("fusionauth"),
        ],
        peculiar: &[
            "ID token and access token are JWTs with the same audience, the application id; `scope` and `roles` mark the access token.",
            "A new tenant issues in the name of `acme.com`.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "the audience is the id of the application: let the API accept that id (`--own-client`), or set another `aud` in a JWT populate lambda.",
            ),
            remedy(
                &[
                    "issuer-mismatch",
                    "untrusted-issuer",
                    "issuer-not-https-url",
                ],
                "set the Issuer of the tenant to its public URL (Tenants, General); a new one says `acme.com`.",
            ),
        ],
        source: "https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/tokens",
        seen: SEEN,
    },
    Vendor {
        key: "ory",
        name: "Ory Hydra",
        issuer: "https://SLUG.projects.oryapis.com, or the URL of one's own server",
        marks: &[
            Host("", ".projects.oryapis.com"),
            Claims(&["ext", "scp", "client_id"]),
            Label("hydra"),
        ],
        peculiar: &[
            "Access tokens are opaque (`ory_at_…`) unless the strategy is `jwt`; then `scp` is an array and what the consent app adds stands in `ext`.",
            "`aud` is empty unless the client asked for an audience and the consent app granted it.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-missing",
                    "audience-mismatch",
                    "foreign-client-audience",
                ],
                "list the API in the client's `audience`, ask for it (`audience=URL`) and grant it in the consent app (`grant_access_token_audience`).",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "introspect the token at the admin API, or set `strategies.access_token` to `jwt`.",
            ),
        ],
        source: "https://www.ory.com/docs/hydra/guides/audiences",
        seen: SEEN,
    },
    Vendor {
        key: "authlete",
        name: "Authlete",
        issuer: "the operator's own: Authlete is the engine of an authorization server",
        marks: &[Host("", ".authlete.com"), Label("authlete")],
        peculiar: &[
            "Access tokens are opaque until the service has an Access Token Signature Algorithm; then they are JWTs.",
            "`aud` of an access token follows the `resource` of the request (RFC 8707), and is missing without one.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-missing",
                    "audience-mismatch",
                    "foreign-client-audience",
                ],
                "let the client name the API with `resource=URL` (RFC 8707): what was asked for becomes the audience of the access token.",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "call the introspection API of Authlete, or choose an Access Token Signature Algorithm for the service.",
            ),
        ],
        source: "https://www.authlete.com/kb/oauth-and-openid-connect/access-tokens/jwt-based-access-token/",
        seen: SEEN,
    },
    Vendor {
        key: "canaille",
        name: "Canaille",
        issuer: "the URL of one's own server",
        marks: &[Label("canaille")],
        peculiar: &[
            "A client has a list of audiences, which its ID tokens carry in `aud`: at first the client alone.",
        ],
        remedies: &[remedy(
            FOR_ANOTHER,
            "add this receiver's client to the audiences of the client in the administration, or let the receiver introspect the access token.",
        )],
        source: "https://gitlab.com/yaal/canaille/-/issues/62",
        seen: SEEN,
    },
    Vendor {
        key: "lemonldap-ng",
        name: "LemonLDAP::NG",
        issuer: "the URL of the portal, often https://auth.DOMAIN",
        marks: &[
            Claim("acr", "loa-1", &["azp", "auth_time"]),
            Claim("acr", "loa-2", &["azp", "auth_time"]),
            Claim("acr", "loa-3", &["azp", "auth_time"]),
            Claim("acr", "loa-4", &["azp", "auth_time"]),
            Claim("acr", "loa-5", &["azp", "auth_time"]),
            Label("lemonldap"),
        ],
        peculiar: &[
            "`acr` is `loa-1` to `loa-5`, by the level of the authentication.",
            "Access tokens are opaque unless the relying party uses the JWT format; `aud` is the client and what is listed as additional audiences.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "add this receiver to the additional audiences of the relying party, or exchange the token for one of its own.",
            ),
            remedy(
                &["opaque-needs-introspection"],
                "introspect the token, or use the JWT format for access tokens of this relying party.",
            ),
        ],
        source: "https://lemonldap-ng.org/documentation/latest/idpopenidconnect.html",
        seen: SEEN,
    },
    Vendor {
        key: "duende",
        name: "Duende IdentityServer",
        issuer: "the URL of one's own server",
        marks: &[
            Claim("idp", "local", &["auth_time", "amr"]),
            Host("", ".duendesoftware.com"),
        ],
        peculiar: &[
            "Access tokens have the type `at+jwt`; their audience is the name of the ApiResource that the scopes belong to, and missing for plain scopes.",
            "`scope` is an array by default, where RFC 9068 wants a string.",
            "`idp` is `local` for users of the server itself.",
        ],
        remedies: &[
            remedy(
                &[
                    "audience-missing",
                    "audience-mismatch",
                    "foreign-client-audience",
                ],
                "group the scopes into an `ApiResource` with the API's name: that name becomes `aud`; with plain `ApiScope`s there is none unless `EmitStaticAudienceClaim` is set, which names ISSUER/resources for every API.",
            ),
            remedy(
                &["default-or-vendor-audience"],
                "replace `EmitStaticAudienceClaim`, which gives every API the audience ISSUER/resources, by an `ApiResource` for each API.",
            ),
            remedy(
                &["wrong-claim-type"],
                "set `EmitScopesAsSpaceDelimitedStringInJwt`, and `scope` is a string as in RFC 9068.",
            ),
        ],
        source: "https://docs.duendesoftware.com/identityserver/fundamentals/resources/api-resources",
        seen: SEEN,
    },
    Vendor {
        key: "teleport",
        name: "Teleport",
        issuer: "the name of the cluster",
        marks: &[
            Claims(&["username", "roles", "traits"]),
            Host("", ".teleport.sh"),
        ],
        peculiar: &[
            "The proxy sends every application a JWT in `Teleport-Jwt-Assertion`, with the user's roles and traits; its audience is the URI of the application.",
        ],
        remedies: &[
            remedy(
                FOR_ANOTHER,
                "compare `aud` with the `uri` under which the application is registered in `app_service`: each application gets its own assertion.",
            ),
            remedy(
                &["issuer-mismatch", "untrusted-issuer"],
                "the issuer is the name of the cluster (`tctl status`), no URL; its keys are at `https://PROXY/.well-known/jwks.json`.",
            ),
        ],
        source: "https://goteleport.com/docs/enroll-resources/application-access/jwt/introduction/",
        seen: SEEN,
    },
];
