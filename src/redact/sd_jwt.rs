//! SD-JWTs: disclosures are masked, and the digests that name them made anew (RFC 9901 §4.2.3), so
//! that what held together before holds together after.

use super::{Masker, cut};
use crate::{
    secret::RawToken,
    token::{Body, Document, Token, base64url},
    verify::{algorithm::Hash, hash},
};

impl Masker<'_> {
    /// An SD-JWT with or without a key-binding JWT.
    pub(super) fn sd_jwt(&mut self, text: &str, token: &Token) -> String {
        let parts: Vec<&str> = text.split('~').collect();
        let Some((issuer_signed, rest)) = parts.split_first() else {
            return cut(text);
        };
        let Some((proof, disclosures)) = rest.split_last() else {
            return self.compact(text, token);
        };
        let algorithm = digest_algorithm(token);
        // A disclosure may hold the digest of another, wherever that stands: the second round knows
        // all that the first one left for later.
        let mut new = Vec::new();
        for _ in 0..=disclosures.len().min(8) {
            let before = new.clone();
            new = disclosures
                .iter()
                .map(|encoded| self.disclosure(encoded, algorithm))
                .collect();
            if new == before {
                break;
            }
        }
        let first = self.compact(issuer_signed, token);
        let presented = |first: &str, disclosures: &[&str]| {
            let mut text = format!("{first}~");
            for one in disclosures {
                text.push_str(one);
                text.push('~');
            }
            text
        };
        let masked: Vec<&str> = new.iter().map(String::as_str).collect();
        let after = presented(&first, &masked);
        let before = presented(issuer_signed, disclosures);
        self.name_digest(&before, &after, algorithm);
        let proof = match *proof {
            "" => String::new(),
            proof => {
                let token = Token::decode(RawToken::new(proof));
                self.compact(proof, &token)
            }
        };
        format!("{after}{proof}")
    }

    fn disclosure(&mut self, encoded: &str, algorithm: Option<Hash>) -> String {
        let new = self
            .masked_disclosure(encoded)
            .unwrap_or_else(|| cut(encoded));
        self.name_digest(encoded, &new, algorithm);
        new
    }

    fn name_digest(&mut self, before: &str, after: &str, algorithm: Option<Hash>) {
        let digest = |text| hash::of_text(algorithm?, text);
        if let (Some(before), Some(after)) = (digest(before), digest(after)) {
            self.digests.insert(before, after);
        }
    }

    /// `[salt, name, value]` or `[salt, value]`; `None` for another text.
    fn masked_disclosure(&mut self, encoded: &str) -> Option<String> {
        let text = String::from_utf8(base64url::decode(encoded).0).ok()?;
        let (wrapped, broken) = Document::parse(format!("{{\"d\":{text}}}"));
        let items = wrapped.get("d").filter(|_| broken.is_none())?.items()?;
        let (name, value) = match items.as_slice() {
            [_, value] => (String::new(), value),
            [_, name, value] => (name.string()?.into_owned(), value),
            _ => return None,
        };
        let salt = items.first()?.string()?;
        let mut array = vec![serde_json::Value::from(self.masks.base64url(&salt))];
        if items.len() == 3 {
            array.push(serde_json::Value::from(name.clone()));
        }
        let mut text = serde_json::Value::from(array).to_string();
        text.pop();
        text.push_str(&format!(",{}]", self.element(&name, value.text())));
        Some(base64url::encode(text.as_bytes()))
    }
}

/// `_sd_alg`, as far as it can be computed here.
fn digest_algorithm(token: &Token) -> Option<Hash> {
    let Body::SelectiveDisclosure(parts) = token.body() else {
        return None;
    };
    let claims = parts.issuer_signed.payload.claims.as_ref();
    match claims.and_then(|claims| claims.str("_sd_alg")).as_deref() {
        None | Some("sha-256") => Some(Hash::Sha256),
        Some("sha-384") => Some(Hash::Sha384),
        Some("sha-512") => Some(Hash::Sha512),
        Some(_) => None,
    }
}
