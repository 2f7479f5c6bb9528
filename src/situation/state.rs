//! Facts by their dotted names, as a flag or a file states them.

use clap::ValueEnum;

use super::{
    Fact, Situation,
    error::{FactError, nearest},
    facts::{Forward, ForwardedAs, Presenters, Profile},
    file::Statement,
    value::Value,
};

/// Every name that can be stated, in the order of the documentation.
pub const NAMES: &[&str] = &[
    "receiver.role",
    "receiver.ids",
    "receiver.clients",
    "receiver.issuers",
    "receiver.operator",
    "client.ids",
    "client.operator",
    "client.type",
    "client.certificate",
    "relation",
    "presenters",
    "checks.signature",
    "checks.issuer",
    "checks.audience",
    "checks.presenter",
    "checks.type",
    "checks.expiry",
    "checks.nonce",
    "need",
    "need.scopes",
    "need.max_auth_age",
    "need.acr",
    "permissions",
    "consent",
    "binding",
    "transport",
    "channel",
    "one_time",
    "forwards_to",
    "account_key",
    "reads_access_token",
    "sensitivity",
    "introspects",
    "subject_condition",
    "type_rule",
    "nonce",
    "profile",
];

impl Situation {
    /// States one fact as the command line has it. Lists may be stated several times, or with
    /// commas between their members.
    ///
    /// # Errors
    /// There is no such fact, or it cannot have this value.
    pub fn state(&mut self, name: &str, text: &str) -> Result<(), FactError> {
        self.set(name, Value::read(name, text)?)
    }

    /// States facts in the place of whatever was stated about the same ones before.
    pub fn restate(&mut self, statements: Vec<Statement>) {
        for statement in &statements {
            self.forget(&statement.name);
        }
        for statement in statements {
            self.set(&statement.name, statement.value)
                .expect("a statement was tried out when it was read");
        }
    }

    /// Takes back whatever was stated about a fact.
    pub fn forget(&mut self, name: &str) {
        // A name that is none has nothing to take back; whoever states it will be told.
        let _ = self.set(name, Value::Unknown);
    }

    /// States one fact. The members of a list are added to those that were stated before;
    /// `unknown` takes back whatever was.
    ///
    /// # Errors
    /// There is no such fact, or it cannot have this value.
    pub fn set(&mut self, name: &str, value: Value) -> Result<(), FactError> {
        let value = match &value {
            Value::Text(text) if text == "unknown" => Value::Unknown,
            Value::List(members) if members.as_slice() == ["unknown"] => Value::Unknown,
            _ => value,
        };
        // What was inferred gives way to what is stated.
        let anew = self.inferred.remove(name).is_some();
        let list = |known: &mut Vec<String>| -> Result<(), FactError> {
            extend(known, members(name, &value)?, anew);
            Ok(())
        };
        match name {
            "receiver.role" => self.role = word(name, &value)?,
            "receiver.ids" => list(&mut self.receiver_ids)?,
            "receiver.clients" => list(&mut self.receiver_clients)?,
            "receiver.issuers" => list(&mut self.receiver_issuers)?,
            "receiver.operator" => self.receiver_operator = text(name, &value)?,
            "client.ids" => list(&mut self.client_ids)?,
            "client.operator" => self.client_operator = text(name, &value)?,
            "client.type" => self.client_type = word(name, &value)?,
            "client.certificate" => self.client_certificate = text(name, &value)?,
            "relation" => self.relation = word(name, &value)?,
            "presenters" => {
                let more = members(name, &value)?;
                self.presenters = presenters(&self.presenters, more);
            }
            "need" => self.need = word(name, &value)?,
            "need.scopes" => {
                let scopes = members(name, &value)?.map(|scopes| {
                    let scopes = scopes.iter().flat_map(|one| one.split_whitespace());
                    scopes.map(str::to_owned).collect()
                });
                extend(&mut self.need_scopes, scopes, anew);
            }
            "need.max_auth_age" => self.max_auth_age = seconds(name, &value)?,
            "need.acr" => self.need_acr = text(name, &value)?,
            "permissions" => self.permissions = word(name, &value)?,
            "consent" => self.consent = word(name, &value)?,
            "binding" => self.binding = word(name, &value)?,
            "transport" => self.transport = word(name, &value)?,
            "channel" => self.channel = word(name, &value)?,
            "one_time" => self.one_time = word(name, &value)?,
            "forwards_to" => {
                let more = members(name, &value)?.map(|parties| {
                    let parties = parties.iter().map(|party| forward(name, party));
                    parties.collect::<Result<Vec<Forward>, FactError>>()
                });
                extend(&mut self.forwards_to, more.transpose()?, anew);
            }
            "account_key" => list(&mut self.account_key)?,
            "reads_access_token" => self.reads_access_token = truth(name, &value)?,
            "sensitivity" => self.sensitivity = word(name, &value)?,
            "introspects" => self.introspects = truth(name, &value)?,
            "subject_condition" => self.subject_condition = Fact::from(text(name, &value)?),
            "type_rule" => self.type_rule = word(name, &value)?,
            "nonce" => self.nonce = text(name, &value)?,
            "profile" => {
                let profile = word::<Profile>(name, &value)?;
                self.profile = profile.known().copied().unwrap_or_default();
            }
            _ => match name.strip_prefix("checks.") {
                Some(check) if NAMES.contains(&name) => match truth(name, &value)? {
                    Fact::Stated(made) => {
                        self.checks.insert(check.to_owned(), made);
                    }
                    _ => {
                        self.checks.remove(check);
                    }
                },
                _ => {
                    return Err(FactError::Name {
                        name: name.to_owned(),
                        nearest: nearest(NAMES.iter().copied(), name),
                    });
                }
            },
        }
        Ok(())
    }
}

