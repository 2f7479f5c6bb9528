//! The words of tokens, one line each: headers, claims, parameters, metadata, key members, terms.

use crate::rules::spec::{
    Reference,
    Spec::{
        self, BackChannelLogout, ClientAttestation, Cookies, Fapi1Advanced, FrontChannelLogout,
        KeyBinding, KubernetesAuthentication, MultipleResponseTypes, OidcCore, OidcDiscovery, Rfc,
        RpInitiatedLogout, SdJwtVc, SessionManagement, TokenStatusList,
    },
};

/// One word.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    /// As it is written on the wire (a term: as people say it).
    pub name: &'static str,
    /// Where it stands.
    pub group: Group,
    /// A few words; lower case, no full stop.
    pub meaning: &'static str,
    /// Who defines it; empty for a vendor's word.
    pub references: &'static [Reference],
    /// For a private word: whose it is.
    pub vendor: Option<&'static str>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// In a JOSE header.
    Header,
    /// In the claims.
    Claim,
    /// In a request, a response or an HTTP header.
    Parameter,
    /// In the metadata of a provider, a client or a resource.
    Metadata,
    /// In a JWK.
    Key,
    /// In the mouths of people.
    Term,
}

/// The entry of this name in this group.
pub fn find(group: Group, name: &str) -> Option<&'static Entry> {
    GLOSSARY
        .iter()
        .find(|entry| entry.group == group && entry.name == name)
}

macro_rules! glossary {
    ($($group:ident {
        $($name:literal = $meaning:literal $([$spec:expr, $section:literal])* $(by $vendor:literal)?;)*
    })*) => {
        /// Every word, group by group.
        pub static GLOSSARY: &[Entry] = &[$($(Entry {
            name: $name,
            group: Group::$group,
            meaning: $meaning,
            references: &[$(reference($spec, $section)),*],
            vendor: vendor(&[$($vendor)?]),
        },)*)*];
    };
}

const fn reference(spec: Spec, section: &'static str) -> Reference {
    Reference { spec, section }
}

