//! Facts by their dotted names, as a flag or a file states them.

use clap::ValueEnum;
use thiserror::Error;

use super::{
    Fact, Situation,
    facts::{ClientType, Forward, ForwardedAs, OneTime, Presenters, Sensitivity, TypeRule},
};

/// Why a fact could not be stated.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FactError {
    /// No fact has this name.
    #[error("there is no fact `{name}`; did you mean `{nearest}`?")]
    Name {
        /// What was written.
        name: String,
        /// The most similar name.
        nearest: &'static str,
    },
    /// The fact has no such value.
    #[error("`{name}` cannot be `{value}`, expected {expected}")]
    Value {
        /// The fact.
        name: String,
        /// What was written.
        value: String,
        /// The values it can have.
        expected: String,
    },
}

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
];

impl Situation {
    /// States one fact. Lists may be stated several times, or with commas between their members.
    pub fn state(&mut self, name: &str, value: &str) -> Result<(), FactError> {
        match name {
            "receiver.role" => self.role = word(name, value)?,
            "receiver.ids" => self.receiver_ids.extend(list(value)),
            "receiver.clients" => self.receiver_clients.extend(list(value)),
            "receiver.issuers" => self.receiver_issuers.extend(list(value)),
            "receiver.operator" => self.receiver_operator = Some(value.to_owned()),
            "client.ids" => self.client_ids.extend(list(value)),
            "client.operator" => self.client_operator = Some(value.to_owned()),
            "client.type" => self.client_type = word::<ClientType>(name, value)?,
            "client.certificate" => self.client_certificate = Some(value.to_owned()),
            "relation" => self.relation = word(name, value)?,
            "presenters" => self.presenters = Fact::Stated(Presenters::of(list(value))),
            "need" => self.need = word(name, value)?,
            "need.scopes" => self.need_scopes.extend(list(&value.replace(' ', ","))),
            "need.max_auth_age" => {
                let age = value
                    .parse()
                    .map_err(|_| wrong(name, value, "a number of seconds"))?;
                self.max_auth_age = Some(age);
            }
            "need.acr" => self.need_acr = Some(value.to_owned()),
            "permissions" => self.permissions = word(name, value)?,
            "consent" => self.consent = word(name, value)?,
            "binding" => self.binding = word(name, value)?,
            "transport" => self.transport = word(name, value)?,
            "channel" => self.channel = word(name, value)?,
            "one_time" => self.one_time = word::<OneTime>(name, value)?,
            "forwards_to" => self
                .forwards_to
                .extend(list(value).iter().map(|one| forward(one))),
            "account_key" => self.account_key.extend(list(value)),
            "reads_access_token" => self.reads_access_token = boolean(name, value)?,
            "sensitivity" => self.sensitivity = word::<Sensitivity>(name, value)?,
            "introspects" => self.introspects = boolean(name, value)?,
            "subject_condition" => self.subject_condition = Fact::Stated(value.to_owned()),
            "type_rule" => self.type_rule = word::<TypeRule>(name, value)?,
            "nonce" => self.nonce = Some(value.to_owned()),
            _ => match name.strip_prefix("checks.") {
                Some(check) if NAMES.contains(&name) => {
                    let Fact::Stated(made) = boolean(name, value)? else {
                        return Ok(());
                    };
                    self.checks.insert(check.to_owned(), made);
                }
                _ => return Err(unknown(name)),
            },
        }
        Ok(())
    }
}

fn word<T: ValueEnum>(name: &str, value: &str) -> Result<Fact<T>, FactError> {
    if value == "unknown" {
        return Ok(Fact::Unknown);
    }
    T::from_str(value, false).map(Fact::Stated).map_err(|_| {
        let values: Vec<String> = T::value_variants()
            .iter()
            .filter_map(|variant| Some(variant.to_possible_value()?.get_name().to_owned()))
            .collect();
        wrong(name, value, &format!("one of {}", values.join(", ")))
    })
}

fn boolean(name: &str, value: &str) -> Result<Fact<bool>, FactError> {
    match value {
        "yes" | "true" => Ok(Fact::Stated(true)),
        "no" | "false" => Ok(Fact::Stated(false)),
        "unknown" => Ok(Fact::Unknown),
        _ => Err(wrong(name, value, "yes or no")),
    }
}

fn list(value: &str) -> Vec<String> {
    value
        .split(',')
        .map(str::trim)
        .filter(|one| !one.is_empty())
        .map(str::to_owned)
        .collect()
}

/// `ID`, `ID=credential` or `ID=payload`; alone it is a credential.
fn forward(text: &str) -> Forward {
    let (id, forwarded_as) = match text.rsplit_once('=') {
        Some((id, "payload")) => (id, ForwardedAs::Payload),
        Some((id, "credential")) => (id, ForwardedAs::Credential),
        _ => (text, ForwardedAs::Credential),
    };
    Forward {
        id: id.to_owned(),
        forwarded_as,
    }
}

fn wrong(name: &str, value: &str, expected: &str) -> FactError {
    FactError::Value {
        name: name.to_owned(),
        value: value.to_owned(),
        expected: expected.to_owned(),
    }
}

fn unknown(name: &str) -> FactError {
    let likeness = |known: &&str| (strsim::jaro_winkler(known, name) * 1e6) as u32;
    FactError::Name {
        name: name.to_owned(),
        nearest: NAMES
            .iter()
            .copied()
            .max_by_key(likeness)
            .unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::situation::{Role, facts::ClientType};

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
}
