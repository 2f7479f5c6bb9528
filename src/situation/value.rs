//! The value of a fact apart from its type, and how it is known.

use std::fmt;

use super::{Fact, FactError, Forward, Presenters, Profile, Situation, state::NAMES};

/// The value of a fact, whatever its type: what a file states and a report shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nobody said, and nothing shows it.
    Unknown,
    /// A word of those that the fact can be, or free text.
    Text(String),
    /// Several members; the fact is unknown where there are none.
    List(Vec<String>),
    /// Yes or no.
    Truth(bool),
    /// A number of seconds.
    Number(i64),
}

impl Value {
    /// The value that a text on the command line is for this fact: lists have commas between their
    /// members.
    ///
    /// # Errors
    /// The text is of another type than the fact.
    pub(crate) fn read(name: &str, text: &str) -> Result<Self, FactError> {
        if text == "unknown" {
            return Ok(Self::Unknown);
        }
        Ok(match Shape::of(name) {
            Shape::Text => Self::Text(text.to_owned()),
            Shape::List => Self::List(
                text.split(',')
                    .map(str::trim)
                    .filter(|one| !one.is_empty())
                    .map(str::to_owned)
                    .collect(),
            ),
            Shape::Truth => match text {
                "yes" | "true" => Self::Truth(true),
                "no" | "false" => Self::Truth(false),
                _ => return Err(FactError::value(name, text, "yes or no", &["yes", "no"])),
            },
            Shape::Number => match text.parse() {
                Ok(number) => Self::Number(number),
                Err(_) => return Err(FactError::value(name, text, "a number of seconds", &[])),
            },
        })
    }

    /// What it is, with its article.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Truth(_) => "true or false",
            Self::Number(_) => "a number",
        }
    }

    fn list(members: Vec<String>) -> Self {
        if members.is_empty() {
            Self::Unknown
        } else {
            Self::List(members)
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => formatter.write_str("unknown"),
            Self::Text(text) => formatter.write_str(text),
            Self::List(members) => formatter.write_str(&members.join(", ")),
            Self::Truth(true) => formatter.write_str("yes"),
            Self::Truth(false) => formatter.write_str("no"),
            Self::Number(seconds) => write!(formatter, "{seconds}"),
        }
    }
}

/// The type that the values of a fact have.
enum Shape {
    Text,
    List,
    Truth,
    Number,
}

impl Shape {
    fn of(name: &str) -> Self {
        match name {
            "receiver.ids" | "receiver.clients" | "receiver.issuers" | "client.ids"
            | "presenters" | "need.scopes" | "forwards_to" | "account_key" => Self::List,
            "reads_access_token" | "introspects" => Self::Truth,
            "need.max_auth_age" => Self::Number,
            _ if name.starts_with("checks.") => Self::Truth,
            _ => Self::Text,
        }
    }
}

/// How a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// The user said so.
    Stated,
    /// It follows from something seen, which is named.
    Inferred(&'static str),
    /// Nobody said, and nothing shows it.
    Unknown,
}

/// A fact by its dotted name, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownFact {
    /// One of [`NAMES`].
    pub name: &'static str,
    /// Its value; printed, it is in the words of the command line.
    pub value: Value,
    /// How it is known.
    pub known: Known,
}

