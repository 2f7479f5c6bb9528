//! Decoding a token, against `serde_json::Value`s of its header and claims in the same run.
//!
//! `cargo bench --bench decode`; ratios count, absolute rates do not: machines differ and are busy.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

mod common;

use std::hint::black_box;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use common::{Contender, compare};
use whichtoken::{
    secret::RawToken,
    token::{Token, base64url},
};

fn main() {
    let header = br#"{"alg":"RS256","typ":"JWT","kid":"2026-01"}"#;
    let claims = br#"{"iss":"https://idp.example.com/realms/main","sub":"248289761001","aud":"web-app","exp":1767229200,"iat":1767225600,"auth_time":1767225500,"nonce":"n-0S6_WzA2Mj","acr":"urn:mace:incommon:iap:silver","amr":["pwd","otp"],"azp":"web-app","at_hash":"77QmUPtjPfzWtF2AnpK9RQ","sid":"08a5019c-17e1-4977-8f42-65a12843ea02","name":"Jane Doe","given_name":"Jane","family_name":"Doe","preferred_username":"j.doe","email":"janedoe@example.com","email_verified":true,"picture":"https://example.com/janedoe/me.jpg"}"#;
    let text = format!(
        "{}.{}.{}",
        base64url::encode(header),
        base64url::encode(claims),
        base64url::encode(&[7; 256])
    );
    println!("decoding one token of {} bytes, one thread", text.len());
    compare(&mut [
        Contender::new("base64 + serde_json::Value (the usual way)", || {
            let mut segments = text.split('.');
            let mut part = || {
                let segment = segments.next().expect("a segment");
                URL_SAFE_NO_PAD.decode(segment).expect("base64url")
            };
            let header: serde_json::Value = serde_json::from_slice(&part()).expect("JSON");
            let claims: serde_json::Value = serde_json::from_slice(&part()).expect("JSON");
            black_box((header, claims, part()));
        }),
        Contender::new("Token::decode (spans, damage, duplicates kept)", || {
            black_box(Token::decode(RawToken::new(text.as_str())));
        }),
    ]);
}
