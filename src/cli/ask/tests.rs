use std::{
    fs,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use tempfile::TempDir;

use super::*;
use crate::situation::{Consent, Need, Relation, Role, Sensitivity, file::SituationFile};

/// What is typed, as far as it was not read yet.
struct Typed(Arc<Mutex<Vec<u8>>>);

impl Read for Typed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut left = self.0.lock().unwrap();
        let count = left.as_slice().read(buffer)?;
        left.drain(..count);
        Ok(count)
    }
}

/// What a person who types these lines sees, and what is left of them.
fn talk(situation: &mut Situation, typed: &str, at_terminal: bool) -> (String, String) {
    let stdin = Typed(Arc::new(Mutex::new(typed.as_bytes().to_vec())));
    let left = Arc::clone(&stdin.0);
    let mut stdout = Vec::new();
    let mut stderr = Vec::new();
    let mut world = World {
        stdin: Box::new(stdin),
        stdin_is_terminal: at_terminal,
        stdout: &mut stdout,
        stdout_is_terminal: true,
        stderr: &mut stderr,
        stderr_is_terminal: true,
        now: Timestamp::UNIX_EPOCH,
        folder: None,
        environment: &|_| None,
        interruption: &Default::default,
        random: &|| Some([7; 32]),
    };
    ask(situation, &mut world).unwrap();
    assert!(stdout.is_empty(), "talk is for standard error");
    let left = String::from_utf8(left.lock().unwrap().clone()).unwrap();
    (String::from_utf8(stderr).unwrap(), left)
}

fn answered(typed: &str) -> (Situation, String) {
    let mut situation = Situation::default();
    let (seen, _) = talk(&mut situation, typed, true);
    (situation, seen)
}

