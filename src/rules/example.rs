//! Examples: small tokens written as JSON, with the flags that state their situation. They stand
//! in the text of a rule and run as its tests.

use aws_lc_rs::hmac;

use crate::token::base64url;

/// One example of a rule.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    /// What it shows, in a few words.
    pub title: &'static str,
    /// What the rule answers.
    pub expect: Expect,
    /// The input.
    pub input: Sample,
    /// The flags, as on the command line.
    pub flags: &'static [&'static str],
    /// A key set as JSON (`--jwks`), if one is at hand.
    pub jwks: Option<&'static str>,
    /// An HMAC secret (`--secret-file`), if one is at hand.
    pub secret: Option<&'static str>,
    /// Metadata of the receiver as JSON (`--resource-metadata`), if they are at hand.
    pub resource: Option<&'static str>,
}

/// The answer an example expects of its rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// It fires.
    Fires,
    /// It does not fire, although the case is near.
    Silent,
}

/// An input of an example.
#[derive(Debug, Clone, Copy)]
pub enum Sample {
    /// A compact JWS.
    Jwt {
        /// The header as JSON.
        header: &'static str,
        /// The payload as JSON.
        claims: &'static str,
        /// How it is signed.
        signature: Sign,
    },
    /// The text itself.
    Text(&'static str),
    /// `Authorization: SCHEME` and a token.
    Authorization(&'static str, &'static Sample),
    /// A URL up to the token that ends it (`https://app.example/cb#id_token=`), and that token.
    Url(&'static str, &'static Sample),
    /// A token response with these members; the token samples become strings.
    Response(&'static [(&'static str, Sample)]),
    /// Two token responses as an array: the second is the refresh of the first.
    Refresh(&'static Sample, &'static Sample),
    /// Header lines: each begins so (`Authorization: DPoP `), and the sample ends it.
    Lines(&'static [(&'static str, Sample)]),
    /// A provider, as `whichtoken provider` judges it.
    Provider {
        /// The discovery document.
        metadata: &'static str,
        /// Its key set.
        keys: &'static str,
    },
}

/// The signature of a sample.
#[derive(Debug, Clone, Copy)]
pub enum Sign {
    /// Bytes of the right length for `alg` that no key made.
    Filler,
    /// Nothing after the last dot.
    Empty,
    /// HMAC-SHA-256 with this secret.
    Hs256(&'static str),
}

impl Example {
    /// An example that fires.
    pub const fn fires(title: &'static str, input: Sample) -> Self {
        Self::new(title, Expect::Fires, input)
    }

    /// A near miss that does not fire.
    pub const fn silent(title: &'static str, input: Sample) -> Self {
        Self::new(title, Expect::Silent, input)
    }

    const fn new(title: &'static str, expect: Expect, input: Sample) -> Self {
        Self {
            title,
            expect,
            input,
            flags: &[],
            jwks: None,
            secret: None,
            resource: None,
        }
    }

    /// With these flags.
    #[must_use]
    pub const fn with(mut self, flags: &'static [&'static str]) -> Self {
        self.flags = flags;
        self
    }

    /// With this key set.
    #[must_use]
    pub const fn jwks(mut self, jwks: &'static str) -> Self {
        self.jwks = Some(jwks);
        self
    }

    /// With this HMAC secret.
    #[must_use]
    pub const fn secret(mut self, secret: &'static str) -> Self {
        self.secret = Some(secret);
        self
    }

    /// With this metadata of the receiver.
    #[must_use]
    pub const fn resource(mut self, resource: &'static str) -> Self {
        self.resource = Some(resource);
        self
    }

    /// The file that goes with it, and its flag; an example has one at most.
    pub fn file(&self) -> Option<(&'static str, &'static str)> {
        let files = [
            ("--jwks", self.jwks),
            ("--secret-file", self.secret),
            ("--resource-metadata", self.resource),
        ];
        files
            .into_iter()
            .find_map(|(flag, content)| Some((flag, content?)))
    }
}

