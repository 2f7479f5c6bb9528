//! The values of each fact, named as on the command line.

use std::fmt;

use clap::ValueEnum;

macro_rules! fact {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
        pub enum $name {
            $($(#[$vdoc])* $variant,)*
        }

        impl $name {
            /// The name as typed.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.name())
            }
        }
    };
}

fact! {
    /// The function of the receiving program for this message.
    Role {
        /// the relying party that asked for the login
        Client = "client",
        /// an API that guards resources
        ResourceServer = "resource-server",
        /// the token endpoint of an issuer
        AuthorizationServer = "authorization-server",
        /// a token exchange endpoint (RFC 8693)
        TokenExchange = "token-exchange",
        /// an endpoint that turns a token into its own session
        SessionEndpoint = "session-endpoint",
        /// a proxy that checks tokens for others
        Gateway = "gateway",
        /// the API server of a Kubernetes cluster
        KubernetesApi = "kubernetes-api",
        /// an endpoint that gives cloud credentials for a workload's token
        WorkloadFederation = "workload-federation",
        /// the userinfo endpoint of the issuer
        Userinfo = "userinfo",
        /// the introspection endpoint of the issuer
        Introspection = "introspection",
        /// a client's back-channel logout endpoint
        LogoutEndpoint = "logout-endpoint",
    }
}

impl Role {
    /// Whether the endpoint turns a proof of authentication into a session or token of its own.
    pub fn issues(self) -> bool {
        matches!(
            self,
            Self::SessionEndpoint
                | Self::TokenExchange
                | Self::AuthorizationServer
                | Self::WorkloadFederation
        )
    }

    /// Whether the endpoint is an issuer's, so that tokens come back to it.
    pub fn is_issuers(self) -> bool {
        matches!(
            self,
            Self::Userinfo | Self::Introspection | Self::AuthorizationServer | Self::TokenExchange
        )
    }

    /// Whether the endpoint lets a request in because of the token that comes with it.
    pub fn takes_credentials(self) -> bool {
        matches!(
            self,
            Self::ResourceServer | Self::Gateway | Self::KubernetesApi | Self::Userinfo
        )
    }
}

fact! {
    /// Whether client and receiver have the same operator.
    Relation {
        /// one operator runs both
        FirstParty = "first-party",
        /// client and receiver belong to different parties
        ThirdParty = "third-party",
    }
}

fact! {
    /// What the receiver must learn.
    Need {
        /// who the user is
        Authentication = "authentication",
        /// what the client may do for the user
        Delegation = "delegation",
        /// who the user is, and what the client may do
        Both = "both",
    }
}

impl Need {
    /// Whether the receiver must learn what the client may do.
    pub fn includes_delegation(self) -> bool {
        matches!(self, Self::Delegation | Self::Both)
    }

    /// Whether the receiver must learn who the user is.
    pub fn includes_authentication(self) -> bool {
        matches!(self, Self::Authentication | Self::Both)
    }
}

fact! {
    /// Who decides what the caller may do.
    Permissions {
        /// the receiver's own data: owner checks, roles it keeps
        OwnRules = "own-rules",
        /// scopes and claims of the token
        Token = "token",
        /// both
        Both = "both",
    }
}

fact! {
    /// What the user agreed to for this client.
    Consent {
        /// access to this API
        Api = "api",
        /// the login only
        LoginOnly = "login-only",
        /// nobody is asked inside one organisation
        NotApplicable = "not-applicable",
    }
}

fact! {
    /// Whether a sender constraint is demanded.
    Binding {
        /// unbound tokens must be refused
        Required = "required",
        /// wanted where possible
        Preferred = "preferred",
        /// bearer tokens will do
        NotNeeded = "not-needed",
    }
}

fact! {
    /// How the token travels.
    Transport {
        /// `Authorization: Bearer`
        BearerHeader = "bearer-header",
        /// `Authorization: DPoP` with a proof
        DpopHeader = "dpop-header",
        /// a header, with a client certificate on the connection
        Mtls = "mtls",
        /// in the query of a URL
        Query = "query",
        /// in the fragment of a URL
        Fragment = "fragment",
        /// in a form body
        FormBody = "form-body",
        /// in a cookie
        Cookie = "cookie",
        /// in a header of its own
        CustomHeader = "custom-header",
        /// in the URL of a WebSocket handshake
        WebsocketQuery = "websocket-query",
        /// in the subprotocol header of a WebSocket handshake
        WebsocketSubprotocol = "websocket-subprotocol",
        /// it does not travel
        None = "none",
    }
}

fact! {
    /// How the connection is protected.
    Channel {
        /// TLS
        Https = "https",
        /// plain http that does not leave the machine
        HttpLoopback = "http-loopback",
        /// plain http
        Http = "http",
        /// mutual TLS between services
        MeshMtls = "mesh-mtls",
    }
}

fact! {
    /// Whether the sender can keep a secret.
    ClientType {
        /// a browser or native application
        Public = "public",
        /// a server that keeps a secret or a key
        Confidential = "confidential",
        /// a service or a job
        Workload = "workload",
    }
}

fact! {
    /// How the receiver notices that a token comes a second time.
    OneTime {
        /// by the nonce of the login that it began
        Nonce = "nonce",
        /// by remembering `jti` or a hash of the token
        Jti = "jti",
        /// not at all
        None = "none",
    }
}

