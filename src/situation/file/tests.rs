use proptest::prelude::*;

use super::*;
use crate::situation::{
    Fact, Forward, ForwardedAs, Need, Presenters, Profile, Relation, Role, TypeRule,
};

const ORDERS: &str = r#"
# Two services of one house.
[situation.orders-api]
relation = "first-party"
presenters = "any"
need = "both"
"need.scopes" = ["orders:read", "orders:write"]
forwards_to = ["https://stock.example=payload", { id = "https://bill.example", as = "credential" }]
account_key = "sub"
reads_access_token = false
profile = "fapi2"
consent = "unknown"

[situation.orders-api.receiver]
role = "resource-server"
ids = ["https://orders.example", "a,b"]
operator = "Orders Inc"

[situation.orders-api.checks]
audience = true
nonce = false
signature = "unknown"

[situation."the shop"]
receiver.role = "client"
type_rule = "at+jwt"

[situation."the shop".need]
kind = "authentication"
max_auth_age = 1_000
"#;

fn parse(text: &str) -> SituationFile {
    SituationFile::parse(text, "x.toml").unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn facts_are_read_under_their_dotted_names() {
    let file = parse(ORDERS);
    assert_eq!(file.names(), ["orders-api", "the shop"]);
    let orders = file.clone().take(Some("orders-api")).unwrap();
    let expected = Situation {
        role: Fact::Stated(Role::ResourceServer),
        receiver_ids: vec!["https://orders.example".to_owned(), "a,b".to_owned()],
        receiver_operator: Some("Orders Inc".to_owned()),
        relation: Fact::Stated(Relation::FirstParty),
        presenters: Fact::Stated(Presenters::Any),
        need: Fact::Stated(Need::Both),
        need_scopes: vec!["orders:read".to_owned(), "orders:write".to_owned()],
        forwards_to: vec![
            Forward {
                id: "https://stock.example".to_owned(),
                forwarded_as: ForwardedAs::Payload,
            },
            Forward {
                id: "https://bill.example".to_owned(),
                forwarded_as: ForwardedAs::Credential,
            },
        ],
        account_key: vec!["sub".to_owned()],
        reads_access_token: Fact::Stated(false),
        checks: [("audience".to_owned(), true), ("nonce".to_owned(), false)].into(),
        profile: Profile::Fapi2,
        ..Situation::default()
    };
    assert_eq!(orders, expected);
    let shop = file.take(Some("the shop")).unwrap();
    let expected = Situation {
        role: Fact::Stated(Role::Client),
        type_rule: Fact::Stated(TypeRule::AtJwt),
        need: Fact::Stated(Need::Authentication),
        max_auth_age: Some(1000),
        ..Situation::default()
    };
    assert_eq!(shop, expected);
}

#[test]
fn every_fact_may_be_unknown() {
    for name in NAMES {
        let file = parse(&format!("[situation.x]\n\"{name}\" = \"unknown\"\n"));
        assert_eq!(file.take(None), Ok(Situation::default()), "{name}");
    }
}

#[test]
fn statements_say_where_they_stand() {
    let text = "need = \"both\"\nreceiver.ids = [\"a\"]\n";
    let table = DeTable::parse(text).unwrap();
    let found = statements(table.get_ref()).unwrap();
    let found: Vec<_> = found
        .iter()
        .map(|one| (one.name.as_str(), &text[one.span.clone()]))
        .collect();
    assert_eq!(found, [("need", "\"both\""), ("receiver.ids", "[\"a\"]")]);
}

#[test]
fn one_situation_is_taken_without_its_name_and_several_are_not() {
    let one = "[situation.orders]\nneed = \"both\"\n";
    assert!(parse(one).take(None).is_ok());
    assert!(parse(one).take(Some("orders")).is_ok());
    let error = parse(one).take(Some("order")).unwrap_err().to_string();
    assert_eq!(
        error,
        "x.toml holds no situation `order`, expected one of `orders`; did you mean `orders`?"
    );
    let error = parse(ORDERS).take(None).unwrap_err().to_string();
    assert_eq!(
        error,
        "x.toml holds the situations `orders-api`, `the shop`, expected the name of one"
    );
}

#[test]
fn every_slip_is_told_with_its_place() {
    for (text, expected) in [
        // Names.
        (
            "[situation.x]\nrelaton = \"first-party\"",
            "x.toml:2:1: there is no fact `relaton`; did you mean `relation`?",
        ),
        (
            "[situation.x.receiver]\n  rol = \"client\"",
            "x.toml:2:3: there is no fact `receiver.rol`; did you mean `receiver.role`?",
        ),
        (
            "[situation.x]\nrole = \"client\"",
            "x.toml:2:1: there is no fact `role`; did you mean `receiver.role`?",
        ),
        (
            "[situation.x.reciever]\nids = [\"a\"]",
            "x.toml:1:14: there is no fact `reciever.ids`; did you mean `receiver.ids`?",
        ),
        (
            "[situation.x.recever]",
            "x.toml:1:14: there is no fact `recever`; did you mean `receiver.ids`?",
        ),
        (
            "[situation.x.checks]\naudiance = true",
            "x.toml:2:1: there is no fact `checks.audiance`; did you mean `checks.audience`?",
        ),
        (
            "[situation.x]\ncolour = \"blue\"",
            "x.toml:2:1: there is no fact `colour`",
        ),
        (
            "[situation.x.need]\nwhat = \"both\"",
            "x.toml:2:1: there is no fact `need.what`; did you mean `need`?",
        ),
        // Values.
        (
            "[situation.x]\nrelation = \"first_party\"",
            "x.toml:2:12: `relation` cannot be `first_party`, expected one of first-party, \
             third-party; did you mean `first-party`?",
        ),
        (
            "[situation.x]\nchannel = \"pigeon\"",
            "x.toml:2:11: `channel` cannot be `pigeon`, expected one of https, http-loopback, \
             http, mesh-mtls",
        ),
        (
            "[situation.x]\nforwards_to = [\"a\", { id = \"b\", as = \"paylod\" }]",
            "x.toml:2:38: `forwards_to` cannot be `paylod`, expected credential or payload; did \
             you mean `payload`?",
        ),
        // Types.
        (
            "[situation.x]\nneed = [\"both\"]",
            "x.toml:2:8: `need` is a list, expected one of authentication, delegation, both",
        ),
        (
            "[situation.x.checks]\naudience = \"yes\"",
            "x.toml:2:12: `checks.audience` is a string, expected true or false",
        ),
        (
            "[situation.x.need]\nmax_auth_age = \"300\"",
            "x.toml:2:16: `need.max_auth_age` is a string, expected a number of seconds",
        ),
        (
            "[situation.x.need]\nmax_auth_age = -1",
            "x.toml:2:16: `need.max_auth_age` cannot be `-1`, expected a number of seconds, not \
             below 0",
        ),
        (
            "[situation.x.need]\nmax_auth_age = 1.5",
            "x.toml:2:16: `need.max_auth_age` is a number with a fraction, expected a string, a \
             list, a number or a truth",
        ),
        (
            "[situation.x.receiver]\nids = [\"é\", 7]",
            "x.toml:2:13: `receiver.ids` is a number, expected a string in a list",
        ),
        (
            "[situation.x.receiver]\nids = true",
            "x.toml:2:7: `receiver.ids` is true or false, expected a list of strings",
        ),
        (
            "[situation.x]\nforwards_to = [{ as = \"payload\" }]",
            "x.toml:2:16: `forwards_to` is a table without `id`, expected `{ id = \"…\", as = \
             \"payload\" }`",
        ),
        (
            "[situation.x]\nforwards_to = [{ id = \"a\", way = \"payload\" }]",
            "x.toml:2:28: `way` is not known of a party that the token goes on to, expected `id` \
             and `as`",
        ),
        (
            "[situation.x]\nrelation = { is = \"first-party\" }",
            "x.toml:2:1: there is no fact `relation.is`; did you mean `relation`?",
        ),
        // Places.
        (
            "[situations.x]\nneed = \"both\"",
            "x.toml:1:2: `situations` has no place here, expected `[situation.NAME]`; did you \
             mean `situation`?",
        ),
        (
            "[situation.x]\nneed = \"both\"\n[lint]\nignore = []",
            "x.toml:3:2: `lint` has no place here, expected `[situation.NAME]`",
        ),
        (
            "[situation]\nneed = \"both\"",
            "x.toml:2:1: `situation.need` is a string, expected a table of facts: \
             `[situation.NAME]`",
        ),
        (
            "[[situation.x]]\nneed = \"both\"",
            "x.toml:1:13: `situation.x` is a list, expected a table of facts: `[situation.NAME]`",
        ),
        (
            "[situation.x]\nneed = \"both\"\n\"need.kind\" = \"both\"",
            "x.toml:3:1: `need` is stated twice, expected once",
        ),
        (
            "# nothing yet\n",
            "x.toml:1:1: there is no situation in it, expected `[situation.NAME]`",
        ),
    ] {
        let error = SituationFile::parse(text, "x.toml").unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

#[test]
fn broken_toml_is_told_with_its_place_and_need_is_explained() {
    let error = SituationFile::parse("[situation.x]\nneed = both\n", "x.toml").unwrap_err();
    assert_eq!((error.line, error.column), (2, 8), "{error}");
    let text = "[situation.x]\nneed = \"both\"\nneed.scopes = [\"a\"]\n";
    let error = SituationFile::parse(text, "x.toml").unwrap_err();
    assert_eq!(error.line, 3, "{error}");
    assert!(
        error.to_string().contains("`\"need.scopes\" = […]`"),
        "{error}"
    );
}

#[test]
fn the_first_slip_of_the_text_is_the_one_told() {
    let text = "[situation.b]\nneed = \"x\"\n[situation.a]\nneed = \"y\"\n";
    let error = SituationFile::parse(text, "x.toml").unwrap_err();
    assert_eq!(error.line, 2, "{error}");
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_at_a_place_of_its_own(
        text in r#"(\[?\[situation(\.("é"|x|need)){0,3}\]{0,2}|need|"need.scopes"|[a-z.]{1,4}| = |\{|\}|\[|"|'|7e|é|\n){0,24}"#
    ) {
        if let Err(error) = SituationFile::parse(&text, "x.toml") {
            let line = text.split('\n').nth(error.line - 1);
            let line = line.expect("the line is there");
            prop_assert!(error.column <= line.chars().count() + 1, "{}", error);
        }
    }
}
