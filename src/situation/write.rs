//! Situations as files have them.

use super::{Known, KnownFact, Situation, Value};

/// The tables that a situation has inside, in the order they are written.
const TABLES: [&str; 4] = ["receiver", "client", "need", "checks"];

impl Situation {
    /// The facts that were stated as a table `[situation.NAME]`, which
    /// [`file`](super::file) reads back as the same facts. What was inferred is left out: it will
    /// be inferred again.
    pub fn to_toml(&self, name: &str) -> String {
        let stated: Vec<KnownFact> = self
            .facts()
            .into_iter()
            .filter(|fact| fact.known == Known::Stated)
            .collect();
        let header = format!("situation.{}", key(name));
        let mut text = format!("[{header}]\n");
        // `need` is a word alone, or a table once it has members.
        let is_member = |fact: &KnownFact, table: &str| fact.name.split('.').next() == Some(table);
        let needs_more = stated.iter().any(|fact| fact.name.starts_with("need."));
        for fact in stated.iter().filter(|fact| !fact.name.contains('.')) {
            if !(needs_more && fact.name == "need") {
                line(&mut text, fact.name, &fact.value);
            }
        }
        for table in TABLES {
            let members: Vec<&KnownFact> = stated
                .iter()
                .filter(|fact| is_member(fact, table))
                .filter(|fact| needs_more || fact.name != "need")
                .collect();
            if members.is_empty() {
                continue;
            }
            text.push_str(&format!("\n[{header}.{table}]\n"));
            for fact in members {
                let member = fact.name.split_once('.').map_or("kind", |(_, rest)| rest);
                line(&mut text, member, &fact.value);
            }
        }
        text
    }
}

fn line(text: &mut String, name: &str, value: &Value) {
    let value = match value {
        Value::Unknown => string("unknown"),
        Value::Text(text) => string(text),
        Value::List(members) => {
            let members: Vec<String> = members.iter().map(|member| string(member)).collect();
            format!("[{}]", members.join(", "))
        }
        Value::Truth(truth) => truth.to_string(),
        Value::Number(number) => number.to_string(),
    };
    text.push_str(&format!("{name} = {value}\n"));
}

/// A key, in quotes unless it is a bare one.
fn key(name: &str) -> String {
    let is_bare = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    if !name.is_empty() && name.bytes().all(is_bare) {
        name.to_owned()
    } else {
        string(name)
    }
}

/// A basic string (TOML 1.0).
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => {
                quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
            }
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::situation::{NAMES, file::SituationFile};

    /// Texts with everything that quoting has to stand up to.
    fn text() -> impl Strategy<Value = String> {
        "[a-z\"'\\\\\\n\\t\u{7f}=,# \\[\\]é\u{202e}]{1,12}"
            .prop_filter("a word of its own", |text| {
                text != "unknown" && text != "any"
            })
    }

    fn value(name: &'static str) -> BoxedStrategy<Value> {
        let words = |words: &'static str| {
            let words: Vec<&str> = words.split(' ').collect();
            proptest::sample::select(words)
                .prop_map(|word| Value::Text(word.to_owned()))
                .boxed()
        };
        let scope = "[a-z:]{1,8}".prop_filter("a scope", |scope| scope != "unknown");
        match name {
            "receiver.role" => words("client resource-server kubernetes-api logout-endpoint"),
            "client.type" => words("public confidential workload"),
            "relation" => words("first-party third-party"),
            "need" => words("authentication delegation both"),
            "permissions" => words("own-rules token both"),
            "consent" => words("api login-only not-applicable"),
            "binding" => words("required preferred not-needed"),
            "transport" => words("bearer-header websocket-subprotocol none"),
            "channel" => words("https http-loopback http mesh-mtls"),
            "one_time" => words("nonce jti none"),
            "sensitivity" => words("low normal high"),
            "type_rule" => words("at+jwt own none"),
            "profile" => words("rfc9068 fapi2 k8s teach"),
            "presenters" => prop_oneof![
                words("any"),
                proptest::collection::vec(text(), 1..3).prop_map(Value::List)
            ]
            .boxed(),
            "need.max_auth_age" => (0..i64::MAX).prop_map(Value::Number).boxed(),
            "need.scopes" => proptest::collection::vec(scope, 1..3)
                .prop_map(Value::List)
                .boxed(),
            "forwards_to" => proptest::collection::vec((text(), any::<bool>()), 1..3)
                .prop_map(|parties| {
                    let typed = |(id, is_payload): &(String, bool)| {
                        format!(
                            "{id}={}",
                            if *is_payload { "payload" } else { "credential" }
                        )
                    };
                    Value::List(parties.iter().map(typed).collect())
                })
                .boxed(),
            "receiver.ids" | "receiver.clients" | "receiver.issuers" | "client.ids"
            | "account_key" => proptest::collection::vec(text(), 1..4)
                .prop_map(Value::List)
                .boxed(),
            "reads_access_token" | "introspects" => any::<bool>().prop_map(Value::Truth).boxed(),
            _ if name.starts_with("checks.") => any::<bool>().prop_map(Value::Truth).boxed(),
            _ => text().prop_map(Value::Text).boxed(),
        }
    }

    fn read_back(situation: &Situation, name: &str) -> Situation {
        let text = situation.to_toml(name);
        let file = SituationFile::parse(&text, "saved.toml")
            .unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(file.names(), [name], "{text}");
        file.take(None).unwrap()
    }

    proptest! {
        #[test]
        fn a_file_gives_back_what_was_written(
            chosen in proptest::sample::subsequence(NAMES.to_vec(), 0..=NAMES.len())
                .prop_flat_map(|names| {
                    let values: Vec<_> = names.iter().map(|name| (Just(*name), value(name))).collect();
                    values
                }),
            name in text(),
        ) {
            let mut situation = Situation::default();
            for (fact, value) in chosen {
                situation.set(fact, value).unwrap();
            }
            let read = read_back(&situation, &name);
            prop_assert_eq!(read, situation);
        }

        #[test]
        fn every_fact_goes_to_a_file_and_back(values in NAMES.iter().map(|name| value(name)).collect::<Vec<_>>()) {
            let mut situation = Situation::default();
            for (name, value) in NAMES.iter().zip(values) {
                situation.set(name, value).unwrap();
            }
            let stated = situation.facts();
            prop_assert!(stated.iter().all(|fact| fact.known == Known::Stated));
            prop_assert_eq!(read_back(&situation, "all"), situation);
        }
    }

    #[test]
    fn it_reads_well() {
        let mut situation = Situation::default();
        for (name, value) in [
            ("receiver.role", "resource-server"),
            ("receiver.ids", "https://orders.example"),
            ("need", "both"),
            ("need.max_auth_age", "900"),
            ("relation", "first-party"),
            ("checks.audience", "yes"),
            ("forwards_to", "https://stock.example=payload"),
        ] {
            situation.state(name, value).unwrap();
        }
        situation.complete();
        assert_eq!(
            situation.to_toml("orders-api"),
            r#"[situation.orders-api]
relation = "first-party"
forwards_to = ["https://stock.example=payload"]

[situation.orders-api.receiver]
role = "resource-server"
ids = ["https://orders.example"]

[situation.orders-api.need]
kind = "both"
max_auth_age = 900

[situation.orders-api.checks]
audience = true
"#
        );
    }
}
