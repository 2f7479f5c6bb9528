use std::collections::BTreeSet;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::*;
use crate::{
    classify::Kind,
    rules::LIMITS,
    situation::{NAMES, Situation},
};

const SCHEMA: &str = include_str!("whichtoken.schema.json");
const EVERYTHING: &str = include_str!("../../../fixtures/policy/everything.toml");

fn schema() -> Value {
    serde_json::from_str(SCHEMA).unwrap()
}

/// A TOML text as a JSON schema sees it.
fn as_json(text: &str) -> Value {
    table(DeTable::parse(text).unwrap().get_ref())
}

fn table(table: &DeTable<'_>) -> Value {
    let members = table.iter();
    let members = members.map(|(key, member)| (key.get_ref().to_string(), value(member.get_ref())));
    Value::Object(members.collect())
}

fn value(member: &DeValue<'_>) -> Value {
    match member {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .unwrap()
            .into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Array(members) => members.iter().map(|one| value(one.get_ref())).collect(),
        DeValue::Table(inner) => table(inner),
        DeValue::Float(_) => panic!("no setting has a fraction"),
    }
}

fn slips(text: &str) -> Vec<String> {
    let slips = Config::parse(text, "w.toml").err().unwrap_or_default();
    slips.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn assert_valid(text: &str) {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let instance = as_json(text);
    let errors = validator.iter_errors(&instance);
    let errors: Vec<String> = errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0]);
}

fn keys(of: &Value) -> BTreeSet<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

fn set<'a>(names: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    names.into_iter().map(str::to_owned).collect()
}

/// The dotted names under the properties of a schema; a word or a table is both.
fn leaves(properties: &Value, prefix: &str, found: &mut BTreeSet<String>) {
    for (name, schema) in properties.as_object().unwrap() {
        let name = format!("{prefix}{name}");
        let inner = [&schema["properties"], &schema["anyOf"][1]["properties"]];
        match inner.into_iter().find(|inner| inner.is_object()) {
            Some(inner) => leaves(inner, &format!("{name}."), found),
            None => {
                found.insert(name.replace("need.kind", "need"));
            }
        }
    }
}

#[test]
fn reader_and_schema_know_the_same_keys() {
    let schema = schema();
    let definitions = &schema["$defs"];
    assert_eq!(keys(&schema["properties"]), set(read::KEYS));
    let suppression = &definitions["suppress"]["properties"];
    assert_eq!(keys(suppression), set(read::SUPPRESSION));
    let limits = &schema["properties"]["limits"]["properties"];
    assert_eq!(keys(limits), set(LIMITS.iter().map(|limit| limit.name)));
    let mut facts = BTreeSet::new();
    leaves(&definitions["situation"]["properties"], "", &mut facts);
    assert_eq!(facts, set(NAMES.iter().copied()));
}

/// What a list of the schema holds, the reader takes, and nothing else.
#[test]
fn reader_and_schema_know_the_same_words() {
    let schema = schema();
    let words = |list: &Value| -> Vec<String> {
        let words = list["enum"].as_array().unwrap().iter();
        words
            .map(|word| word.as_str().unwrap().to_owned())
            .collect()
    };
    let profiles = words(&schema["$defs"]["profile"]);
    for word in &profiles {
        assert_eq!(slips(&format!("profile = '{word}'")), [""; 0]);
    }
    let told = slips("profile = 'x'").remove(0);
    assert!(told.ends_with(&profiles.join(", ")), "{told}");
    let fail_on = words(&schema["properties"]["fail-on"]);
    for word in &fail_on {
        assert_eq!(slips(&format!("fail-on = '{word}'")), [""; 0]);
    }
    let told = slips("fail-on = 'x'").remove(0);
    assert!(told.ends_with(&fail_on.join(", ")), "{told}");
    let levels = words(&schema["properties"]["severity"]["additionalProperties"]);
    assert_eq!(levels, Level::ALL.map(Level::name));
    let kinds = words(&schema["$defs"]["kind"]);
    assert_eq!(
        kinds,
        Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>()
    );
}

/// The example names every key that there is, so that it shows all and tests all.
#[test]
fn everything_is_read_and_valid() {
    assert_valid(EVERYTHING);
    let config = Config::parse(EVERYTHING, "w.toml").unwrap();
    assert_eq!(config.profile.unwrap().line, 2);
    assert_eq!(config.leeway.unwrap().value, 30);
    assert_eq!(config.severity.len(), 3);
    let limits: BTreeSet<String> = set(config.limits.iter().map(|placed| placed.value.0.name));
    assert_eq!(limits, set(LIMITS.iter().map(|limit| limit.name)));
    let [orders, shop] = config.situations.as_slice() else {
        panic!("two situations");
    };
    let facts = orders.value.statements.iter();
    let facts = set(facts.map(|statement| statement.name.as_str()));
    assert_eq!(facts, set(NAMES.iter().copied()));
    assert_eq!(shop.value.statements.len(), 3);
    let [long, untyped] = config.suppressions.as_slice() else {
        panic!("two suppressions");
    };
    assert_eq!(long.value.expires.to_string(), "2027-03-31");
    assert_eq!(long.value.kind, Some(Kind::AccessToken));
    assert_eq!(untyped.value.expires.to_string(), "2027-02-28");
    assert_eq!(long.value.place, format!("w.toml:{}", long.line));
}

#[test]
fn the_examples_of_the_readme_are_valid() {
    let readme = include_str!("../../../README.md");
    let examples: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let orders = include_str!("../../../fixtures/policy/orders.toml");
    assert!(examples.contains(&orders), "the README shows `orders.toml`");
    for example in examples {
        assert_valid(example);
        assert_eq!(slips(example), [""; 0], "{example}");
    }
}

