//! The issuer's side as the flags name it: discovered, saved, or keys alone.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use anyhow::anyhow;

use super::{Failure, World, args::ProviderArgs, key_files};
use crate::{
    input::InputSet,
    provider::{
        ChosenBy, Provider,
        discovery::{self, DiscoveryError},
        fetch::{Http, Policy, ProxySetting, Roots},
        url::Url,
    },
    token::Token,
};

/// Issuers that are asked in one run: each costs requests and memory, and with `--discover` the
/// tokens choose them.
const MAX_ISSUERS: usize = 100;

/// Obtains providers for inputs, each source once.
#[derive(Debug)]
pub(super) struct Providers<'a> {
    args: &'a ProviderArgs,
    /// What files, secrets and the stated issuer give; the keys are added to every other provider.
    at_hand: Arc<Provider>,
    discovered: BTreeMap<String, Arc<Provider>>,
    refetched: bool,
    roots: Option<Roots>,
    proxy: Option<ProxySetting>,
    problems: Vec<Failure>,
}

impl<'a> Providers<'a> {
    /// Reads the files and secrets that the flags name; the network is not touched yet.
    ///
    /// # Errors
    /// Wrong usage: a file that cannot be read, an issuer that is no URL, an empty secret.
    pub(super) fn new(args: &'a ProviderArgs, world: &World<'_>) -> Result<Self, Failure> {
        if args.network.timeout == 0 {
            return Err(Failure::usage(
                anyhow!("--timeout is 0 s, expected at least 1"),
                Some("--offline asks nobody".to_owned()),
            ));
        }
        if args.discover && args.provider.is_some() {
            return Err(Failure::usage(
                anyhow!("--discover and --provider both choose the issuer, expected one of them"),
                Some("--discover asks the issuer that the token names".to_owned()),
            ));
        }
        if let Some(issuer) = args.issuer.as_ref().filter(|_| asks_for_issuer(args)) {
            discovery::addresses(issuer).map_err(|error| failure(&error))?;
        }
        Ok(Self {
            at_hand: Arc::new(key_files::read(args, world)?),
            discovered: BTreeMap::new(),
            refetched: false,
            roots: args
                .network
                .ca_file
                .as_deref()
                .map(key_files::roots)
                .transpose()?,
            proxy: if args.discover || asks_for_issuer(args) {
                proxy(world)?
            } else {
                None
            },
            problems: Vec::new(),
            args,
        })
    }

    /// What to say where an issuer is named and nothing gives its keys, and how to give them.
    pub(super) fn remark(&self) -> Option<String> {
        let issuer = self.args.issuer.as_ref()?;
        let has_keys = !self.at_hand.keys.keys.is_empty() || self.args.provider.is_some();
        (self.args.network.offline && !has_keys).then(|| {
            format!(
                "with --offline the keys of {issuer} are not fetched, so no signature of its tokens \
                 is checked; --provider DIR (saved by `whichtoken provider URL --save DIR`) or \
                 --jwks FILE gives them"
            )
        })
    }

    /// Whether what is obtained depends on the tokens; if not, it is the same for all of them.
    pub(super) fn depend_on_tokens(&self) -> bool {
        self.args.discover || asks_for_issuer(self.args)
    }

    /// The provider for the tokens of one input; `None` where no flag names any. What could not be
    /// had is in [`Provider::problem`] and in [`Providers::problems`].
    pub(super) fn obtain(&mut self, set: &InputSet) -> Option<Arc<Provider>> {
        let (issuer, chosen_by) = match &self.args.issuer {
            Some(issuer) if asks_for_issuer(self.args) => (issuer.clone(), ChosenBy::User),
            _ if self.args.discover => match issuer_named_in(set) {
                Some(issuer) => (issuer, ChosenBy::Token),
                None => {
                    return Some(self.without_issuer(
                        "",
                        "no token of this input names its issuer (`iss`): there is nothing to \
                         discover",
                        "--issuer URL says which issuer to ask",
                    ));
                }
            },
            _ => {
                let nothing = self.at_hand.issuer.is_none() && self.at_hand.source.is_empty();
                return (!nothing).then(|| Arc::clone(&self.at_hand));
            }
        };
        if !self.discovered.contains_key(&issuer) {
            if self.discovered.len() >= MAX_ISSUERS {
                return Some(self.without_issuer(
                    "\u{0}",
                    "the tokens name more than 100 issuers, and no more are asked in one run",
                    "judge the tokens of each issuer apart, with --issuer",
                ));
            }
            let provider = self.discover(&issuer, chosen_by);
            self.discovered.insert(issuer.clone(), Arc::new(provider));
        }
        self.look_again_for_new_keys(&issuer, set);
        self.discovered.get(&issuer).map(Arc::clone)
    }

    /// What went wrong since this was asked last: the tokens are reported all the same.
    pub(super) fn problems(&mut self) -> Vec<Failure> {
        std::mem::take(&mut self.problems)
    }

    /// What is at hand, for tokens whose issuer is not asked, and once a run the reason as a problem.
    /// It is kept under a name that no issuer has.
    fn without_issuer(&mut self, name: &str, remark: &str, hint: &str) -> Arc<Provider> {
        if let Some(known) = self.discovered.get(name) {
            return Arc::clone(known);
        }
        self.problems.push(Failure::undone(
            anyhow!(remark.to_owned()),
            Some(hint.to_owned()),
        ));
        let mut provider = Provider::clone(&self.at_hand);
        provider.problem = Some(remark.to_owned());
        let provider = Arc::new(provider);
        self.discovered
            .insert(name.to_owned(), Arc::clone(&provider));
        provider
    }

