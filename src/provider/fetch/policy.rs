//! What a run allows, and whom it trusts.

use std::{fmt, time::Duration};

use rustls_pki_types::{CertificateDer, pem::PemObject as _};
use thiserror::Error;
use ureq::{
    Proxy, ProxyProtocol,
    tls::{Certificate, RootCerts},
};

use crate::provider::ChosenBy;

/// What a run allows.
#[derive(Debug, Clone)]
pub struct Policy {
    /// For all requests to one provider together.
    pub timeout: Duration,
    /// Whether plain http may leave this machine.
    pub allow_http: bool,
    /// Whether hosts that a token named may be private ones.
    pub allow_private: bool,
    /// Who named the host. For hosts that a token named, addresses are guarded and proxies, which
    /// would hide the address, are not used.
    pub named_by: ChosenBy,
    /// The certificates to trust; the system's if none are given.
    pub roots: Option<Roots>,
    /// The proxy of the environment.
    pub proxy: Option<ProxySetting>,
}

/// Certificates of a PEM file.
#[derive(Debug, Clone)]
pub struct Roots(RootCerts);

impl Roots {
    /// Reads all certificates of a PEM text.
    ///
    /// # Errors
    /// The PEM is broken, or has no certificate in it.
    pub fn from_pem(text: &[u8]) -> Result<Self, RootsError> {
        let certificates = CertificateDer::pem_slice_iter(text)
            .map(|one| one.map(|der| Certificate::from_der(&der).to_owned()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| RootsError::Broken(error.to_string()))?;
        if certificates.is_empty() {
            return Err(RootsError::None);
        }
        Ok(Self(RootCerts::new_with_certs(&certificates)))
    }
}

impl Policy {
    /// The certificates that TLS trusts.
    pub(super) fn root_certificates(&self) -> RootCerts {
        match &self.roots {
            Some(Roots(certificates)) => certificates.clone(),
            None => RootCerts::PlatformVerifier,
        }
    }

    /// The proxy to go through; none for hosts that a token named.
    pub(super) fn proxy_to_use(&self) -> Option<Proxy> {
        match self.named_by {
            ChosenBy::User => self.proxy.clone().map(|setting| setting.0),
            ChosenBy::Token => None,
        }
    }
}

/// Why a file gives no certificates.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RootsError {
    /// The PEM cannot be read.
    #[error("its PEM is broken: {0}")]
    Broken(String),
    /// There is none in it.
    #[error("it holds no certificate, expected `-----BEGIN CERTIFICATE-----`")]
    None,
}

/// A proxy, as the environment names it.
#[derive(Clone)]
pub struct ProxySetting(Proxy);

impl ProxySetting {
    /// Reads the URL of an http or https proxy, and the hosts that it is not for (`NO_PROXY`).
    /// `None` if the URL is none, or of another kind of proxy.
    pub fn new(url: &str, except: &str) -> Option<Self> {
        let stated = Proxy::new(url).ok()?;
        let protocol = stated.protocol();
        if !matches!(protocol, ProxyProtocol::Http | ProxyProtocol::Https) {
            return None;
        }
        let mut builder = Proxy::builder(protocol)
            .host(stated.host())
            .port(stated.port());
        if let Some(name) = stated.username() {
            builder = builder.username(name);
        }
        if let Some(password) = stated.password() {
            builder = builder.password(password);
        }
        for host in except.split(',').map(str::trim) {
            builder = builder.no_proxy(host);
        }
        builder.build().ok().map(Self)
    }
}

/// A proxy's URL may hold a password.
impl fmt::Debug for ProxySetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ProxySetting")
    }
}
