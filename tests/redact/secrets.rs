//! `redact` on secrets that are no tokens: known by what stands before them, and only there.

use whichtoken::token::base64url;

use super::{SIGNATURE, person, redact, unfolded};

const PASSWORD: &str = "c0rrect!horse";

/// `@` is the secret; all else stays.
#[test]
fn secrets_in_the_usual_places_are_masked() {
    for line in [
        "X-Api-Key: @",
        "Api-Key: @",
        "> X-Auth-Token: @",
        "Proxy-Authorization: Basic @",
        "Authorization: ApiKey @",
        "Authorization: @",
        "AWS_SECRET_ACCESS_KEY=@",
        "export X_TOKEN=\"@\"",
        "  password: @",
        "  password: '@'  # the old one",
        "- client_secret: @",
        "\"client_secret\": \"@\"",
        "{\"client_secret\": \"@\", \"token_type\": \"Bearer\"}",
        "{\"headers\": [{\"name\": \"X-Api-Key\", \"value\": \"@\"}]}",
        "{\"Authorization\": \"ApiKey @\"}",
        "log: {\\\"password\\\":\\\"@\\\",\\\"user\\\":1}",
        "curl -u alice:@ https://api.example/",
        "curl --user 'alice:@' https://api.example/",
        "kubectl --token @ get pods",
        "db = postgres://alice:@@db.example:5432/shop?sslmode=require",
        "https://api.example/cb?api_key=@&state=1",
        "Server=db;Password=@;Timeout=3",
        "spring.datasource.password=@",
        "clientSecret = @",
    ] {
        let text = format!("{line}\nAuthorization: Bearer {}\n", person());
        // The last `@` of an address is its own.
        let text = text.replacen('@', PASSWORD, 1);
        let redacted = redact(&text);
        assert!(!redacted.contains(PASSWORD), "{line}: {redacted}");
        assert!(!redacted.contains("horse"), "{line}: {redacted}");
        let (before, after) = line.split_once('@').expect("a secret");
        let before = before.strip_suffix("alice:").unwrap_or(before);
        assert!(redacted.starts_with(before), "{line}: {redacted}");
        let end = after.split('@').next_back().unwrap_or_default();
        assert!(redacted.contains(end), "{line}: {redacted}");
    }
}

#[test]
fn a_secret_alone_is_enough() {
    for text in [
        "password: c0rrect!horse",
        "export X_TOKEN=abcdefgh1",
        "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    ] {
        let redacted = redact(text);
        assert!(redacted.contains("masked-"), "{redacted}");
    }
}

/// Names that describe, words of prose, and gaps to be filled in.
#[test]
fn what_is_no_secret_stays() {
    for line in [
        "the token: see below",
        "your password: please choose one",
        "error: token expired",
        "token_type=Bearer&expires_in=3600",
        "token_endpoint: https://idp.example/token",
        "password_policy: strong",
        "{\"token_endpoint_auth_method\": \"client_secret_basic\", \"grant_type\": \"password\"}",
        "id_token_signing_alg_values_supported: RS256",
        "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE",
        "client_secret=${CLIENT_SECRET}",
        "export TOKEN=$TOKEN",
        "password: <password>",
        "password=***",
        "max_tokens=4096",
        "docker run -u 1000:1000 image",
        "git clone ssh://git@code.example/repo",
        "Authorization: Bearer <token>",
        "authorization: the request was refused",
        "PWD=/home/build",
        "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":\"k1\"}",
        "-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkq\n-----END CERTIFICATE-----",
    ] {
        let text = format!("{line}\nAuthorization: Bearer {}\n", person());
        let redacted = redact(&text);
        assert!(redacted.starts_with(line), "{line}: {redacted}");
    }
}

#[test]
fn private_keys_are_masked_and_stay_keys() {
    let body = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";
    for (text, stays) in [
        (
            format!("-----BEGIN PRIVATE KEY-----\n{body}\n{body}\n-----END PRIVATE KEY-----\nbye"),
            "-----END PRIVATE KEY-----\nbye",
        ),
        (
            format!(
                "{{\"private_key\":\"-----BEGIN PRIVATE KEY-----\\n{body}\\n-----END PRIVATE KEY-----\\n\"}}"
            ),
            "{\"private_key\":\"",
        ),
        (
            format!("{{\"keys\":[{{\"kty\":\"EC\",\"x\":\"AQAB\",\"d\":\"{body}\"}}]}}"),
            "\"x\":\"AQAB\",\"d\":\"",
        ),
        (
            format!("{{\"kty\":\"oct\",\"k\":\"{body}\"}}"),
            "\"kty\":\"oct\"",
        ),
        (
            format!("cut off: {{\"kty\":\"EC\",\"d\":\"{body}\",\"x"),
            "\"kty\":\"EC\"",
        ),
    ] {
        let redacted = redact(&text);
        assert!(!redacted.contains(&body[..12]), "{redacted}");
        assert!(redacted.contains(stays), "{redacted}");
        assert!(redacted.contains("masked-"), "{redacted}");
    }
}

/// As the data of a secret of a cluster.
#[test]
fn a_token_in_base64_is_masked_there() {
    let encoded = base64url::encode(person().as_bytes());
    let standard = encoded.replace('-', "+").replace('_', "/");
    let padded = format!(
        "{standard}{}",
        "=".repeat(standard.len().wrapping_neg() % 4)
    );
    for spelt in [encoded, padded] {
        let redacted = redact(&format!("data:\n  jwt: {spelt}\n"));
        let all = unfolded(&unfolded(&redacted));
        assert!(!all.contains("alice-4711"), "{redacted}");
        assert!(!all.contains(&SIGNATURE[..12]), "{redacted}");
        assert!(all.contains("https://idp.example"), "{all}");
    }
}
