//! The kinds of token, by their fixed names.

use std::fmt;

macro_rules! kinds {
    ($($variant:ident = $name:literal, $label:literal;)*) => {
        /// What a token is for. The names are those of the JSON report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $(#[doc = $label] $variant,)*
        }

        impl Kind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The fixed name, such as `id-token`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The name for a sentence, such as "ID token".
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }
    };
}

kinds! {
    IdToken = "id-token", "ID token";
    AccessToken = "access-token", "access token";
    RefreshToken = "refresh-token", "refresh token";
    LogoutToken = "logout-token", "logout token";
    SecurityEventToken = "security-event-token", "security event token";
    DpopProof = "dpop-proof", "DPoP proof";
    ClientAssertion = "client-assertion", "client assertion";
    ClientAttestation = "client-attestation", "client attestation";
    RequestObject = "request-object", "request object";
    JarmResponse = "jarm-response", "JARM response";
    UserinfoResponse = "userinfo-response", "signed userinfo response";
    IntrospectionResponse = "introspection-response", "signed introspection response";
    SdJwt = "sd-jwt", "SD-JWT";
    KeyBindingJwt = "key-binding-jwt", "key-binding JWT";
    VerifiableCredential = "verifiable-credential", "JWT of the credential family";
    KubernetesServiceAccount = "kubernetes-service-account", "Kubernetes service-account token";
    GithubActions = "github-actions", "GitHub Actions token";
    GitlabCi = "gitlab-ci", "GitLab CI token";
    SpiffeSvid = "spiffe-svid", "SPIFFE JWT-SVID";
    IdentityAssertionGrant = "identity-assertion-grant", "identity assertion grant";
    TransactionToken = "transaction-token", "transaction token";
    SoftwareStatement = "software-statement", "software statement";
    FederationStatement = "federation-statement", "federation statement";
    GatewayAssertion = "gateway-assertion", "gateway assertion";
    RegistrationAccessToken = "registration-access-token", "registration access token";
    Encrypted = "encrypted", "encrypted token";
    Opaque = "opaque", "opaque token";
    ApplicationSession = "application-session", "application's own session token";
    Unknown = "unknown", "token of unknown kind";
}

impl Kind {
    /// The kind of that fixed name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.label())
    }
}