impl Example {
    /// The command line that runs it in a shell with process substitution: it is the example of this
    /// number (from 1) of the rule of this name.
    pub fn command(&self, rule: &str, number: usize) -> Vec<String> {
        let explain = format!("whichtoken explain {rule} --example {number}");
        if let Sample::Provider { .. } = self.input {
            let command = format!("{explain} > provider.json && whichtoken provider provider.json");
            let mut words: Vec<String> = command.split(' ').map(str::to_owned).collect();
            words.extend(self.flags.iter().map(|flag| quoted(flag)));
            return words;
        }
        let mut words: Vec<String> = explain.split(' ').map(str::to_owned).collect();
        words.extend(["|", "whichtoken", "lint"].map(str::to_owned));
        if !self.flags.contains(&"--now") {
            words.extend(["--now", "2026-01-01T00:00:00Z"].map(str::to_owned));
        }
        words.extend(self.flags.iter().map(|flag| quoted(flag)));
        if let Some((flag, _)) = self.file() {
            words.push(flag.to_owned());
            words.push(format!("<({explain} --keys)"));
        }
        words
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// A JWT with a filler signature.
pub const fn jwt(header: &'static str, claims: &'static str) -> Sample {
    Sample::Jwt {
        header,
        claims,
        signature: Sign::Filler,
    }
}

/// A JWT signed in the way named.
pub const fn signed(header: &'static str, claims: &'static str, signature: Sign) -> Sample {
    Sample::Jwt {
        header,
        claims,
        signature,
    }
}

/// A provider with this discovery document and one sound key.
pub const fn metadata(metadata: &'static str) -> Sample {
    Sample::Provider {
        metadata,
        keys: ONE_KEY,
    }
}

/// A provider with this key set and a discovery document that is in order.
pub const fn keys(keys: &'static str) -> Sample {
    Sample::Provider {
        metadata: DOCUMENT,
        keys,
    }
}

/// A key made for examples; its private half is gone.
const ONE_KEY: &str = r#"{"keys":[{"kty":"EC","crv":"P-256","use":"sig","alg":"ES256","kid":"1","x":"oWA4BSTQLwZ8SlQnp93w2G8xIi0R_h_VxxFLGtGdo74","y":"anz8ZsOe9wVqx6fS-hHIGtMhhUROIQTH9iFoX6hDB04"}]}"#;

const DOCUMENT: &str = r#"{"issuer":"https://idp.example","authorization_endpoint":"https://idp.example/authorize","token_endpoint":"https://idp.example/token","jwks_uri":"https://idp.example/jwks","response_types_supported":["code"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["RS256","ES256"],"code_challenge_methods_supported":["S256"],"authorization_response_iss_parameter_supported":true}"#;

impl Sample {
    /// The text as a user would paste it.
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => (*text).to_owned(),
            // One document, as `whichtoken provider FILE` reads it.
            Self::Provider { metadata, keys } => match metadata.strip_suffix('}') {
                Some(members) => format!("{members},\"jwks\":{keys}}}"),
                None => (*metadata).to_owned(),
            },
            Self::Jwt {
                header,
                claims,
                signature,
            } => {
                let input = format!(
                    "{}.{}",
                    base64url::encode(header.as_bytes()),
                    base64url::encode(claims.as_bytes())
                );
                let bytes = match signature {
                    Sign::Empty => Vec::new(),
                    Sign::Filler => vec![1; filler_length(header)],
                    Sign::Hs256(secret) => {
                        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
                        hmac::sign(&key, input.as_bytes()).as_ref().to_vec()
                    }
                };
                format!("{input}.{}", base64url::encode(&bytes))
            }
            Self::Authorization(scheme, token) => {
                format!("Authorization: {scheme} {}", token.text())
            }
            Self::Url(before, token) => format!("{before}{}", token.text()),
            Self::Refresh(earlier, later) => format!("[{},{}]", earlier.text(), later.text()),
            Self::Lines(lines) => {
                let lines: Vec<String> = lines
                    .iter()
                    .map(|(start, sample)| format!("{start}{}", sample.text()))
                    .collect();
                lines.join("\n")
            }
            Self::Response(members) => {
                let members: Vec<String> = members
                    .iter()
                    .map(|(name, sample)| {
                        let text = sample.text().replace('\\', "\\\\").replace('"', "\\\"");
                        format!("\"{name}\":\"{text}\"")
                    })
                    .collect();
                format!("{{{}}}", members.join(","))
            }
        }
    }
}

/// The signature length of an algorithm, so that a filler is not broken by its length.
fn filler_length(header: &str) -> usize {
    let lengths = [
        ("HS256", 32),
        ("HS384", 48),
        ("HS512", 64),
        ("ES256", 64),
        ("ES384", 96),
        ("ES512", 132),
        ("EdDSA", 64),
        ("Ed25519", 64),
    ];
    lengths
        .iter()
        .find(|(name, _)| header.contains(name))
        .map_or(256, |(_, length)| *length)
}
