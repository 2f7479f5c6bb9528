//! Where keys come from, and how an issuer is asked.

use std::path::PathBuf;

use clap::Args;

/// How an issuer is asked.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    /// Never touch the network
    #[arg(long)]
    pub(crate) offline: bool,

    /// Trust the certificates of this PEM file for https, instead of the system's
    #[arg(long, value_name = "FILE")]
    pub(crate) ca_file: Option<PathBuf>,

    /// Give up on the provider after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 10, allow_negative_numbers = true, value_parser = wait)]
    pub(crate) timeout: u64,

    /// Allow plain http beyond this machine
    #[arg(long)]
    pub(crate) allow_http: bool,
}

/// Where keys come from.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Provider and keys")]
pub(crate) struct ProviderArgs {
    /// Discover this issuer and trust its keys
    #[arg(long, value_name = "URL")]
    pub(crate) issuer: Option<String>,

    /// Discover the issuer that the token itself names (for display: the token chose it)
    #[arg(long, conflicts_with_all = ["issuer", "offline"])]
    pub(crate) discover: bool,

    /// A saved provider: a discovery document, or a folder with it and its key set
    #[arg(long, value_name = "FILE|DIR")]
    pub(crate) provider: Option<PathBuf>,

    /// A key set (RFC 7517)
    #[arg(long, value_name = "FILE")]
    pub(crate) jwks: Option<PathBuf>,

    /// Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands
    #[arg(long, value_name = "FILE")]
    pub(crate) resource_metadata: Option<PathBuf>,

    /// A public key or certificate in PEM, or one JWK
    #[arg(long, value_name = "FILE")]
    pub(crate) key: Option<PathBuf>,

    /// A file with an HMAC secret (one final line break is not part of it)
    #[arg(long, value_name = "FILE")]
    pub(crate) secret_file: Option<PathBuf>,

    /// An environment variable with an HMAC secret
    #[arg(long, value_name = "NAME")]
    pub(crate) secret_env: Option<String>,

    #[command(flatten)]
    pub(crate) network: NetworkArgs,

    /// Allow private addresses for hosts that the token named
    #[arg(long, help_heading = "Network")]
    pub(crate) allow_private: bool,

    /// Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none
    #[arg(long)]
    pub(crate) require_signature: bool,
}

fn wait(text: &str) -> Result<u64, String> {
    text.parse()
        .map_err(|_| "expected a whole number of seconds, such as 10".to_owned())
}
