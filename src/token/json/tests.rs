//! Documents as they are written by honest and hostile hands.

use super::*;

fn broken(text: &str) -> Option<Break> {
    Document::parse(text).1
}

#[test]
fn order_positions_duplicates_and_exact_numbers_are_kept() {
    let (document, broken) =
        Document::parse(r#"{"z":1.50, "aud":["a","b"],"z":18446744073709551616}"#);
    assert_eq!(broken, None);
    let names: Vec<_> = document.members().map(|(name, _)| name).collect();
    assert_eq!(names, ["z", "aud", "z"]);
    assert_eq!(document.duplicates(), ["z"]);
    assert_eq!(document.get("z").unwrap().text(), "18446744073709551616");
    let audience = document.get("aud").unwrap();
    let second = audience.items().unwrap()[1];
    assert_eq!(second.string().unwrap(), "b");
    assert_eq!(&document.text()[second.at()..second.at() + 3], "\"b\"");
}

#[test]
fn names_are_compared_unescaped() {
    let (document, _) = Document::parse(r#"{"a\u0075d":"x"}"#);
    assert_eq!(document.get("aud").unwrap().string().unwrap(), "x");
    assert!(document.has("aud"));
}

#[test]
fn an_unpaired_surrogate_is_replaced_and_not_fatal() {
    let (document, broken) = Document::parse(r#"{"sub":"a\ud800b"}"#);
    assert_eq!(broken, None);
    assert!(
        document
            .get("sub")
            .unwrap()
            .string()
            .unwrap()
            .starts_with('a')
    );
}

#[test]
fn a_broken_text_gives_the_members_before_the_break_and_its_position() {
    let (document, broken) = Document::parse(r#"{"iss":"x","sub":"alice","aud":["#);
    assert_eq!(document.members().count(), 2);
    assert!(matches!(broken, Some(Break::Syntax { at, .. }) if at >= 31));
    let (document, broken) = Document::read(b"{\"a\":1,\"b\":\"\xff\"}".to_vec());
    assert_eq!(broken, Some(Break::NotUtf8 { at: 12 }));
    assert!(document.has("a"));
}

#[test]
fn other_types_and_trailing_text_are_named() {
    assert_eq!(
        broken("[1]"),
        Some(Break::NotAnObject {
            kind: JsonKind::Array
        })
    );
    assert_eq!(
        broken("null"),
        Some(Break::NotAnObject {
            kind: JsonKind::Null
        })
    );
    assert_eq!(broken("{} x"), Some(Break::TrailingData { at: 3 }));
    assert_eq!(broken("{}\n"), None);
}

#[test]
fn deep_nesting_is_named_and_left_alone() {
    let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let (document, broken) = Document::parse(deep);
    assert_eq!(
        broken,
        Some(Break::TooDeep {
            at: 5 + MAX_DEPTH - 1
        })
    );
    assert_eq!(document.get("a").unwrap().items(), None);
}

proptest::proptest! {
    #[test]
    fn few_and_many_names_are_compared_alike(
        names in proptest::collection::vec("[a-h]{1,2}", 0..80)
    ) {
        let text: Vec<String> = names.iter().map(|name| format!("\"{name}\":1")).collect();
        let (document, _) = Document::parse(format!("{{{}}}", text.join(",")));
        let mut expected: Vec<&str> = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) && !expected.contains(&name.as_str()) {
                expected.push(name);
            }
        }
        proptest::prop_assert_eq!(document.duplicates(), expected);
    }
}
