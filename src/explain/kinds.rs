//! What each kind of token is, and where it belongs.

use crate::classify::Kind::{self, *};

/// What a kind is, in one sentence.
pub fn what(kind: Kind) -> &'static str {
    text(kind).0
}

/// Where it belongs, and where not, in one sentence.
pub fn belongs(kind: Kind) -> &'static str {
    text(kind).1
}

fn text(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        IdToken => (
            "A signed statement of the provider that a user has logged in, made for the client that asked (OIDC Core §2).",
            "It belongs to its client, which is its audience. A back end of the same application, a session endpoint or a token exchange may take it; at another API it depends on audience, presenter and need.",
        ),
        AccessToken => (
            "A string that stands for a grant: what its client may do at an API, in the profile of RFC 9068 or in a form of the issuer's own.",
            "It belongs to the API in its audience. It is no proof of a login, and clients should not read it.",
        ),
        RefreshToken => (
            "A long-lived credential of one client for new access tokens (RFC 6749 §1.5).",
            "It belongs to the token endpoint of its issuer and nowhere else.",
        ),
        LogoutToken => (
            "A message of the provider to a client that a session is over (Back-Channel Logout §2.4).",
            "It belongs to the client's back-channel logout endpoint; it is a credential nowhere.",
        ),
        SecurityEventToken => (
            "A signed message that something happened to a subject (RFC 8417).",
            "It belongs to the endpoint that receives events; it is a credential nowhere.",
        ),
        DpopProof => (
            "A JWT that a client makes for one request, to prove that it holds a key (RFC 9449 §4.2).",
            "It belongs into the header `DPoP` beside an access token, once.",
        ),
        ClientAssertion => (
            "A JWT with which a client authenticates instead of a password (RFC 7523 §3).",
            "It belongs into `client_assertion` at the authorization server.",
        ),
        ClientAttestation => (
            "A statement about an instance of a client's software, or the proof of its key (attestation-based client authentication, a draft).",
            "It belongs into the headers of a request to the authorization server.",
        ),
        RequestObject => (
            "An authorization request as a signed JWT (RFC 9101).",
            "It belongs into `request` or behind `request_uri` at the authorization server.",
        ),
        JarmResponse => (
            "An authorization response as a signed JWT (JARM).",
            "It belongs into `response`, to the client that is its audience.",
        ),
        UserinfoResponse => (
            "The answer of the userinfo endpoint as a signed JWT (OIDC Core §5.3.2).",
            "It belongs to the client that asked; it proves no login by itself.",
        ),
        IntrospectionResponse => (
            "The issuer's answer about a token, as a signed JWT (RFC 9701).",
            "It belongs to the resource server that asked; it is no access token.",
        ),
        SdJwt => (
            "A signed JWT whose holder chooses which claims to show (RFC 9901).",
            "It belongs to a verifier, with the disclosures chosen for it, and mostly with a key-binding JWT.",
        ),
        KeyBindingJwt => (
            "The proof at the end of an SD-JWT that the holder has the key (RFC 9901 §4.3).",
            "It belongs behind its SD-JWT, for one verifier and one nonce.",
        ),
        VerifiableCredential => (
            "A JWT of the family of verifiable credentials: a credential, a presentation, a proof, a status list.",
            "It belongs to the issuer, wallet or verifier that its type names.",
        ),
        KubernetesServiceAccount => (
            "The token of a service account of a Kubernetes cluster, bound to pod and audience.",
            "It belongs to the API server, or to the receiver that its audience names; it speaks of a workload, not of a person.",
        ),
        GithubActions => (
            "An ID token about a job of GitHub Actions.",
            "It belongs to a federation endpoint that checks `aud` and `sub` and gives credentials of its own.",
        ),
        GitlabCi => (
            "An ID token about a job of GitLab CI.",
            "It belongs to a federation endpoint that checks `aud` and `sub` and gives credentials of its own.",
        ),
        SpiffeSvid => (
            "The identity of a workload in a SPIFFE trust domain, as a JWT.",
            "It belongs to the workload that its audience names.",
        ),
        IdentityAssertionGrant => (
            "An identity provider's assertion for the authorization server of another domain (ID-JAG, a draft).",
            "It belongs to that server's token endpoint, which gives an access token for it.",
        ),
        TransactionToken => (
            "A short-lived token that carries user and purpose of one call through the services behind it (a draft).",
            "It belongs to the services of one trust domain.",
        ),
        SoftwareStatement => (
            "Signed metadata about a client's software (RFC 7591 §2.3).",
            "It belongs into a registration request.",
        ),
        FederationStatement => (
            "A signed statement of one entity about itself or another (OpenID Federation).",
            "It belongs to whoever resolves a chain of trust.",
        ),
        GatewayAssertion => (
            "A gateway's signed statement about the user, for the service behind it.",
            "It belongs to that one service, which must verify it and be reachable through the gateway alone.",
        ),
        RegistrationAccessToken => (
            "The credential for one client's registration (RFC 7592).",
            "It belongs to the client configuration endpoint of its issuer.",
        ),
        Encrypted => (
            "A JWE: only its recipient can read what is inside.",
            "That depends on what is inside; the field it stood in and its header tell what is likely.",
        ),
        Opaque => (
            "A string that only its issuer can read.",
            "Field and prefix tell what it is likely to be; its issuer tells the rest by introspection.",
        ),
        ApplicationSession => (
            "A session token that an application made for itself.",
            "It belongs to that application alone.",
        ),
        Unknown => (
            "A token that bears no mark of any kind that is known here.",
            "Say what it is with `--as KIND`, or where it was found, and it can be judged.",
        ),
    }
}
