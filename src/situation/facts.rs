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
        /// both
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

/// Which parties the receiver lets present tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presenters {
    /// Anybody that has a token of the issuer.
    Any,
    /// These client ids.
    Listed(Vec<String>),
}

impl Presenters {
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
}