impl Situation {
    /// Every fact in the order of [`NAMES`], the unknown ones among them.
    pub fn facts(&self) -> Vec<KnownFact> {
        let fact = |name: &&'static str| {
            let (value, known) = self.get(name);
            KnownFact { name, value, known }
        };
        NAMES.iter().map(fact).collect()
    }

    fn get(&self, name: &'static str) -> (Value, Known) {
        let plain = |value: Value| {
            let known = match (&value, self.inferred.get(name)) {
                (Value::Unknown, _) => Known::Unknown,
                (_, Some(from)) => Known::Inferred(from),
                (_, None) => Known::Stated,
            };
            (value, known)
        };
        let list = |members: &[String]| plain(Value::list(members.to_vec()));
        let text = |text: &Option<String>| plain(text.clone().map_or(Value::Unknown, Value::Text));
        match name {
            "receiver.role" => word(&self.role),
            "receiver.ids" => list(&self.receiver_ids),
            "receiver.clients" => list(&self.receiver_clients),
            "receiver.issuers" => list(&self.receiver_issuers),
            "receiver.operator" => text(&self.receiver_operator),
            "client.ids" => list(&self.client_ids),
            "client.operator" => text(&self.client_operator),
            "client.type" => word(&self.client_type),
            "client.certificate" => text(&self.client_certificate),
            "relation" => word(&self.relation),
            "presenters" => of(&self.presenters, |presenters| match presenters {
                Presenters::Any => Value::Text("any".to_owned()),
                Presenters::Listed(clients) => Value::list(clients.clone()),
            }),
            "need" => word(&self.need),
            "need.scopes" => list(&self.need_scopes),
            "need.max_auth_age" => plain(self.max_auth_age.map_or(Value::Unknown, Value::Number)),
            "need.acr" => text(&self.need_acr),
            "permissions" => word(&self.permissions),
            "consent" => word(&self.consent),
            "binding" => word(&self.binding),
            "transport" => word(&self.transport),
            "channel" => word(&self.channel),
            "one_time" => word(&self.one_time),
            "forwards_to" => plain(Value::list(
                self.forwards_to.iter().map(Forward::to_string).collect(),
            )),
            "account_key" => list(&self.account_key),
            "reads_access_token" => truth(&self.reads_access_token),
            "sensitivity" => word(&self.sensitivity),
            "introspects" => truth(&self.introspects),
            "subject_condition" => word(&self.subject_condition),
            "type_rule" => word(&self.type_rule),
            "nonce" => text(&self.nonce),
            "profile" if self.profile == Profile::default() => (
                Value::Text(self.profile.to_string()),
                Known::Inferred("the default"),
            ),
            "profile" => (Value::Text(self.profile.to_string()), Known::Stated),
            _ => {
                let check = name.strip_prefix("checks.").unwrap_or_default();
                plain(self.checks(check).map_or(Value::Unknown, Value::Truth))
            }
        }
    }
}

fn word<T: fmt::Display>(fact: &Fact<T>) -> (Value, Known) {
    of(fact, |value| Value::Text(value.to_string()))
}

fn truth(fact: &Fact<bool>) -> (Value, Known) {
    of(fact, |value| Value::Truth(*value))
}

fn of<T>(fact: &Fact<T>, value: impl Fn(&T) -> Value) -> (Value, Known) {
    match fact {
        Fact::Unknown => (Value::Unknown, Known::Unknown),
        Fact::Inferred(inner, from) => (value(inner), Known::Inferred(from)),
        Fact::Stated(inner) => (value(inner), Known::Stated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fact_says_how_it_is_known() {
        let mut situation = Situation::default();
        for (name, value) in [
            ("receiver.operator", "Orders Inc"),
            ("client.operator", "Orders Inc"),
            ("checks.audience", "no"),
        ] {
            situation.state(name, value).unwrap();
        }
        situation.trust("https://idp.example");
        situation.complete();
        let facts = situation.facts();
        let names: Vec<&str> = facts.iter().map(|fact| fact.name).collect();
        assert_eq!(names, NAMES);
        let known = |name: &str| {
            let fact = facts.iter().find(|fact| fact.name == name).unwrap();
            (fact.value.to_string(), fact.known)
        };
        let expected = ("Orders Inc".to_owned(), Known::Stated);
        assert_eq!(known("client.operator"), expected);
        assert_eq!(known("checks.audience"), ("no".to_owned(), Known::Stated));
        assert_eq!(
            known("relation"),
            (
                "first-party".to_owned(),
                Known::Inferred("the operators stated")
            )
        );
        assert_eq!(
            known("receiver.issuers"),
            (
                "https://idp.example".to_owned(),
                Known::Inferred("the provider given")
            )
        );
        assert_eq!(known("need"), ("unknown".to_owned(), Known::Unknown));
        assert_eq!(known("need.scopes"), ("unknown".to_owned(), Known::Unknown));
    }

    #[test]
    fn what_is_stated_takes_the_place_of_what_was_inferred() {
        let mut situation = Situation::default();
        situation.trust("https://idp.example");
        situation
            .state("receiver.issuers", "https://a.example")
            .unwrap();
        situation.trust("https://idp.example");
        let facts = situation.facts();
        let issuers = facts.iter().find(|fact| fact.name == "receiver.issuers");
        assert_eq!(issuers.unwrap().known, Known::Stated);
        assert_eq!(situation.receiver_issuers, ["https://a.example"]);
    }
}
