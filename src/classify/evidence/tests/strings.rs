//! Opaque and encrypted tokens, and tokens in their slots.

use super::*;

pub(super) fn table() -> Vec<Made> {
    const BARE: &str = r#"{"iss":"https://idp.example","sub":"u","aud":"app","exp":3600,"iat":0}"#;
    let bare = |row, kind| plain(row, BARE, kind, Certain);
    let exchange =
        |name: &str| Slot::SubjectToken(Some(format!("urn:ietf:params:oauth:token-type:{name}")));
    const SECRET: &str = "zT3xq1mWcJ0pB7yVhK9sLdR2nE5aUfGoIiXt8QwN4Mk";
    vec![
        bare("E59", AccessToken).named(),
        opaque("E59", SECRET).named().likely(AccessToken),
        bare("E60", IdToken).slot(Slot::IdToken),
        bare("E60", IdToken).slot(Slot::IdTokenHint),
        bare("E60", AccessToken).slot(Slot::AccessToken),
        bare("E60", RefreshToken).slot(Slot::RefreshToken),
        bare("E60", LogoutToken).slot(Slot::LogoutToken),
        bare("E60", DpopProof).slot(Slot::DpopProof),
        bare("E60", ClientAssertion).slot(Slot::ClientAssertion),
        bare("E60", RequestObject).slot(Slot::RequestObject),
        bare("E60", JarmResponse).slot(Slot::Response),
        bare("E60", SoftwareStatement).slot(Slot::SoftwareStatement),
        bare("E60", GatewayAssertion).slot(Slot::Header("X-Amzn-Oidc-Data".to_owned())),
        opaque("E60", SECRET)
            .slot(Slot::AccessToken)
            .likely(AccessToken),
        opaque("E60", SECRET)
            .slot(Slot::RefreshToken)
            .likely(RefreshToken),
        jwe(
            "E60",
            r#"{"alg":"RSA-OAEP-256","enc":"A256GCM","cty":"JWT"}"#,
        )
        .slot(Slot::IdToken)
        .likely(IdToken),
        bare("E61", IdToken).slot(exchange("id_token")),
        bare("E61", AccessToken).slot(exchange("access_token")),
        bare("E61", IdentityAssertionGrant).slot(exchange("id-jag")),
        Made::text("E62", jwt(RS256, BARE).text(), AccessToken, Ambiguous)
            .slot(Slot::AuthorizationBearer),
        opaque("E62", SECRET)
            .slot(Slot::AuthorizationDpop)
            .likely(AccessToken),
        jwe("E63", r#"{"alg":"ECDH-ES","enc":"A128GCM","cty":"JWT"}"#),
        jwe("E63", r#"{"alg":"ECDH-ES","enc":"A128GCM"}"#),
        jwe("E01", r#"{"alg":"ECDH-ES","enc":"A128GCM","cty":"at+jwt"}"#).likely(AccessToken),
        jwe(
            "E64",
            r#"{"alg":"dir","enc":"A256GCM","iss":"https://t.auth0.example/"}"#,
        )
        .likely(AccessToken),
        jwe("E65", r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#),
        jwe("E65", r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#)
            .slot(Slot::RefreshToken)
            .likely(RefreshToken),
        opaque("E66", "ya29.a0AfH6SMBx").likely(AccessToken),
        opaque("E66", "1//0gFakeRefresh").likely(RefreshToken),
        opaque("E66", "ghp_0123456789abcdef"),
        opaque("E67", SECRET),
        opaque("E67", "2b6f0cc9-04d4-4a5a-9f3b-0d6a1f0f3a11"),
        opaque("E72", SECRET)
            .slot(Slot::RegistrationAccessToken)
            .likely(RegistrationAccessToken),
        bare("E72", RegistrationAccessToken).slot(Slot::RegistrationAccessToken),
    ]
}