    /// Metadata and keys of an issuer, as far as they can be had, and the keys at hand.
    fn discover(&mut self, issuer: &str, chosen_by: ChosenBy) -> Provider {
        let mut provider = Provider::clone(&self.at_hand);
        provider.issuer = Some(issuer.to_owned());
        provider.chosen_by = chosen_by;
        let http = self.http(chosen_by);
        let outcome = discovery::discover(issuer, &http).and_then(|metadata| {
            let sources = [metadata.url.clone(), provider.source.clone()];
            provider.source = sources
                .into_iter()
                .filter(|source| !source.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            let address = discovery::keys_address(&metadata.document, &metadata.url);
            provider.metadata = Some(metadata.document);
            discovery::fetch_keys(&address?, &http)
        });
        match outcome {
            Ok((keys, notes)) => {
                provider.has_key_set = true;
                provider.notes.extend(notes);
                provider.keys.keys.splice(0..0, keys.keys);
            }
            Err(error) => {
                if provider.source.is_empty() {
                    provider.source = format!("{issuer} (not obtained)");
                }
                self.fail(&error, &mut provider);
            }
        }
        provider
    }

    /// A provider may have begun to sign with a key that it had not published a moment ago: one
    /// token of this issuer with a new `kid` is worth one more look, once in a run.
    fn look_again_for_new_keys(&mut self, issuer: &str, set: &InputSet) {
        let Some(provider) = self.discovered.get(issuer) else {
            return;
        };
        if self.refetched || provider.problem.is_some() {
            return;
        }
        let Some(new) = new_key_id(issuer, provider, set) else {
            return;
        };
        let Some(address) = provider
            .metadata
            .as_ref()
            .and_then(|metadata| discovery::keys_address(metadata, "").ok())
        else {
            return;
        };
        self.refetched = true;
        let mut provider = Provider::clone(provider);
        match discovery::fetch_keys(&address, &self.http(provider.chosen_by)) {
            Ok((keys, _)) => {
                provider.notes.push(format!(
                    "no key had the `kid` `{}`; the key set was fetched a second time",
                    new.escape_debug()
                ));
                replace_fetched(&mut provider, keys.keys, &address);
            }
            Err(error) => self.fail(&error, &mut provider),
        }
        self.discovered
            .insert(issuer.to_owned(), Arc::new(provider));
    }

    fn fail(&mut self, error: &DiscoveryError, provider: &mut Provider) {
        provider.problem = Some(error.to_string());
        self.problems.push(failure(error));
    }

    fn http(&self, named_by: ChosenBy) -> Http {
        Http::new(Policy {
            timeout: Duration::from_secs(self.args.network.timeout),
            allow_http: self.args.network.allow_http,
            allow_private: self.args.allow_private,
            named_by,
            roots: self.roots.clone(),
            proxy: self.proxy.clone(),
        })
    }
}

/// Whether the issuer is to be asked over the network.
fn asks_for_issuer(args: &ProviderArgs) -> bool {
    args.issuer.is_some() && args.provider.is_none() && !args.network.offline
}

fn failure(error: &DiscoveryError) -> Failure {
    let hint = Some(error.hint());
    if error.is_usage() {
        Failure::usage(error.clone(), hint)
    } else {
        Failure::undone(error.clone(), hint)
    }
}

/// `iss` of the first token that has one.
fn issuer_named_in(set: &InputSet) -> Option<String> {
    set.sightings.iter().find_map(|sighting| {
        let token = Token::decode(sighting.raw.clone());
        token.claims()?.str("iss").map(String::from)
    })
}

/// A `kid` of a token of this issuer that no key has.
fn new_key_id(issuer: &str, provider: &Provider, set: &InputSet) -> Option<String> {
    set.sightings.iter().find_map(|sighting| {
        let token = Token::decode(sighting.raw.clone());
        if token.claims()?.str("iss")? != issuer {
            return None;
        }
        let id = token.header()?.str("kid")?;
        let known = provider
            .keys
            .keys
            .iter()
            .any(|key| key.id.as_deref() == Some(&id));
        (!known).then(|| id.into_owned())
    })
}

fn replace_fetched(provider: &mut Provider, keys: Vec<crate::provider::Key>, address: &Url) {
    let fetched = crate::provider::KeySource::Provider {
        url: address.to_string(),
    };
    provider.keys.keys.retain(|key| key.source != fetched);
    provider.keys.keys.splice(0..0, keys);
}

/// The proxy variables. A proxy that cannot be used is an error: going past it would surprise.
fn proxy(world: &World<'_>) -> Result<Option<ProxySetting>, Failure> {
    let variable = |name: &str| {
        [name.to_ascii_uppercase(), name.to_ascii_lowercase()]
            .iter()
            .filter_map(|name| (world.environment)(name))
            .filter_map(|value| value.into_string().ok())
            .find(|value| !value.is_empty())
    };
    let named = ["https_proxy", "all_proxy", "http_proxy"]
        .into_iter()
        .find_map(|name| variable(name).map(|url| (name, url)));
    let Some((name, url)) = named else {
        return Ok(None);
    };
    let except = variable("no_proxy").unwrap_or_default();
    let setting = ProxySetting::new(&url, &except).ok_or_else(|| {
        Failure::usage(
            anyhow!("{name} names a proxy that cannot be used, expected an http or https proxy"),
            Some(format!("`env -u {name}` goes without")),
        )
    })?;
    Ok(Some(setting))
}
