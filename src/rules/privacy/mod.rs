//! What it tells about people.

pub(crate) mod client_reads_access_token;
pub(crate) mod personal_data_to_other_party;
pub(crate) mod secret_in_claims;
pub(crate) mod user_info_in_access_token;

use crate::token::Document;

/// The claims about a person that hold something, in their order.
fn personal(claims: &Document) -> Vec<String> {
    claims
        .members()
        .filter(|(name, value)| {
            // Auth0 wants custom claims in a namespace: `https://app.example/email`.
            let word = if name.starts_with("http") {
                name.rsplit('/').next().unwrap_or(name)
            } else {
                name
            };
            is_personal(word) && !value.is_empty()
        })
        .map(|(name, _)| name.into_owned())
        .collect()
}

/// Whether this is a claim about a person: those of OIDC Core §5.1 that say more than a preference,
/// those of Entra, and the usual names of national identifiers.
fn is_personal(name: &str) -> bool {
    matches!(
        name,
        "name"
            | "given_name"
            | "family_name"
            | "middle_name"
            | "nickname"
            | "preferred_username"
            | "profile"
            | "picture"
            | "website"
            | "email"
            | "gender"
            | "birthdate"
            | "phone_number"
            | "address"
            | "upn"
            | "unique_name"
            | "ipaddr"
            | "ssn"
            | "social_security_number"
            | "national_id"
            | "personal_number"
            | "tax_id"
            | "cpf"
            | "codice_fiscale"
            | "passport_number"
            | "date_of_birth"
    )
}
