//! What the user has at hand: a saved provider, key sets, keys and secrets.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, anyhow};

use super::{Failure, World, args::ProviderArgs};
use crate::{
    input::MAX_INPUT,
    provider::{
        Key, KeySource, Material, Provider, discovery,
        keys::{self, KeySetError, PemError, Publicity},
    },
    secret::SecretBytes,
    situation::ProtectedResource,
    token::Document,
};

/// Everything that the flags name without a network: one provider with the keys of all sources.
///
/// # Errors
/// A file that cannot be read or is something else, an empty secret, two issuers.
pub(super) fn read(args: &ProviderArgs, world: &World<'_>) -> Result<Provider, Failure> {
    let mut gathered = Gathered::default();
    gathered.provider.issuer.clone_from(&args.issuer);
    if let Some(path) = &args.provider {
        gathered.saved_provider(path)?;
    }
    if let Some(path) = &args.jwks {
        gathered.key_set(path)?;
    }
    if let Some(path) = &args.key {
        gathered.key(path)?;
    }
    if let Some(path) = &args.secret_file {
        let name = path.display().to_string();
        gathered.secret(without_line_break(bytes(path)?), name)?;
    }
    if let Some(name) = &args.secret_env {
        let Some(value) = (world.environment)(name) else {
            return Err(Failure::usage(
                anyhow!(
                    "--secret-env {name}: there is no such variable, expected the secret in it"
                ),
                Some(format!("`export {name}` hands it on")),
            ));
        };
        gathered.secret(value.as_encoded_bytes().to_vec(), name.clone())?;
    }
    gathered.provider.source = gathered.sources.join(", ");
    Ok(gathered.provider)
}

/// A PEM file of certificates (`--ca-file`).
pub(super) fn roots(path: &Path) -> Result<crate::provider::fetch::Roots, Failure> {
    crate::provider::fetch::Roots::from_pem(&bytes(path)?)
        .map_err(|error| fault(path, error, "expected certificates in PEM"))
}

/// The thumbprint of the certificate in a PEM file (`--client-cert`), as `x5t#S256` spells it.
pub(super) fn certificate_thumbprint(path: &Path) -> Result<String, Failure> {
    keys::certificate_thumbprint(&text(path)?)
        .map_err(|error| fault(path, error, "expected the client's certificate in PEM"))
}

/// Protected resource metadata (`--resource-metadata`).
pub(super) fn resource(path: &Path) -> Result<ProtectedResource, Failure> {
    let (document, broken) = Document::parse(text(path)?);
    if let Some(broken) = broken {
        return Err(fault(path, anyhow!(broken.to_string()), RESOURCE));
    }
    ProtectedResource::read(&document).ok_or_else(|| {
        let hint = if document.has("issuer") {
            "a discovery document goes to --provider"
        } else {
            RESOURCE
        };
        fault(path, anyhow!("it has no `resource`"), hint)
    })
}

/// Whether a file is a key set and not a discovery document with one inside.
pub(super) fn is_key_set(path: &Path) -> Result<bool, Failure> {
    let (document, _) = Document::parse(text(path)?);
    Ok(document.has("keys") && !document.has("issuer"))
}

#[derive(Default)]
struct Gathered {
    provider: Provider,
    sources: Vec<String>,
}

impl Gathered {
    /// A discovery document with its keys inside or beside it, or a folder with both.
    fn saved_provider(&mut self, path: &Path) -> Result<(), Failure> {
        let (document_path, folder) = document_of(path)?;
        let text = text(&document_path)?;
        let (document, broken) = Document::parse(text);
        if let Some(broken) = broken {
            return Err(fault(&document_path, anyhow!(broken.to_string()), DOCUMENT));
        }
        let Some(issuer) = document.str("issuer").map(String::from) else {
            return Err(if document.has("keys") {
                fault(
                    &document_path,
                    anyhow!("it is a key set"),
                    "give it with --jwks",
                )
            } else {
                fault(&document_path, anyhow!("it has no `issuer`"), DOCUMENT)
            });
        };
        self.take_issuer(issuer, &document_path)?;
        let inside = document.get("jwks").map(|value| value.text().to_owned());
        let beside = folder.join("jwks.json");
        if let Some(inside) = inside {
            self.keys_of(&inside, &document_path)?;
        } else if beside.is_file() {
            self.keys_of(&self::text(&beside)?, &beside)?;
        } else {
            self.provider.notes.push(format!(
                "{} has no keys inside (`jwks`), and no jwks.json stands beside it",
                document_path.display()
            ));
        }
        self.sources
            .push(format!("saved {}", document_path.display()));
        self.provider.metadata = Some(document);
        Ok(())
    }