#[test]
fn both_questions_are_asked_in_their_order_with_numbered_choices() {
    let (situation, seen) = answered("2\nboth\n\n");
    assert!(situation.role == Fact::Stated(Role::ResourceServer));
    assert!(situation.need == Fact::Stated(Need::Both));
    let parts = [
        "What are you trying to achieve, and how are you going to use",
        "Who receives the token?",
        "\n   1  client                the relying party that asked for the login\n",
        "\n  11  logout-endpoint ",
        "What must the receiver learn?",
        "\n   2  delegation      what the client may do for the user\n",
        "FILE#NAME",
    ];
    let places: Vec<usize> = parts
        .iter()
        .map(|part| {
            seen.find(part)
                .unwrap_or_else(|| panic!("{part:?}: {seen}"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_slip_is_asked_again_with_the_nearest_name() {
    let (situation, seen) = answered("resource server\n12\n0\n\u{1b}[31m\nGateway\n\n");
    assert!(situation.role == Fact::Stated(Role::Gateway), "{seen}");
    assert!(
        seen.contains("there is no choice `resource server`, expected 1 to 11, a name or an empty line; did you mean `resource-server`?"),
        "{seen}"
    );
    assert_eq!(seen.matches("there is no choice").count(), 4, "{seen}");
    assert!(!seen.contains('\u{1b}'), "{seen}");
    assert_eq!(seen.matches("Who receives").count(), 1, "{seen}");
}

#[test]
fn an_empty_line_leaves_a_fact_unknown_and_unanswered_nothing_is_saved() {
    let (situation, seen) = answered("\nunknown\n");
    assert_eq!(situation, Situation::default());
    assert!(!seen.contains("FILE#NAME"), "{seen}");
    let (situation, seen) = answered("\n1\n\n");
    assert_eq!(situation.role, Fact::Unknown);
    assert!(situation.need == Fact::Stated(Need::Authentication));
    assert!(seen.contains("FILE#NAME"), "{seen}");
}

#[test]
fn the_end_of_the_input_ends_the_dialogue() {
    let (situation, seen) = answered("");
    assert_eq!(situation, Situation::default());
    assert!(seen.ends_with("> \n"), "{seen}");
    assert!(!seen.contains("What must"), "{seen}");
    // What was answered counts, with or without an end of the line.
    let (situation, _) = answered("client");
    assert!(situation.role == Fact::Stated(Role::Client));
    assert_eq!(situation.need, Fact::Unknown);
}

#[test]
fn only_what_is_unknown_is_asked() {
    let mut situation = Situation {
        role: Fact::Inferred(Role::Userinfo, "the URL seen"),
        ..Situation::default()
    };
    let (seen, left) = talk(&mut situation, "delegation\n\nthe rest", true);
    assert!(!seen.contains("Who receives"), "{seen}");
    assert!(situation.need == Fact::Stated(Need::Delegation));
    assert_eq!(left, "the rest");
    let (seen, left) = talk(&mut situation, "1\n", true);
    assert_eq!((seen.as_str(), left.as_str()), ("", "1\n"));
}

#[test]
fn without_a_terminal_nothing_is_asked() {
    let mut situation = Situation::default();
    let (seen, left) = talk(&mut situation, "1\n1\n", false);
    assert_eq!((seen.as_str(), left.as_str()), ("", "1\n1\n"));
    assert_eq!(situation, Situation::default());
}

#[test]
fn what_follows_from_an_answer_is_completed() {
    let (situation, _) = answered("kubernetes-api\n\n\n");
    assert!(situation.sensitivity.is(&Sensitivity::High));
}

#[test]
fn answers_are_saved_beside_others_and_never_over_them() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("situations.toml");
    let path = path.to_str().unwrap();
    let (_, seen) = answered(&format!("2\n3\n{path}#orders-api\n"));
    assert!(seen.contains("saved; next time: --situation "), "{seen}");
    // The second has facts of flags too, and what was inferred stays out of the file.
    let mut situation = Situation {
        relation: Fact::Stated(Relation::FirstParty),
        ..Situation::default()
    };
    situation.complete();
    let typed = format!("1\n1\n{path}#orders-api\nno place\n{path}#\n#x\n{path}#the shop\n");
    let (seen, _) = talk(&mut situation, &typed, true);
    assert!(
        seen.contains("has a situation `orders-api` already, expected a new name"),
        "{seen}"
    );
    assert_eq!(seen.matches("this is no FILE#NAME").count(), 3, "{seen}");
    let text = fs::read_to_string(path).unwrap();
    let file = SituationFile::parse(&text, path).unwrap();
    assert_eq!(file.names(), ["orders-api", "the shop"], "{text}");
    let orders = file.clone().take(Some("orders-api")).unwrap();
    assert!(orders.role == Fact::Stated(Role::ResourceServer));
    assert!(orders.need == Fact::Stated(Need::Both));
    let mut shop = file.take(Some("the shop")).unwrap();
    assert_eq!(shop.consent, Fact::Unknown);
    shop.complete();
    assert!(shop.consent.is(&Consent::NotApplicable));
    assert_eq!(shop, situation);
}

#[test]
fn answers_are_saved_into_a_file_of_policy_which_keeps_the_rest() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("whichtoken.toml");
    let path = path.to_str().unwrap();
    let suppression = "[[suppress]]\nrule = 'expired'\nreason = 'it is known'\nexpires = \
                       2027-03-31";
    for policy in [
        "leeway = '5m' # ours".to_owned(),
        format!("audiences = ['a']\n[situation.stock]\nneed = 'both'\n{suppression}\n"),
    ] {
        fs::write(path, &policy).unwrap();
        let (_, seen) = answered(&format!("2\n3\n{path}#orders\n"));
        assert!(seen.contains("saved; next time: --situation "), "{seen}");
        let text = fs::read_to_string(path).unwrap();
        assert!(text.starts_with(&policy), "{text}");
        let file = situation::situations(&text, path).unwrap();
        let orders = file.take(Some("orders")).unwrap();
        assert!(orders.role == Fact::Stated(Role::ResourceServer));
        let (_, seen) = answered(&format!("2\n3\n{path}#orders\n\n"));
        assert!(
            seen.contains("`orders` already, expected a new name"),
            "{seen}"
        );
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
}

#[test]
fn a_file_that_would_break_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("situations.toml");
    for (text, expected) in [
        (
            "situation = { a = { need = \"both\" } }\n",
            "situations.toml:",
        ),
        ("[situation.a]\nneeds = \"both\"", "did you mean `need`?"),
    ] {
        fs::write(&path, text).unwrap();
        let (_, seen) = answered(&format!("2\n\n{}#b\n\n", path.display()));
        assert!(seen.contains(expected), "{seen}");
        assert!(!seen.contains("saved"), "{seen}");
        assert_eq!(fs::read_to_string(&path).unwrap(), text);
    }
    let (_, seen) = answered(&format!("2\n\n{}/no/such#b\n\n", folder.path().display()));
    assert!(seen.contains("cannot be written"), "{seen}");
    // A file with remarks only takes its first situation.
    fs::write(&path, "# ours").unwrap();
    let (_, seen) = answered(&format!("2\n\n{}#b\n", path.display()));
    assert!(seen.contains("saved"), "{seen}");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# ours\n\n[situation.b]\n"), "{text}");
}