fact! {
    /// The consequence of a wrong grant.
    Sensitivity {
        /// little
        Low = "low",
        /// the usual
        Normal = "normal",
        /// much
        High = "high",
    }
}

fact! {
    /// How the receiver tells kinds of token apart.
    TypeRule {
        /// by `typ` `at+jwt` (RFC 9068)
        #[value(name = "at+jwt")]
        AtJwt = "at+jwt",
        /// by a rule of its own
        Own = "own",
        /// not at all
        None = "none",
    }
}

fact! {
    /// A profile of rules: what is demanded beyond the basics.
    #[derive(Default)]
    Profile {
        /// OpenID Connect and OAuth 2.0 as most deploy them
        #[default]
        Oidc = "oidc",
        /// JWT access tokens after RFC 9068
        Rfc9068 = "rfc9068",
        /// FAPI 2.0
        Fapi2 = "fapi2",
        /// a Kubernetes cluster
        K8s = "k8s",
        /// for learning: everything is shown, nothing fails
        Teach = "teach",
    }
}

/// A party that the receiver sends the token on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// By which name that party recognises itself in `aud`.
    pub id: String,
    /// What the token is there.
    pub forwarded_as: ForwardedAs,
}

impl fmt::Display for Forward {
    /// As typed: `ID=credential` or `ID=payload`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let forwarded_as = match self.forwarded_as {
            ForwardedAs::Credential => "credential",
            ForwardedAs::Payload => "payload",
        };
        write!(formatter, "{}={forwarded_as}", self.id)
    }
}

/// What a forwarded token is to the next party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardedAs {
    /// It opens the door.
    Credential,
    /// It informs, beside another credential.
    Payload,
}

/// Which parties the receiver lets present tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presenters {
    /// Anybody that has a token of the issuer.
    Any,
    /// These client ids.
    Listed(Vec<String>),
}

impl Presenters {
    /// Client ids, or `any` among them.
    pub fn of(names: Vec<String>) -> Self {
        if names.iter().any(|name| name == "any") {
            Self::Any
        } else {
            Self::Listed(names)
        }
    }

    /// Whether this client may present tokens.
    pub fn allow(&self, client: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Listed(list) => list.iter().any(|known| known == client),
        }
    }
}

macro_rules! fact_names {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $flag:literal;)*) => {
        /// The facts that a rule can ask for, by their dotted names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum FactName {
            $($(#[$doc])* $variant,)*
        }

        impl FactName {
            /// The dotted name, such as `receiver.ids`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The flags that state it.
            pub fn flag(self) -> &'static str {
                match self { $(Self::$variant => $flag,)* }
            }
        }
    };
}

fact_names! {
    /// Verification keys.
    Keys = "keys", "--issuer, --jwks, --key or --secret-file";
    /// The issuer that is expected.
    ReceiverIssuers = "receiver.issuers", "--issuer";
    /// The function of the receiver.
    ReceiverRole = "receiver.role", "--to";
    /// The names of the receiver.
    ReceiverIds = "receiver.ids", "--audience";
    /// The receiver's own client ids.
    ReceiverClients = "receiver.clients", "--own-client";
    /// The client ids of the sender.
    ClientIds = "client.ids", "--client";
    /// First or third party.
    Relation = "relation", "--relation";
    /// Who may present tokens.
    Presenters = "presenters", "--presenter";
    /// What the receiver must learn.
    Need = "need", "--need";
    /// Who decides.
    Permissions = "permissions", "--permissions";
    /// Whether a sender constraint is demanded.
    Binding = "binding", "--binding";
    /// How the token travels.
    Transport = "transport", "--transport";
    /// The nonce of the login attempt.
    Nonce = "nonce", "--nonce";
    /// What the user agreed to.
    Consent = "consent", "--consent";
    /// How the connection is protected.
    Channel = "channel", "--channel";
    /// Whether the sender can keep a secret.
    ClientType = "client.type", "--fact client.type";
    /// The thumbprint of the certificate that the sender presents.
    ClientCertificate = "client.certificate", "--client-cert";
    /// Whether the receiver compares the audience.
    ChecksAudience = "checks.audience", "--check audience";
    /// Whether the receiver tells presenters apart.
    ChecksPresenter = "checks.presenter", "--check presenter";
    /// The scopes that the receiver needs.
    NeedScopes = "need.scopes", "--scope";
    /// The oldest authentication that the receiver takes.
    NeedMaxAuthAge = "need.max_auth_age", "--max-auth-age";
    /// The authentication context that the receiver needs.
    NeedAcr = "need.acr", "--fact need.acr";
    /// How a second use is noticed.
    OneTime = "one_time", "--fact one_time";
    /// What happens to the token next.
    ForwardsTo = "forwards_to", "--forwards-to";
    /// The claims that select the account.
    AccountKey = "account_key", "--fact account_key";
    /// Whether the client reads the access token.
    ReadsAccessToken = "reads_access_token", "--fact reads_access_token";
    /// The consequence of a wrong grant.
    Sensitivity = "sensitivity", "--fact sensitivity";
    /// Whether the receiver asks the issuer.
    Introspects = "introspects", "--fact introspects";
    /// What a trust policy demands of the subject.
    SubjectCondition = "subject_condition", "--fact subject_condition";
    /// How kinds are told apart.
    TypeRule = "type_rule", "--fact type_rule";
}