    fn take_issuer(&mut self, issuer: String, path: &Path) -> Result<(), Failure> {
        match &self.provider.issuer {
            Some(asked) if *asked != issuer => {
                let error = discovery::DiscoveryError::OtherIssuer {
                    place: path.display().to_string(),
                    found: issuer,
                    asked: asked.clone(),
                };
                let hint = error.hint();
                return Err(Failure::usage(error, Some(hint)));
            }
            _ if discovery::is_template(&issuer) => self.provider.notes.push(format!(
                "the saved issuer `{issuer}` has a placeholder for the tenant; no token will have \
                 it as `iss`"
            )),
            _ => {}
        }
        self.provider.issuer = Some(issuer);
        Ok(())
    }

    fn key_set(&mut self, path: &Path) -> Result<(), Failure> {
        self.keys_of(&text(path)?, path)?;
        self.sources.push(path.display().to_string());
        Ok(())
    }

    fn keys_of(&mut self, text: &str, path: &Path) -> Result<(), Failure> {
        let set = keys::read_set(text, &file(path), Publicity::Published);
        let (set, notes) = set.map_err(|error| {
            let hint = match &error {
                KeySetError::NotAKeySet { found } if found.contains("`kty`") => {
                    "a single key goes to --key"
                }
                KeySetError::NotAKeySet { found } if found.contains("`issuer`") => {
                    "a discovery document goes to --provider"
                }
                _ => "the address of the key set stands in `jwks_uri` of the discovery document",
            };
            fault(path, error, hint)
        })?;
        self.provider.has_key_set = true;
        self.provider.keys.keys.extend(set.keys);
        self.provider.notes.extend(notes);
        Ok(())
    }

    /// PEM, one JWK, or a key set of the user's own.
    fn key(&mut self, path: &Path) -> Result<(), Failure> {
        let text = text(path)?;
        let (read, notes) = if text.trim_start().starts_with('{') {
            json_keys(&text, path)?
        } else {
            let (material, notes) = keys::read_pem(&text).map_err(|error| {
                let hint = match &error {
                    PemError::NoKey { .. } => {
                        "--key takes PEM or a JWK; other forms are \
                                                   converted with `openssl pkey -pubin -pubout`"
                    }
                    other => other.hint(),
                };
                fault(path, error.clone(), hint)
            })?;
            let key = match material {
                Ok(material) => Key::of_material(material, file(path)),
                Err(why) => Key::unusable(why, file(path)),
            };
            (vec![key], notes)
        };
        self.provider.keys.keys.extend(read);
        self.provider.notes.extend(notes);
        self.sources.push(path.display().to_string());
        Ok(())
    }

    fn secret(&mut self, value: Vec<u8>, from: String) -> Result<(), Failure> {
        if value.is_empty() {
            return Err(Failure::usage(
                anyhow!("the secret of {from} is empty, expected the key of an HMAC"),
                Some("an empty secret would let anybody sign".to_owned()),
            ));
        }
        let material = Material::Symmetric(SecretBytes::new(value));
        self.sources.push(format!("secret of {from}"));
        let key = Key::of_material(material, KeySource::Secret { from });
        self.provider.keys.keys.push(key);
        Ok(())
    }
}

const DOCUMENT: &str = "expected a discovery document, as `ISSUER/.well-known/openid-configuration` \
                        gives it";

