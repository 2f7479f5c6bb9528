//! Which keys may verify a signature: decided by the issuer's side, with `kid` as the only hint
//! taken from the token. `jwk`, `jku`, `x5c` and `x5u` choose nothing here.

use super::{
    Reason,
    algorithm::{Algorithm, Family},
    keys::{Checker, PreparedKey},
};
use crate::provider::{Key, Material};

/// A key to try, and its parsed form or why it cannot be used.
pub(super) type Candidate<'k, 'a> = (&'k PreparedKey<'a>, Result<&'k Checker, &'k str>);

/// The keys to try: those that `kid` names, or, if none of that name serves the algorithm, those
/// without a name (a PEM file, a secret, a set without `kid`); without `kid` every key that serves.
pub(super) fn candidates<'k, 'a>(
    keys: &'k [PreparedKey<'a>],
    key_id: Option<&'k str>,
    algorithm: &'static Algorithm,
) -> impl Iterator<Item = Candidate<'k, 'a>> {
    let is_named = move |key: &PreparedKey<'_>| key_id.is_some() && id(key.key) == key_id;
    let by_name = keys
        .iter()
        .any(|key| is_named(key) && key.serves(algorithm));
    keys.iter()
        .filter(move |key| match (by_name, key_id) {
            (true, _) => is_named(key),
            (false, Some(_)) => id(key.key).is_none(),
            (false, None) => true,
        })
        .filter_map(move |key| Some((key, key.checker(algorithm)?)))
}

/// Why there is no candidate.
pub(super) fn why_none(
    keys: &[PreparedKey<'_>],
    key_id: Option<&str>,
    algorithm: &Algorithm,
) -> Reason {
    let named = keys
        .iter()
        .map(|prepared| prepared.key)
        .find(|key| key_id.is_some() && id(key) == key_id);
    let secrets_are_missing =
        algorithm.is_symmetric() && !keys.iter().any(|key| is_secret(key.key));
    match (named, key_id) {
        (Some(key), Some(key_id)) => {
            let key_id = shortened(key_id);
            if let Err(unusable) = &key.material {
                return Reason::KeyUnusable(format!(
                    "key `{key_id}` cannot be used: {}",
                    unusable.0
                ));
            }
            let mut text = format!(
                "key `{key_id}` cannot check `{}`: {}",
                algorithm.name,
                misfit(key, algorithm).unwrap_or_default()
            );
            if secrets_are_missing {
                text.push_str("; a public key is never taken for a shared secret");
            }
            Reason::AlgorithmKeyMismatch(text)
        }
        _ if secrets_are_missing => Reason::NoKeyFits(format!(
            "`{}` needs a shared secret and there are only public keys, which are never taken for \
             one",
            algorithm.name
        )),
        _ if !algorithm.is_symmetric() && keys.iter().all(|key| is_secret(key.key)) => {
            Reason::NoKeyFits(format!(
                "`{}` needs {}, and a shared secret was given",
                algorithm.name,
                needed(algorithm.family)
            ))
        }
        (None, Some(key_id)) => Reason::NoKeyFits(format!(
            "no key has the `kid` `{}`; {}",
            shortened(key_id),
            inventory(keys)
        )),
        (_, None) => Reason::NoKeyFits(none_serves(keys, algorithm)),
    }
}

/// Why a key may not check an algorithm by what it says of itself, if so: its type and curve,
/// `use` (RFC 7517 §4.2), `key_ops` (§4.3) and `alg` (§4.4).
pub(super) fn misfit(key: &Key, algorithm: &Algorithm) -> Option<String> {
    if !has_type_of(key, algorithm.family) {
        return Some(format!(
            "it is {}, not {}",
            described(key),
            needed(algorithm.family)
        ));
    }
    if let Some(usage) = key.usage.as_deref().filter(|usage| *usage != "sig") {
        return Some(format!("its `use` is `{}`, not `sig`", shortened(usage)));
    }
    if let Some(operations) = &key.operations
        && !operations.iter().any(|operation| operation == "verify")
    {
        return Some("its `key_ops` do not contain `verify`".to_owned());
    }
    let stated = key.algorithm.as_deref()?;
    (!algorithm.serves(stated)).then(|| format!("its own `alg` is `{}`", shortened(stated)))
}

/// Whether the material is of the family; of a key without usable material, whether it claims so.
fn has_type_of(key: &Key, family: Family) -> bool {
    match (&key.material, family) {
        (Ok(Material::Rsa { .. }), Family::RsaPkcs1 | Family::RsaPss)
        | (Ok(Material::Ed25519 { .. }), Family::Ed25519)
        | (Ok(Material::Symmetric(_)), Family::Hmac) => true,
        (Ok(Material::EllipticCurve { curve: own, .. }), Family::Ecdsa(curve)) => *own == curve,
        (Ok(Material::MlDsa { strength: own, .. }), Family::MlDsa(strength)) => *own == strength,
        (Ok(_), _) => false,
        (Err(_), family) => {
            key.kind.as_deref() == Some(family.key_type())
                && (key.curve.is_none() || key.curve.as_deref() == family.curve())
        }
    }
}

fn is_secret(key: &Key) -> bool {
    matches!(key.material, Ok(Material::Symmetric(_))) || key.kind.as_deref() == Some("oct")
}

/// `kid` of a key; an empty one counts as none.
fn id(key: &Key) -> Option<&str> {
    key.id.as_deref().filter(|id| !id.is_empty())
}

fn described(key: &Key) -> String {
    let text = match &key.material {
        Ok(Material::Rsa { .. }) => "an RSA key",
        Ok(Material::EllipticCurve { curve, .. }) => {
            return format!("a key on {}", curve.name());
        }
        Ok(Material::Ed25519 { .. }) => "an Ed25519 key",
        Ok(Material::MlDsa { .. }) => "an ML-DSA key of another parameter set",
        Ok(Material::Symmetric(_)) => "a shared secret",
        Err(_) => match &key.kind {
            Some(kind) => return format!("a key of type `{}`", shortened(kind)),
            None => "a key of no type",
        },
    };
    text.to_owned()
}

fn needed(family: Family) -> String {
    match family {
        Family::Hmac => "a shared secret".to_owned(),
        Family::RsaPkcs1 | Family::RsaPss => "an RSA key".to_owned(),
        Family::Ecdsa(curve) => format!("a key on {}", curve.name()),
        Family::Ed25519 => "an Ed25519 key".to_owned(),
        Family::MlDsa(_) => "an ML-DSA key of its parameter set".to_owned(),
    }
}

/// How many names of keys a message lists.
const LISTED: usize = 5;

fn inventory(keys: &[PreparedKey<'_>]) -> String {
    let names: Vec<&str> = keys.iter().filter_map(|key| id(key.key)).collect();
    if names.is_empty() {
        return "no key of the set has one".to_owned();
    }
    let listed: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("`{}`", shortened(name)))
        .collect();
    let mut text = format!("the set has {}", listed.join(", "));
    if names.len() > LISTED {
        text.push_str(&format!(" and {} more", names.len() - LISTED));
    }
    text
}

fn none_serves(keys: &[PreparedKey<'_>], algorithm: &Algorithm) -> String {
    let name = algorithm.name;
    match keys {
        [only] => format!(
            "the only key cannot check `{name}`: {}",
            misfit(only.key, algorithm).unwrap_or_default()
        ),
        _ => format!(
            "none of {} keys can check `{name}`, which needs {}",
            keys.len(),
            needed(algorithm.family)
        ),
    }
}

/// Text of a token or key set, cut to what a message can carry.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