/// The names of the values that a fact can have.
fn words<T: ValueEnum>() -> Vec<String> {
    T::value_variants()
        .iter()
        .filter_map(|variant| Some(variant.to_possible_value()?.get_name().to_owned()))
        .collect()
}

fn word<T: ValueEnum>(name: &str, value: &Value) -> Result<Fact<T>, FactError> {
    let expected = || format!("one of {}", words::<T>().join(", "));
    match value {
        Value::Unknown => Ok(Fact::Unknown),
        Value::Text(text) => T::from_str(text, false).map(Fact::Stated).map_err(|_| {
            let words = words::<T>();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            FactError::value(name, text, &expected(), &words)
        }),
        other => Err(FactError::kind(name, other, expected())),
    }
}

fn text(name: &str, value: &Value) -> Result<Option<String>, FactError> {
    match value {
        Value::Unknown => Ok(None),
        Value::Text(text) => Ok(Some(text.clone())),
        other => Err(FactError::kind(name, other, "a string")),
    }
}

fn truth(name: &str, value: &Value) -> Result<Fact<bool>, FactError> {
    match value {
        Value::Unknown => Ok(Fact::Unknown),
        Value::Truth(truth) => Ok(Fact::Stated(*truth)),
        other => Err(FactError::kind(name, other, "true or false")),
    }
}

fn seconds(name: &str, value: &Value) -> Result<Option<i64>, FactError> {
    match value {
        Value::Unknown => Ok(None),
        Value::Number(seconds) if *seconds >= 0 => Ok(Some(*seconds)),
        Value::Number(seconds) => Err(FactError::value(
            name,
            &seconds.to_string(),
            "a number of seconds, not below 0",
            &[],
        )),
        other => Err(FactError::kind(name, other, "a number of seconds")),
    }
}

/// The members of a list, of which one text is a list of one; `None` where they are unknown.
fn members(name: &str, value: &Value) -> Result<Option<Vec<String>>, FactError> {
    match value {
        Value::Unknown => Ok(None),
        Value::Text(text) => Ok(Some(vec![text.clone()])),
        Value::List(members) => Ok(Some(members.clone())),
        other => Err(FactError::kind(name, other, "a list of strings")),
    }
}

fn extend<T>(known: &mut Vec<T>, more: Option<Vec<T>>, anew: bool) {
    if anew || more.is_none() {
        known.clear();
    }
    known.extend(more.into_iter().flatten());
}

fn presenters(known: &Fact<Presenters>, more: Option<Vec<String>>) -> Fact<Presenters> {
    let Some(more) = more.filter(|more| !more.is_empty()) else {
        return Fact::Unknown;
    };
    match (known, Presenters::of(more)) {
        (Fact::Stated(Presenters::Listed(known)), Presenters::Listed(more)) => {
            Fact::Stated(Presenters::Listed([known.clone(), more].concat()))
        }
        (Fact::Stated(Presenters::Any), _) => Fact::Stated(Presenters::Any),
        (_, presenters) => Fact::Stated(presenters),
    }
}