const RESOURCE: &str = "expected protected resource metadata, as \
                        `/.well-known/oauth-protected-resource` of the API gives it";

/// The discovery document that a path names, and the folder to look for its keys in.
fn document_of(path: &Path) -> Result<(PathBuf, PathBuf), Failure> {
    if !path.is_dir() {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        return Ok((path.to_owned(), folder));
    }
    let names = [
        "openid-configuration.json",
        ".well-known/openid-configuration",
        ".well-known/oauth-authorization-server",
    ];
    let found = names
        .iter()
        .map(|name| path.join(name))
        .find(|one| one.is_file());
    match found {
        Some(document) => Ok((document, path.to_owned())),
        None => Err(fault(
            path,
            anyhow!("it has no openid-configuration.json"),
            "a saved provider is a folder with openid-configuration.json and jwks.json",
        )),
    }
}

fn json_keys(text: &str, path: &Path) -> Result<(Vec<Key>, Vec<String>), Failure> {
    let (document, broken) = Document::parse(text);
    if let Some(broken) = broken {
        let hint = "expected one key, such as {\"kty\":\"RSA\",\"n\":…,\"e\":…}";
        return Err(fault(path, anyhow!(broken.to_string()), hint));
    }
    if document.has("keys") {
        let (set, mut notes) = keys::read_set(text, &file(path), Publicity::Own)
            .map_err(|error| fault(path, error, "expected one key or a key set"))?;
        notes.push(format!(
            "{} is a key set; all its keys are taken, as with --jwks",
            path.display()
        ));
        return Ok((set.keys, notes));
    }
    if !document.has("kty") {
        let hint = "expected one key, such as {\"kty\":\"RSA\",\"n\":…,\"e\":…}";
        return Err(fault(path, anyhow!("it is no key: it has no `kty`"), hint));
    }
    let (key, notes) = keys::one_key(&document, &file(path), Publicity::Own);
    Ok((vec![key], notes))
}

fn file(path: &Path) -> KeySource {
    KeySource::File {
        path: path.display().to_string(),
    }
}

/// A file of text, at most [`MAX_INPUT`] bytes. Its content is never repeated: it may be secret.
fn text(path: &Path) -> Result<String, Failure> {
    String::from_utf8(bytes(path)?).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        fault(
            path,
            anyhow!("it is not text: byte {at} is not UTF-8"),
            "was a binary (DER) file given? `openssl pkey -inform DER -pubin -pubout` makes PEM",
        )
    })
}

fn bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    if path.is_dir() {
        return Err(fault(
            path,
            anyhow!("it is a directory"),
            "name a file in it",
        ));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)
        .context("it cannot be opened")
        .and_then(|file| {
            let limit = MAX_INPUT as u64 + 1;
            file.take(limit)
                .read_to_end(&mut bytes)
                .context("it cannot be read")
        })
        .map_err(|error| fault(path, error, "check the path and its permissions"))?;
    if bytes.len() > MAX_INPUT {
        let error = anyhow!("it is over {MAX_INPUT} bytes");
        return Err(fault(path, error, "no key set is that long"));
    }
    Ok(bytes)
}

fn fault(path: &Path, error: impl Into<anyhow::Error>, hint: &str) -> Failure {
    Failure::usage(
        error.into().context(path.display().to_string()),
        Some(hint.to_owned()),
    )
}

/// Editors end a file with a line break that nobody typed as part of the secret.
fn without_line_break(mut secret: Vec<u8>) -> Vec<u8> {
    if secret.last() == Some(&b'\n') {
        secret.pop();
        if secret.last() == Some(&b'\r') {
            secret.pop();
        }
    }
    secret
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_at_the_end_is_not_part_of_a_secret() {
        assert_eq!(without_line_break(b"hush\n".to_vec()), b"hush");
        assert_eq!(without_line_break(b"hush\r\n".to_vec()), b"hush");
        assert_eq!(without_line_break(b"hush\n\n".to_vec()), b"hush\n");
        assert_eq!(without_line_break(b"hush \t".to_vec()), b"hush \t");
    }
}