const fn vendor(named: &[&'static str]) -> Option<&'static str> {
    match named {
        [name] => Some(name),
        _ => None,
    }
}

glossary! {
    Header {
        "alg" = "algorithm; the sender's word only" [Rfc(7515), "4.1.1"];
        "enc" = "algorithm that encrypts the content" [Rfc(7516), "4.1.2"];
        "zip" = "compressed before encryption" [Rfc(7516), "4.1.3"];
        "typ" = "what kind of object this is" [Rfc(7515), "4.1.9"] [Rfc(8725), "3.11"];
        "cty" = "type of the content; JWT when nested" [Rfc(7519), "5.2"];
        "kid" = "hint which key to use" [Rfc(7515), "4.1.4"];
        "jku" = "URL of keys, chosen by the sender" [Rfc(7515), "4.1.2"];
        "jwk" = "a key that the sender brought along" [Rfc(7515), "4.1.3"];
        "x5u" = "URL of a certificate" [Rfc(7515), "4.1.5"];
        "x5c" = "certificate chain" [Rfc(7515), "4.1.6"];
        "x5t" = "certificate thumbprint, SHA-1" [Rfc(7515), "4.1.7"];
        "x5t#S256" = "certificate thumbprint, SHA-256" [Rfc(7515), "4.1.8"];
        "crit" = "extensions that must be understood" [Rfc(7515), "4.1.11"];
        "b64" = "payload not encoded; not for JWTs" [Rfc(7797), "3"];
        "epk" = "sender's key of the key agreement" [Rfc(7518), "4.6.1"];
        "apu" = "key agreement: about the sender" [Rfc(7518), "4.6.1"];
        "apv" = "key agreement: about the recipient" [Rfc(7518), "4.6.1"];
        "p2c" = "rounds of password hashing" [Rfc(7518), "4.8.1"];
        "p2s" = "salt of password hashing" [Rfc(7518), "4.8.1"];
        "iv" = "key wrapping: initialization vector" [Rfc(7518), "4.7.1"];
        "tag" = "key wrapping: authentication tag" [Rfc(7518), "4.7.1"];
        "nonce" = "made for an API of Microsoft" by "Entra";
    }
    Claim {
        "iss" = "who issued it" [Rfc(7519), "4.1.1"];
        "sub" = "whom or what it is about" [Rfc(7519), "4.1.2"];
        "aud" = "for whom it is meant" [Rfc(7519), "4.1.3"];
        "exp" = "refused from then on" [Rfc(7519), "4.1.4"];
        "nbf" = "not accepted before" [Rfc(7519), "4.1.5"];
        "iat" = "when it was issued" [Rfc(7519), "4.1.6"];
        "jti" = "unique id of this token" [Rfc(7519), "4.1.7"];
        "azp" = "client it was issued to" [OidcCore, "2"];
        "nonce" = "ties it to a login or challenge" [OidcCore, "2"] [Rfc(9449), "4.2"];
        "auth_time" = "last login of the user" [OidcCore, "2"];
        "acr" = "how strong the login was" [OidcCore, "2"];
        "amr" = "how the user logged in" [OidcCore, "2"] [Rfc(8176), "2"];
        "at_hash" = "half a hash of the access token" [OidcCore, "3.1.3.6"];
        "c_hash" = "half a hash of the code" [OidcCore, "3.3.2.11"];
        "s_hash" = "half a hash of `state`" [Fapi1Advanced, ""];
        "sid" = "session at the provider" [BackChannelLogout, "2.4"] [FrontChannelLogout, "3"];
        "events" = "what happened" [Rfc(8417), "2.2"];
        "txn" = "transaction that it belongs to" [Rfc(8417), "2.2"];
        "toe" = "when the event happened" [Rfc(8417), "2.2"];
        "sub_id" = "structured subject" [Rfc(9493), "4"];
        "scope" = "rights granted, space separated" [Rfc(8693), "4.2"] [Rfc(9068), "2.2.3"];
        "client_id" = "client it was issued to" [Rfc(9068), "2.2"] [Rfc(8693), "4.3"];
        "roles" = "roles of the subject" [Rfc(9068), "2.2.3.1"] [Rfc(7643), "4.1.2"];
        "groups" = "groups of the subject" [Rfc(9068), "2.2.3.1"] [Rfc(7643), "4.1.2"];
        "entitlements" = "single rights of the subject" [Rfc(9068), "2.2.3.1"] [Rfc(7643), "4.1.2"];
        "authorization_details" = "fine-grained grant" [Rfc(9396), "2"];
        "act" = "who acts on behalf of the subject" [Rfc(8693), "4.1"];
        "may_act" = "who may act for the subject" [Rfc(8693), "4.4"];
        "cnf" = "key that the holder must prove" [Rfc(7800), "3.1"];
        "jkt" = "thumbprint of the holder's key" [Rfc(9449), "6.1"] [Rfc(7638), "3"];
        "htm" = "HTTP method that the proof covers" [Rfc(9449), "4.2"];
        "htu" = "URI that the proof covers" [Rfc(9449), "4.2"];
        "ath" = "hash of the access token" [Rfc(9449), "4.2"];
        "token_introspection" = "what the issuer says of a token" [Rfc(9701), "5"];
        "email" = "e-mail address" [OidcCore, "5.1"];
        "email_verified" = "whether it was verified" [OidcCore, "5.1"];
        "preferred_username" = "for display; not unique" [OidcCore, "5.1"] [OidcCore, "5.7"];
        "name" = "full name, for display" [OidcCore, "5.1"];
        "given_name" = "first name, for display" [OidcCore, "5.1"];
        "family_name" = "surname, for display" [OidcCore, "5.1"];
        "middle_name" = "middle name, for display" [OidcCore, "5.1"];
        "nickname" = "casual name, for display" [OidcCore, "5.1"];
        "profile" = "URL of a profile page" [OidcCore, "5.1"];
        "website" = "URL of the user's own pages" [OidcCore, "5.1"];
        "gender" = "gender" [OidcCore, "5.1"];
        "picture" = "URL of a picture" [OidcCore, "5.1"];
        "address" = "postal address" [OidcCore, "5.1.1"];
        "phone_number" = "telephone number" [OidcCore, "5.1"];
        "phone_number_verified" = "whether it was verified" [OidcCore, "5.1"];
        "birthdate" = "date of birth" [OidcCore, "5.1"];
        "locale" = "language" [OidcCore, "5.1"];
        "zoneinfo" = "time zone" [OidcCore, "5.1"];
        "updated_at" = "last profile change" [OidcCore, "5.1"];
        "sub_jwk" = "key of a self-issued provider" [OidcCore, "7.4"];
        "vct" = "type of credential" [SdJwtVc, ""];
        "_sd" = "digests of disclosable claims" [Rfc(9901), "4"];
        "_sd_alg" = "hash of these digests" [Rfc(9901), "4"];
        "..." = "digest of an element not shown" [Rfc(9901), "4"];
        "sd_hash" = "ties the proof to what is shown" [Rfc(9901), "4.3"];
        "status" = "where revocation is published" [TokenStatusList, ""];
        "software_id" = "which software the client runs" [Rfc(7591), "2"];
        "software_version" = "version of that software" [Rfc(7591), "2"];
        "challenge" = "value the server gave, shown back" [ClientAttestation, ""];
        "_claim_names" = "claims to be had elsewhere" [OidcCore, "5.6.2"];
        "_claim_sources" = "where these claims are to be had" [OidcCore, "5.6.2"];
        "typ" = "kind of token (ID, Bearer …)" by "Keycloak";
        "realm_access" = "roles in the realm" by "Keycloak";
        "resource_access" = "roles at single clients" by "Keycloak";
        "session_state" = "session at the provider" [SessionManagement, ""] by "Keycloak";
        "scp" = "rights granted" by "Okta, Entra";
        "permissions" = "rights at the API, by role" by "Auth0";
        "token_use" = "kind of token: id or access" by "Amazon Cognito";
        "ver" = "version of the token's form" by "Entra, Okta";
        "oid" = "object id of user or app" by "Entra";
        "tid" = "tenant id" by "Entra";
        "appid" = "client it was issued to" by "Entra";
        "appidacr" = "how the client authenticated" by "Entra";
        "azpacr" = "how the client authenticated" by "Entra";
        "idtyp" = "app or user token" by "Entra";
        "wids" = "directory roles" by "Entra";
        "hasgroups" = "more groups than fit in here" by "Entra";
        "uti" = "internal id of the token" by "Entra";
        "rh" = "internal to the issuer" by "Entra";
        "aio" = "internal to the issuer" by "Entra";
        "cid" = "client it was issued to" by "Okta";
        "uid" = "user id" by "Okta";
        "gty" = "grant type it was had by" by "Auth0";
        "hd" = "hosted domain of the account" by "Google";
        "firebase" = "details of the sign-in" by "Firebase";
        "is_private_email" = "whether the address is a relay" by "Apple";
        "nonce_supported" = "whether nonce can be relied on" by "Apple";
        "real_user_status" = "how likely a real person" by "Apple";
        "cognito:groups" = "groups of the user" by "Amazon Cognito";
        "origin_jti" = "id of the login's first token" by "Amazon Cognito";
        "event_id" = "id of the login event" by "Amazon Cognito";
        "kubernetes.io" = "namespace, pod and account"
            [KubernetesAuthentication, ""] by "Kubernetes";
        "repository" = "repository of the job" by "GitHub Actions";
        "job_workflow_ref" = "workflow file of the job" by "GitHub Actions";
        "runner_environment" = "hosted or own runner" by "GitHub Actions";
        "event_name" = "what started the job" by "GitHub Actions";
        "environment" = "environment of the job" by "GitHub Actions, GitLab";
        "ref" = "branch or tag of the job" by "GitHub Actions, GitLab";
        "project_path" = "project of the job" by "GitLab";
        "ref_protected" = "whether the branch is protected" by "GitLab";
        "pipeline_source" = "what started the pipeline" by "GitLab";
    }
    Parameter {
        "iss" = "who answers; guards against mix-up" [Rfc(9207), "2"];
        "nonce" = "ties the ID token to this login" [OidcCore, "3.1.2.1"];
        "scope" = "rights asked for or granted" [Rfc(6749), "3.3"];
        "client_id" = "the client" [Rfc(6749), "2.2"];
        "client_secret" = "password of the client" [Rfc(6749), "2.3.1"];
        "authorization_details" = "fine-grained grant" [Rfc(9396), "2"];
        "active" = "whether the token is good now" [Rfc(7662), "2.2"];
        "session_state" = "state of the provider's session" [SessionManagement, ""];
        "resource" = "API that the token is for" [Rfc(8707), "2"];
        "response_type" = "what comes back" [Rfc(6749), "3.1.1"] [MultipleResponseTypes, ""];
        "response_mode" = "how it comes back" [MultipleResponseTypes, ""];
        "state" = "ties the answer to the request" [Rfc(6749), "4.1.1"];
        "code" = "authorization code, good once" [Rfc(6749), "4.1"];
        "code_verifier" = "PKCE: the secret shown at last" [Rfc(7636), "4.1"];
        "code_challenge" = "PKCE: hash of that secret" [Rfc(7636), "4.2"];
        "code_challenge_method" = "PKCE: which hash" [Rfc(7636), "4.3"];
        "redirect_uri" = "where the answer goes" [Rfc(6749), "3.1.2"];
        "max_age" = "oldest login that will do, seconds" [OidcCore, "3.1.2.1"];
        "acr_values" = "how strong the login should be" [OidcCore, "3.1.2.1"];
        "prompt" = "whether to ask the user again" [OidcCore, "3.1.2.1"];
        "id_token_hint" = "an old ID token, as a hint"
            [OidcCore, "3.1.2.1"] [RpInitiatedLogout, "2"];
        "request" = "the request as a signed JWT" [Rfc(9101), "5"];
        "request_uri" = "where the request object is" [Rfc(9101), "5"];
        "client_assertion" = "JWT that authenticates the client" [Rfc(7523), "2.2"];
        "client_assertion_type" = "kind of that assertion" [Rfc(7523), "2.2"];
        "grant_type" = "how the token is asked for" [Rfc(6749), "4"];
        "subject_token" = "exchange: on whose behalf" [Rfc(8693), "2.1"];
        "subject_token_type" = "exchange: its type" [Rfc(8693), "2.1"];
        "actor_token" = "exchange: who acts" [Rfc(8693), "2.1"];
        "actor_token_type" = "exchange: its type" [Rfc(8693), "2.1"];
        "issued_token_type" = "what the exchange gave" [Rfc(8693), "2.2.1"];
        "token_type" = "Bearer or DPoP" [Rfc(6749), "5.1"] [Rfc(9449), "5"];
        "expires_in" = "seconds to live, for the client" [Rfc(6749), "5.1"];
        "access_token" = "credential for the API" [Rfc(6749), "5.1"];
        "id_token" = "statement about the login" [OidcCore, "3.1.3.3"];
        "refresh_token" = "for the token endpoint only" [Rfc(6749), "1.5"];
        "logout_token" = "tells that a session is over" [BackChannelLogout, "2.5"];
        "error" = "what went wrong" [Rfc(6749), "4.1.2.1"];
        "error_description" = "what went wrong, for developers" [Rfc(6749), "4.1.2.1"];
        "dpop_jkt" = "key that the code will be bound to" [Rfc(9449), "10"];
        "WWW-Authenticate" = "what the API asks for" [Rfc(6750), "3"] [Rfc(9728), "5"];
        "DPoP" = "proof that the sender has the key" [Rfc(9449), "4.1"];
        "DPoP-Nonce" = "value to put into the next proof" [Rfc(9449), "8"];
        "__Host-" = "cookie of this host alone" [Cookies, ""];
        "__Secure-" = "cookie that https alone can set" [Cookies, ""];
        "bound_key" = "scope that asks for a bound ID token" [KeyBinding, ""];
    }
    Metadata {
        "issuer" = "issuer identifier" [OidcDiscovery, "3"] [Rfc(8414), "2"];
        "jwks" = "keys, by value" [Rfc(7591), "2"];
        "jwks_uri" = "keys, by URL" [OidcDiscovery, "3"] [Rfc(7591), "2"];
        "id_token_signing_alg_values_supported" = "algorithms for ID tokens" [OidcDiscovery, "3"];
        "code_challenge_methods_supported" = "PKCE methods" [Rfc(8414), "2"];
        "dpop_signing_alg_values_supported" = "algorithms for DPoP proofs" [Rfc(9449), "5.1"];
        "tls_client_certificate_bound_access_tokens" = "binds tokens to certificates"
            [Rfc(8705), "3.3"];
        "mtls_endpoint_aliases" = "endpoints for mutual TLS" [Rfc(8705), "5"];
        "authorization_response_iss_parameter_supported" = "sends `iss` in answers"
            [Rfc(9207), "3"];
        "introspection_endpoint" = "where to ask about a token" [Rfc(8414), "2"];
        "resource" = "identifier of the API" [Rfc(9728), "2"];
        "authorization_servers" = "issuers that the API trusts" [Rfc(9728), "2"];
        "bearer_methods_supported" = "how the API takes tokens" [Rfc(9728), "2"];
        "subject_types_supported" = "public or pairwise" [OidcDiscovery, "3"] [OidcCore, "8"];
    }
    Key {
        "kid" = "name of the key" [Rfc(7517), "4.5"];
        "kty" = "type of key" [Rfc(7517), "4.1"];
        "crv" = "curve" [Rfc(7518), "6.2.1.1"];
        "n" = "RSA modulus" [Rfc(7518), "6.3.1.1"];
        "e" = "RSA exponent" [Rfc(7518), "6.3.1.2"];
        "x" = "public point, first coordinate" [Rfc(7518), "6.2.1.2"];
        "y" = "public point, second coordinate" [Rfc(7518), "6.2.1.3"];
        "d" = "private part" [Rfc(7518), "6.2.2.1"] [Rfc(7518), "6.3.2.1"];
        "p" = "private prime" [Rfc(7518), "6.3.2.2"];
        "q" = "private prime" [Rfc(7518), "6.3.2.3"];
        "k" = "shared secret" [Rfc(7518), "6.4.1"];
        "use" = "for signatures or encryption" [Rfc(7517), "4.2"];
        "key_ops" = "operations it is for" [Rfc(7517), "4.3"];
        "alg" = "the one algorithm it is for" [Rfc(7517), "4.4"];
        "x5u" = "URL of a certificate" [Rfc(7517), "4.6"];
        "x5c" = "certificate chain" [Rfc(7517), "4.7"];
        "x5t" = "certificate thumbprint, SHA-1" [Rfc(7517), "4.8"];
        "x5t#S256" = "certificate thumbprint, SHA-256" [Rfc(7517), "4.9"] [Rfc(8705), "3.1"];
    }
    Term {
        "ID token" = "signed statement about a login, for the client that asked" [OidcCore, "2"];
        "access token" = "string that stands for a grant, for the API" [Rfc(6749), "1.4"];
        "opaque token" = "string that only its issuer can read" [Rfc(6749), "1.4"] [Rfc(7662), ""];
        "bearer" = "whoever has it can use it" [Rfc(6750), "1.2"];
        "sender constraint" = "using it needs proof of a key" [Rfc(9700), "4.10.1"];
        "authorized party" = "program that the token was issued to" [OidcCore, "2"];
        "presenter" = "program that shows the token; normally the authorized party" [OidcCore, "2"];
        "audience restriction" = "it works at the receivers it names, and only there"
            [Rfc(9700), "2.3"] [Rfc(9700), "4.10.2"];
        "first party" = "one operator runs both client and receiver";
        "third party" = "client and receiver have different operators";
        "verdict" = "may the token be sent there? the worst of fifteen concerns (V-0 …)";
        "accept" = "verdict: every concern is settled by facts";
        "accept-with-conditions" = "verdict: sound if the conditions that are listed hold";
        "discouraged" = "verdict: no outsider gets in, but a threat or a cost stays";
        "reject" = "verdict: somebody gets in who should not; the threat is named";
        "undecided" = "verdict: it depends on facts that nobody stated, the pivots";
        "pivot" = "unknown fact whose values lead to different verdicts";
        "suppression-expired" = "a suppression of the policy had its last day; it hides nothing now";
        "suppression-unmatched" = "a suppression of the policy met no finding; it may be out of use";
        "relying party" = "program that asks for a login; OAuth calls it client" [OidcCore, "1.2"];
        "resource server" = "program that guards resources by access tokens; an API"
            [Rfc(6749), "1.1"];
        "authorization server" = "program that issues tokens; OpenID calls it provider"
            [Rfc(6749), "1.1"];
        "token exchange" = "trading a token for one that fits better" [Rfc(8693), ""];
        "introspection" = "asking the issuer about a token" [Rfc(7662), ""];
        "confused deputy" = "another's token makes a program act for the wrong person"
            [Rfc(6749), "10.16"] [OidcCore, "16.11"];
        "pairwise subject" = "each client is told another `sub` for one person" [OidcCore, "8.1"];
        "explicit typing" = "the header `typ` names the kind of token" [Rfc(8725), "3.11"];
        "token passthrough" = "forwarding a token one received as a credential of one's own";
        "PKCE" = "proof that a code goes to the program that asked for it" [Rfc(7636), ""];
        "step-up" = "asking for a stronger or fresher login" [Rfc(9470), ""];
        "workload identity" = "token about a program, not about a person";
        "cookie prefix" = "a cookie name that makes browsers insist on its attributes"
            [Cookies, ""];
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn each_word_stands_once_and_is_explained_in_a_few_words() {
        let mut seen = HashSet::new();
        for entry in GLOSSARY {
            assert!(
                seen.insert((entry.group, entry.name)),
                "{} twice",
                entry.name
            );
            let limit = if entry.group == Group::Term { 72 } else { 52 };
            assert!((3..=limit).contains(&entry.meaning.len()), "{}", entry.name);
            assert!(!entry.meaning.ends_with('.'), "{}", entry.name);
            assert!(
                !entry.references.is_empty()
                    || entry.vendor.is_some()
                    || entry.group == Group::Term,
                "{} has no source",
                entry.name
            );
        }
    }
}
