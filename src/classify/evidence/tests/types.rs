//! Tokens whose type says what they are.

use super::*;

pub(super) fn table() -> Vec<Made> {
    vec![
        of_type("E01", "at+jwt", AccessToken),
        of_type("E01", "application/AT+JWT", AccessToken),
        of_type("E02", "logout+jwt", LogoutToken),
        of_type("E03", "secevent+jwt", SecurityEventToken),
        made(
            "E03",
            r#"{"alg":"ES256","typ":"secevent+jwt"}"#,
            r#"{"iss":"https://idp.example","aud":"app","iat":1,"jti":"1","sid":"s",
                "events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
            LogoutToken,
            Certain,
        ),
        of_type("E04", "dpop+jwt", DpopProof),
        of_type("E05", "oauth-authz-req+jwt", RequestObject),
        of_type("E06", "token-introspection+jwt", IntrospectionResponse),
        of_type("E07", "kb+jwt", KeyBindingJwt),
        of_type("E08", "dc+sd-jwt", SdJwt),
        Made::text(
            "E08",
            format!(
                "{}~",
                jwt(RS256, r#"{"iss":"https://issuer.example"}"#).text()
            ),
            SdJwt,
            Certain,
        ),
        of_type("E09", "client-authentication+jwt", ClientAssertion),
        of_type("E10", "oauth-client-attestation+jwt", ClientAttestation),
        of_type("E10", "oauth-client-attestation-pop+jwt", ClientAttestation),
        of_type("E11", "oauth-id-jag+jwt", IdentityAssertionGrant),
        of_type("E12", "txntoken+jwt", TransactionToken),
        of_type("E13", "entity-statement+jwt", FederationStatement),
        of_type("E13", "trust-mark+jwt", FederationStatement),
        of_type("E14", "vc+jwt", VerifiableCredential),
        of_type("E14", "openid4vci-proof+jwt", VerifiableCredential),
        // What every ID token has, and most access tokens too: nothing tells.
        made(
            "E15",
            r#"{"alg":"RS256","typ":"JWT"}"#,
            r#"{"iss":"https://idp.example","sub":"u","aud":"app","exp":3600,"iat":0}"#,
            IdToken,
            Ambiguous,
        ),
        made(
            "E71",
            r#"{"alg":"RS256","typ":"id_token+cnf"}"#,
            r#"{"iss":"https://idp.example","sub":"u","aud":"app","exp":3600,"iat":0,
                "nonce":"n","cnf":{"jwk":{"kty":"EC"}}}"#,
            IdToken,
            Certain,
        ),
        of_type("E71", "dpop+id_token", IdToken),
    ]
}
