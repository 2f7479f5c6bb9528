//! The specifications that rules refer to: one table that makes names and URLs.

use std::fmt;

/// A section of a specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// Which document.
    pub spec: Spec,
    /// The section number, such as `4.1.3`; empty for the document as a whole.
    pub section: &'static str,
}

/// A reference to a section.
pub const fn section(spec: Spec, section: &'static str) -> Reference {
    Reference { spec, section }
}

/// The documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spec {
    /// An RFC, by its number.
    Rfc(u16),
    /// OpenID Connect Core 1.0 with errata set 2.
    OidcCore,
    /// OpenID Connect Discovery 1.0.
    OidcDiscovery,
    /// OpenID Connect Back-Channel Logout 1.0.
    BackChannelLogout,
    /// OAuth 2.0 Multiple Response Type Encoding Practices.
    MultipleResponseTypes,
    /// FAPI 2.0 Security Profile.
    Fapi2Security,
    /// JWT Secured Authorization Response Mode.
    Jarm,
    /// JSON Web Token Best Current Practices, the revision of RFC 8725 in progress.
    JwtBcpBis,
    /// Identity Assertion Authorization Grant, a draft.
    IdJag,
    /// OpenID Connect Token Hash Algorithm Implementer's Guide, a draft.
    TokenHashGuide,
    /// OpenID Connect Key Binding 1.0, a draft.
    KeyBinding,
    /// Solid-OIDC, a community report.
    SolidOidc,
    /// The Kubernetes documentation on authentication.
    KubernetesAuthentication,
    /// Google's documentation on OpenID Connect.
    GoogleOpenId,
    /// Microsoft's reference of the claims in Entra access tokens.
    EntraAccessTokens,
    /// OpenID Connect Front-Channel Logout 1.0.
    FrontChannelLogout,
    /// OpenID Connect RP-Initiated Logout 1.0.
    RpInitiatedLogout,
    /// OpenID Connect Session Management 1.0.
    SessionManagement,
    /// Financial-grade API Security Profile 1.0, Part 2: Advanced.
    Fapi1Advanced,
    /// OAuth 2.0 Attestation-Based Client Authentication, a draft.
    ClientAttestation,
    /// SD-JWT-based Verifiable Credentials, a draft.
    SdJwtVc,
    /// Token Status List, a draft.
    TokenStatusList,
    /// Cookies: HTTP State Management Mechanism, the revision of RFC 6265 in progress.
    Cookies,
    /// FAPI 2.0 Message Signing.
    Fapi2MessageSigning,
    /// Kubernetes enhancement 1205: bound service-account tokens.
    BoundServiceAccountTokens,
    /// GitHub's reference of OpenID Connect in Actions.
    GithubOpenId,
    /// GitLab's documentation on ID tokens of CI jobs.
    GitlabIdTokens,
    /// The condition keys of AWS IAM.
    AwsConditionKeys,
}

impl Spec {
    /// The short name that people cite.
    pub fn name(self) -> String {
        match self {
            Self::Rfc(number) => format!("RFC {number}"),
            Self::OidcCore => "OIDC Core".to_owned(),
            Self::OidcDiscovery => "OIDC Discovery".to_owned(),
            Self::BackChannelLogout => "Back-Channel Logout".to_owned(),
            Self::MultipleResponseTypes => "OAuth Multiple Response Types".to_owned(),
            Self::Fapi2Security => "FAPI 2 Security Profile".to_owned(),
            Self::Jarm => "JARM".to_owned(),
            Self::JwtBcpBis => "JWT BCP bis (draft)".to_owned(),
            Self::IdJag => "ID-JAG (draft)".to_owned(),
            Self::TokenHashGuide => "Token Hash Guide (draft)".to_owned(),
            Self::KeyBinding => "OpenID Key Binding (draft)".to_owned(),
            Self::SolidOidc => "Solid-OIDC".to_owned(),
            Self::KubernetesAuthentication => "Kubernetes: Authenticating".to_owned(),
            Self::GoogleOpenId => "Google: OpenID Connect".to_owned(),
            Self::EntraAccessTokens => "Entra: access token claims".to_owned(),
            Self::FrontChannelLogout => "Front-Channel Logout".to_owned(),
            Self::RpInitiatedLogout => "RP-Initiated Logout".to_owned(),
            Self::SessionManagement => "Session Management".to_owned(),
            Self::Fapi1Advanced => "FAPI 1 Advanced".to_owned(),
            Self::ClientAttestation => "Client Attestation (draft)".to_owned(),
            Self::SdJwtVc => "SD-JWT VC (draft)".to_owned(),
            Self::TokenStatusList => "Token Status List (draft)".to_owned(),
            Self::Cookies => "RFC 6265 bis (draft)".to_owned(),
            Self::Fapi2MessageSigning => "FAPI 2 Message Signing".to_owned(),
            Self::BoundServiceAccountTokens => "Kubernetes: KEP-1205".to_owned(),
            Self::GithubOpenId => "GitHub: OpenID Connect in Actions".to_owned(),
            Self::GitlabIdTokens => "GitLab: ID tokens of jobs".to_owned(),
            Self::AwsConditionKeys => "AWS IAM: condition keys".to_owned(),
        }
    }