/// `ID`, `ID=credential` or `ID=payload`; alone it is a credential.
fn forward(name: &str, text: &str) -> Result<Forward, FactError> {
    let (id, forwarded_as) = match text.rsplit_once('=') {
        Some((id, "payload")) => (id, ForwardedAs::Payload),
        Some((id, "credential")) => (id, ForwardedAs::Credential),
        // An identifier may have an equals sign of its own; a slip of the fingers is refused.
        Some((_, slip)) if nearest(["payload", "credential"], slip).is_some() => {
            let expected = "ID, ID=credential or ID=payload";
            let near = nearest(["payload", "credential"], slip);
            return Err(FactError::value(name, slip, expected, near.as_slice()));
        }
        _ => (text, ForwardedAs::Credential),
    };
    Ok(Forward {
        id: id.to_owned(),
        forwarded_as,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::{ClientType, Role};

    #[test]
    fn every_name_takes_a_value_of_its_own() {
        for name in NAMES {
            let mut situation = Situation::default();
            let value = match *name {
                "receiver.role" => "client",
                "client.type" => "public",
                "relation" => "first-party",
                "need" => "both",
                "permissions" => "token",
                "consent" => "api",
                "binding" => "required",
                "transport" => "cookie",
                "channel" => "https",
                "one_time" => "nonce",
                "sensitivity" => "high",
                "type_rule" => "own",
                "need.max_auth_age" => "300",
                "profile" => "fapi2",
                _ if name.starts_with("checks.") => "yes",
                "reads_access_token" | "introspects" => "no",
                _ => "https://api.example",
            };
            assert_eq!(situation.state(name, value), Ok(()), "{name}");
            assert_ne!(situation, Situation::default(), "{name}");
        }
    }

    #[test]
    fn slips_are_answered_with_what_was_meant() {
        let mut situation = Situation::default();
        let error = situation.state("reciever.role", "client").unwrap_err();
        assert!(
            error.to_string().contains("did you mean `receiver.role`?"),
            "{error}"
        );
        let error = situation.state("client.type", "privat").unwrap_err();
        assert!(
            error.to_string().contains("public, confidential, workload"),
            "{error}"
        );
        assert!(situation.state("checks.audience", "maybe").is_err());
        assert!(situation.state("checks.colour", "yes").is_err());
    }

    #[test]
    fn lists_add_up_and_words_are_typed() {
        let mut situation = Situation::default();
        for (name, value) in [
            ("receiver.ids", "a, b"),
            ("receiver.ids", "c"),
            ("receiver.role", "client"),
            ("client.type", "public"),
            ("forwards_to", "https://b.example,https://c.example=payload"),
            ("presenters", "any"),
        ] {
            situation.state(name, value).unwrap();
        }
        assert_eq!(situation.receiver_ids, ["a", "b", "c"]);
        assert!(situation.role.is(&Role::Client));
        assert!(situation.client_type.is(&ClientType::Public));
        assert_eq!(situation.forwards_to[1].forwarded_as, ForwardedAs::Payload);
        assert_eq!(situation.forwards_to[1].id, "https://c.example");
        assert_eq!(situation.presenters.known(), Some(&Presenters::Any));
    }

    #[test]
    fn unknown_takes_back_what_was_stated() {
        for (name, value) in [
            ("receiver.role", "client"),
            ("receiver.ids", "a"),
            ("receiver.operator", "me"),
            ("presenters", "any"),
            ("checks.nonce", "no"),
            ("need.max_auth_age", "1"),
            ("introspects", "yes"),
            ("subject_condition", "repo:*"),
            ("profile", "k8s"),
        ] {
            let mut situation = Situation::default();
            situation.state(name, value).unwrap();
            situation.state(name, "unknown").unwrap();
            assert_eq!(situation, Situation::default(), "{name}");
        }
    }

    #[test]
    fn a_misspelt_value_is_answered_with_the_nearest() {
        for (name, value, meant) in [
            ("receiver.role", "resource_server", "resource-server"),
            ("relation", "First-Party", "first-party"),
            ("forwards_to", "https://b.example=payloads", "payload"),
            ("profile", "fapi", "fapi2"),
        ] {
            let error = Situation::default().state(name, value).unwrap_err();
            let text = error.to_string();
            assert!(
                text.ends_with(&format!("did you mean `{meant}`?")),
                "{text}"
            );
        }
        let error = Situation::default().state("need", "coffee").unwrap_err();
        assert!(!error.to_string().contains("did you mean"), "{error}");
        assert!(
            Situation::default()
                .state("need.max_auth_age", "-1")
                .is_err()
        );
    }
}