#[test]
fn times_have_a_unit_or_are_seconds() {
    let limit = |text: &str| {
        let text = format!("[limits]\nproof-age = {text}");
        let config = Config::parse(&text, "w.toml").map_err(|slips| slips[0].to_string());
        config.map(|config| config.limits[0].value.1)
    };
    assert_eq!(limit("90"), Ok(90));
    assert_eq!(limit("'90s'"), Ok(90));
    assert_eq!(limit("'15m'"), Ok(900));
    assert_eq!(limit("'1h'"), Ok(3_600));
    assert_eq!(limit("'2 d'"), Ok(172_800));
    assert_eq!(limit("'1w'"), Ok(604_800));
    for wrong in [
        "'h'", "'1'", "'-1h'", "'1h30m'", "'1y'", "''", "'1é'", "-1", "1.5", "true",
    ] {
        let told = limit(wrong).unwrap_err();
        assert!(told.starts_with("w.toml:2:13: `proof-age` "), "{told}");
        assert!(told.contains(", expected "), "{told}");
    }
    let told = limit("'99999999999999999999w'").unwrap_err();
    assert!(
        told.contains("expected seconds, or a text such as"),
        "{told}"
    );
}

#[test]
fn slips_are_told_at_their_place_with_what_was_meant() {
    for (text, expected) in [
        (
            "\nfail_on = 'warn'",
            "w.toml:2:1: there is no setting `fail_on`; did you mean `fail-on`?",
        ),
        (
            "[severity]\nuntyped-jtw = 'warn'",
            "w.toml:2:1: there is no rule `untyped-jtw`; did you mean `untyped-jwt`?",
        ),
        (
            "[severity]\nuntyped-jwt = 'warning'",
            "w.toml:2:15: `untyped-jwt` cannot be `warning`, expected one of error, warn, info, \
             note, off; did you mean `warn`?",
        ),
        (
            "[limits]\nbearer-life-warning = '1h'",
            "w.toml:2:1: there is no limit `bearer-life-warning`; did you mean \
             `bearer-life-warn`?",
        ),
        (
            "profile = 'fapi'",
            "w.toml:1:11: `profile` cannot be `fapi`, expected one of oidc, rfc9068, fapi2, k8s, \
             teach; did you mean `fapi2`?",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nuntil = 2027-01-01",
            "w.toml:3:1: there is no key of a suppression `until`",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nexpires = 2027-01-01",
            "w.toml:1:1: `suppress` has no `reason`, expected why the finding is accepted",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nreason = 'x'",
            "w.toml:1:1: `suppress` has no `expires`, expected the last day on which it is, such \
             as 2027-03-31",
        ),
        (
            "[[suppress]]\nreason = 'x'\nexpires = 2027-01-01",
            "w.toml:1:1: `suppress` has no `rule`, expected the name of a rule",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nreason = ' '\nexpires = 2027-01-01",
            "w.toml:3:10: `reason` cannot be ` `, expected a reason in words",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nreason = 'x'\nexpires = '31.3.2027'",
            "w.toml:4:11: `expires` cannot be `31.3.2027`, expected a day such as 2027-03-31",
        ),
        (
            "[[suppress]]\nrule = 'expired'\nreason = 'x'\nexpires = 2027-01-01T12:00:00Z",
            "w.toml:4:11: `expires` cannot be `2027-01-01T12:00:00Z`, expected a day such as \
             2027-03-31",
        ),
        (
            "[suppress]\nrule = 'expired'",
            "w.toml:1:1: `suppress` is a table, expected tables `[[suppress]]`",
        ),
        (
            "[situation.a]\nrelaton = 'first-party'",
            "w.toml:2:1: there is no fact `relaton`; did you mean `relation`?",
        ),
        (
            "issuers = 'https://idp.example'",
            "w.toml:1:11: `issuers` is a string, expected a list of strings",
        ),
        (
            "leeway = '-5s'",
            "w.toml:1:10: `leeway` cannot be `-5s`, expected seconds, or a text such as \"90s\", \
             \"15m\", \"1h\", \"2d\" or \"1w\"",
        ),
    ] {
        assert_eq!(slips(text), [expected]);
    }
    assert_eq!(slips("profile = ").len(), 1);
}

#[test]
fn every_slip_is_told_and_in_order() {
    let told =
        slips("colour = 1\nleeway = 'x'\n[severity]\na-b = 'warn'\nexpired = 1\n[limits]\nx = 1");
    let places: Vec<&str> = told.iter().map(|slip| &slip[..9]).collect();
    assert_eq!(
        places,
        [
            "w.toml:1:",
            "w.toml:2:",
            "w.toml:4:",
            "w.toml:5:",
            "w.toml:7:"
        ]
    );
}

/// A fact that is stated goes in the place of what the policy says of every situation.
#[test]
fn a_situation_goes_before_the_policy() {
    let config = Config::parse(EVERYTHING, "w.toml").unwrap();
    let args = crate::cli::args::SituationArgs {
        situation: Some("#orders-api".to_owned()),
        ..Default::default()
    };
    let situation = situation::read(&args, None, Some(&config)).unwrap();
    assert_eq!(situation.profile, Profile::Oidc);
    assert_eq!(situation.receiver_issuers, ["https://idp.example"]);
    assert_eq!(situation.receiver_ids, ["https://orders.example", "orders"]);
    let none = situation::read(&Default::default(), None, Some(&config)).unwrap();
    let expected = Situation {
        profile: Profile::Rfc9068,
        receiver_issuers: config.issuers.unwrap().value,
        receiver_ids: vec!["https://orders.example".to_owned()],
        ..Situation::default()
    };
    assert_eq!(none, expected);
}