    /// The word by which one asks for it: `rfc9068`, `oidc-core`.
    pub fn key(self) -> String {
        if let Self::Rfc(number) = self {
            return format!("rfc{number}");
        }
        let name = self.name().replace(" (draft)", "").to_lowercase();
        let words = name.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
        words.join("-")
    }

    /// The whole document.
    pub fn whole(self) -> Reference {
        section(self, "")
    }

    fn page(self) -> String {
        match self {
            Self::Rfc(number) => format!("https://www.rfc-editor.org/rfc/rfc{number}"),
            other => match other {
                Self::OidcCore => "https://openid.net/specs/openid-connect-core-1_0.html",
                Self::OidcDiscovery => "https://openid.net/specs/openid-connect-discovery-1_0.html",
                Self::BackChannelLogout => {
                    "https://openid.net/specs/openid-connect-backchannel-1_0.html"
                }
                Self::MultipleResponseTypes => {
                    "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html"
                }
                Self::Fapi2Security => "https://openid.net/specs/fapi-security-profile-2_0.html",
                Self::Jarm => "https://openid.net/specs/oauth-v2-jarm.html",
                Self::JwtBcpBis => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-rfc8725bis"
                }
                Self::IdJag => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-identity-assertion-authz-grant"
                }
                Self::TokenHashGuide => "https://openid.net/specs/",
                Self::KeyBinding => "https://openid.net/specs/openid-connect-key-binding-1_0-ID1.html",
                Self::SolidOidc => "https://solidproject.org/TR/oidc",
                Self::KubernetesAuthentication => {
                    "https://kubernetes.io/docs/reference/access-authn-authz/authentication/"
                }
                Self::GoogleOpenId => {
                    "https://developers.google.com/identity/openid-connect/openid-connect"
                }
                Self::FrontChannelLogout => {
                    "https://openid.net/specs/openid-connect-frontchannel-1_0.html"
                }
                Self::RpInitiatedLogout => {
                    "https://openid.net/specs/openid-connect-rpinitiated-1_0.html"
                }
                Self::SessionManagement => {
                    "https://openid.net/specs/openid-connect-session-1_0.html"
                }
                Self::Fapi1Advanced => {
                    "https://openid.net/specs/openid-financial-api-part-2-1_0.html"
                }
                Self::ClientAttestation => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-attestation-based-client-auth"
                }
                Self::SdJwtVc => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-sd-jwt-vc"
                }
                Self::TokenStatusList => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-oauth-status-list"
                }
                Self::Cookies => {
                    "https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis"
                }
                Self::Fapi2MessageSigning => {
                    "https://openid.net/specs/fapi-message-signing-2_0.html"
                }
                Self::BoundServiceAccountTokens => {
                    "https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/1205-bound-service-account-tokens"
                }
                Self::GithubOpenId => {
                    "https://docs.github.com/en/actions/reference/security/oidc"
                }
                Self::GitlabIdTokens => {
                    "https://docs.gitlab.com/ci/secrets/id_token_authentication/"
                }
                Self::AwsConditionKeys => {
                    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html"
                }
                Self::EntraAccessTokens | Self::Rfc(_) => {
                    "https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference"
                }
            }
            .to_owned(),
        }
    }
}

impl Reference {
    /// Where to read it.
    pub fn url(&self) -> String {
        let page = self.spec.page();
        match (self.spec, self.section) {
            (_, "") => page,
            // IETF documents name their sections; OpenID documents name some and number others.
            (
                Spec::Rfc(_)
                | Spec::JwtBcpBis
                | Spec::IdJag
                | Spec::ClientAttestation
                | Spec::SdJwtVc
                | Spec::TokenStatusList
                | Spec::Cookies,
                number,
            ) => {
                format!("{page}#section-{number}")
            }
            _ => page,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.spec.name())?;
        match self.section {
            "" => Ok(()),
            section => write!(formatter, " §{section}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_read_and_link_as_people_cite_them() {
        let reference = section(Spec::Rfc(9068), "2.2");
        assert_eq!(reference.to_string(), "RFC 9068 §2.2");
        assert_eq!(
            reference.url(),
            "https://www.rfc-editor.org/rfc/rfc9068#section-2.2"
        );
        let reference = section(Spec::OidcCore, "3.1.3.7");
        assert_eq!(reference.to_string(), "OIDC Core §3.1.3.7");
    }
}
