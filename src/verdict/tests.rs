//! The laws of the verdict, over situations made up at random.

use proptest::prelude::*;

use super::{Interval, Level, Value, judge, scene::Function, spread, unknown};
use crate::{
    classify::Kind,
    rules::{self, Case, Severity, Threat, test_case::TestCase},
    situation::Situation,
    verify::Status,
};

/// What can be said about each fact; the empty word says nothing.
const FACTS: &[(&str, &[&str])] = &[
    (
        "receiver.role",
        &[
            "client",
            "resource-server",
            "authorization-server",
            "token-exchange",
            "session-endpoint",
            "gateway",
            "kubernetes-api",
            "workload-federation",
            "userinfo",
            "introspection",
            "logout-endpoint",
        ],
    ),
    ("receiver.ids", &["", "https://api.example", "web-app", "x"]),
    (
        "receiver.clients",
        &["", "web-app", "partner-app", "web-app,other"],
    ),
    ("client.ids", &["", "web-app", "partner-app"]),
    ("client.type", &["", "public", "confidential", "workload"]),
    ("relation", &["", "first-party", "third-party"]),
    ("presenters", &["", "any", "web-app", "partner-app", "x"]),
    ("need", &["", "authentication", "delegation", "both"]),
    ("need.scopes", &["", "", "orders:read", "admin"]),
    ("need.max_auth_age", &["", "", "", "60", "86400"]),
    ("permissions", &["", "own-rules", "token", "both"]),
    ("consent", &["", "api", "login-only", "not-applicable"]),
    ("binding", &["", "required", "preferred", "not-needed"]),
    (
        "transport",
        &[
            "",
            "",
            "bearer-header",
            "dpop-header",
            "query",
            "cookie",
            "form-body",
        ],
    ),
    ("channel", &["", "", "https", "http"]),
    ("one_time", &["", "nonce", "jti", "none"]),
    (
        "forwards_to",
        &["", "", "https://b.example", "https://b.example=payload"],
    ),
    ("reads_access_token", &["", "yes", "no"]),
    ("sensitivity", &["", "low", "high"]),
    ("introspects", &["", "yes", "no"]),
    (
        "subject_condition",
        &["", "none", "repo:o/*", "repo:o/r:ref:refs/heads/main"],
    ),
    ("type_rule", &["", "none", "own", "at+jwt"]),
    ("checks.audience", &["", "", "yes", "no"]),
    ("checks.presenter", &["", "", "yes", "no"]),
    ("checks.signature", &["", "", "yes", "no"]),
    ("checks.nonce", &["", "", "yes", "no"]),
    ("checks.expiry", &["", "", "", "no"]),
    ("checks.issuer", &["", "", "", "no"]),
    ("need.acr", &["", "", "", "", "loa3"]),
    ("account_key", &["", "", "", "email"]),
    (
        "client.certificate",
        &["", "", "", "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"],
    ),
    ("profile", &["", "", "", "", "rfc9068", "fapi2"]),
];

/// Tokens that have something to say about most facts.
const TOKENS: &[(Kind, &str)] = &[
    (
        Kind::IdToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","nonce":"n","auth_time":1767225500,"email":"a@example.com","iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::IdToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","azp":"partner-app","iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::IdToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::AccessToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"https://api.example","client_id":"web-app","scope":"orders:read","iat":1767225540,"exp":1767226140}"#,
    ),
    (
        Kind::AccessToken,
        r#"{"iss":"https://idp.example","sub":"svc","aud":"https://api.example","client_id":"svc","cnf":{"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},"iat":1767225540,"exp":1767226140}"#,
    ),
    (
        Kind::AccessToken,
        r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/p","sub":"1","client_id":"web-app","token_use":"access","scope":"orders:read","iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::GithubActions,
        r#"{"iss":"https://token.actions.githubusercontent.com","sub":"repo:o/r:ref:refs/heads/main","aud":"https://api.example","repository":"o/r","iat":1767225540,"exp":1767226140}"#,
    ),
    (
        Kind::AccessToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":["https://api.example","partner-app"],"client_id":"web-app","cnf":{"x5t#S256":"bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2"},"iat":1767225540,"exp":1767398340}"#,
    ),
    (
        Kind::IdToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":["web-app","https://api.example"],"iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::GatewayAssertion,
        r#"{"iss":"https://cloud.google.com/iap","sub":"1","aud":"https://api.example","email":"a@example.com","iat":1767225540,"exp":1767226140}"#,
    ),
    (
        Kind::KubernetesServiceAccount,
        r#"{"iss":"https://cluster.example","sub":"system:serviceaccount:shop:web","aud":["https://api.example"],"iat":1767225540,"exp":1767229140,"kubernetes.io":{"namespace":"shop","serviceaccount":{"name":"web","uid":"2f7a"}}}"#,
    ),
    (
        Kind::DpopProof,
        r#"{"jti":"1","htm":"GET","htu":"https://api.example/","iat":1767225598}"#,
    ),
    (
        Kind::RefreshToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"https://idp.example","jti":"1","typ":"Refresh","iat":1767225540,"exp":1767229140}"#,
    ),
    (
        Kind::Unknown,
        r#"{"aud":"https://api.example","exp":1767226140}"#,
    ),
    // An opaque access token: nobody but its issuer can read it.
    (Kind::AccessToken, ""),
    (
        Kind::LogoutToken,
        r#"{"iss":"https://idp.example","sub":"1","aud":"web-app","jti":"1","iat":1767225540,"exp":1767225660,"events":{"http://schemas.openid.net/event/backchannel-logout":{}}}"#,
    ),
];

const OPAQUE: &str = "9f1c7a3e5b8d2046c1e7f0a9b4d3528c6e17a0f5d29b384c7e61f0a2d5938b4c";

type Stated = Vec<(&'static str, &'static str)>;

fn situations() -> impl Strategy<Value = Stated> {
    let facts: Vec<_> = FACTS
        .iter()
        .map(|(name, values)| {
            proptest::sample::select(*values).prop_map(move |value| (*name, value))
        })
        .collect();
    facts.prop_map(|facts| {
        facts
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .collect()
    })
}

fn situation(stated: &[(&str, &str)]) -> Situation {
    let mut situation = Situation::default();
    for (name, value) in stated {
        situation.state(name, value).expect("a value of the fact");
    }
    situation
}

/// Judges a token in a situation with whatever a law needs to know.
fn within<T>(token: usize, situation: Situation, law: impl FnOnce(&Case<'_>) -> T) -> T {
    let (kind, claims) = TOKENS[token % TOKENS.len()];
    if claims.is_empty() {
        let mut test = TestCase::with_text(kind, OPAQUE);
        test.situation = situation;
        return test.judged(Status::NotChecked, law);
    }
    let header = match kind {
        Kind::AccessToken if !claims.contains("token_use") => r#"{"alg":"RS256","typ":"at+jwt"}"#,
        Kind::LogoutToken => r#"{"alg":"RS256","typ":"logout+jwt"}"#,
        Kind::DpopProof => {
            r#"{"alg":"EdDSA","typ":"dpop+jwt","jwk":{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}}"#
        }
        _ => r#"{"alg":"RS256"}"#,
    };
    let mut test = TestCase::with_header(kind, header, claims);
    test.situation = situation;
    test.judged(Status::Valid, law)
}

fn interval(token: usize, situation: Situation) -> Interval {
    within(token, situation, |case| {
        spread::spread(case, case.situation).interval
    })
}

/// Every value that the open facts could have, one by one: what the two corners stand for.
fn by_brute_force(case: &Case<'_>) -> Interval {
    let mut open = vec![case.situation.clone()];
    for fact in unknown::ALL {
        open = open
            .into_iter()
            .flat_map(|mut situation| {
                situation.complete();
                if !(fact.is_open)(case, &situation) {
                    return vec![situation];
                }
                let choices = (fact.choices)();
                let with = |choice: &unknown::Choice| {
                    let mut situation = situation.clone();
                    (choice.set)(case, &mut situation);
                    situation.complete();
                    situation
                };
                choices.iter().map(with).collect()
            })
            .collect();
    }
    let levels: Vec<Level> = open
        .iter()
        .map(|situation| spread::level(&spread::weigh(case, situation)))
        .collect();
    Interval {
        best: *levels.iter().min().expect("a situation"),
        worst: *levels.iter().max().expect("a situation"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_ends_are_the_best_and_the_worst_of_all_that_could_be(
        stated in situations(), token in 0..TOKENS.len(), forgotten in 0..FACTS.len(), second in 0..FACTS.len()
    ) {
        let names = [FACTS[forgotten].0, FACTS[second].0];
        let known: Stated = stated.into_iter().filter(|(name, _)| !names.contains(name)).collect();
        let (found, expected) = within(token, situation(&known), |case| {
            (spread::spread(case, case.situation).interval, by_brute_force(case))
        });
        prop_assert_eq!(found, expected, "{:?}", known);
    }

    #[test]
    fn stating_a_fact_on_which_it_depends_never_widens_the_interval(
        stated in situations(), token in 0..TOKENS.len()
    ) {
        within(token, situation(&stated), |case| {
            let mut open = case.situation.clone();
            open.complete();
            let before = spread::spread(case, &open).interval;
            for fact in unknown::ALL.iter().filter(|fact| (fact.is_open)(case, &open)) {
                for choice in (fact.choices)() {
                    let mut closed = open.clone();
                    (choice.set)(case, &mut closed);
                    let after = spread::spread(case, &closed).interval;
                    prop_assert!(
                        before.holds(after),
                        "{} = {}: {before} became {after} ({stated:?})", fact.name.name(), choice.words
                    );
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_undecided_verdict_names_a_fact_that_moves_it(
        stated in situations(), token in 0..TOKENS.len()
    ) {
        let verdict = within(token, situation(&stated), |case| judge(case, &[case.kind]));
        prop_assert_eq!(verdict.value() == Value::Undecided, !verdict.pivots.is_empty());
        for pivot in &verdict.pivots {
            let moves = pivot.moves.iter().any(|one| one.interval != verdict.interval);
            prop_assert!(moves, "{:?}", pivot);
        }
    }

    #[test]
    fn a_reject_names_a_threat_with_an_attacker(stated in situations(), token in 0..TOKENS.len()) {
        let verdict = within(token, situation(&stated), |case| judge(case, &[case.kind]));
        let attacks = |threats: &[Threat]| threats.iter().any(|one| one.code().starts_with("T-"));
        for judged in &verdict.concerns {
            if judged.weight.level == Level::Blocker {
                prop_assert!(attacks(&judged.weight.threats), "{}", judged.concern.id);
            }
            if judged.weight.level > Level::None {
                prop_assert!(!judged.weight.threats.is_empty(), "{}", judged.concern.id);
                prop_assert!(!judged.weight.reason.is_empty(), "{}", judged.concern.id);
            }
        }
        if verdict.interval.worst == Level::Blocker {
            prop_assert!(attacks(&verdict.threats));
            prop_assert!(verdict.fix.is_some());
        }
    }

    #[test]
    fn nothing_is_accepted_beside_an_error(stated in situations(), token in 0..TOKENS.len()) {
        let mut known = situation(&stated);
        known.complete();
        within(token, known, |case| {
            let verdict = judge(case, &[case.kind]);
            if verdict.value().permits() {
                let judgement = rules::judge(case, &[case.kind]);
                let errors: Vec<&str> = judgement
                    .findings()
                    .iter()
                    .filter(|(_, finding)| finding.severity == Severity::Error)
                    .map(|(rule, _)| rule.name)
                    .collect();
                prop_assert!(errors.is_empty(), "{} beside {errors:?} {stated:?}", verdict.value());
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_check_that_is_made_never_worsens_the_verdict(
        stated in situations(), token in 0..TOKENS.len(), check in 0..7_usize
    ) {
        const CHECKS: [&str; 7] = [
            "checks.signature", "checks.issuer", "checks.audience", "checks.presenter", "checks.type",
            "checks.expiry", "checks.nonce",
        ];
        let name = CHECKS[check];
        let without: Stated = stated.into_iter().filter(|(other, _)| *other != name).collect();
        let before = interval(token, situation(&without));
        let mut with = without.clone();
        with.push((name, "yes"));
        let after = interval(token, situation(&with));
        prop_assert!(
            after.best <= before.best && after.worst <= before.worst,
            "{name}: {before} became {after} ({without:?})"
        );
    }

    #[test]
    fn the_order_of_the_facts_does_not_matter(
        stated in situations().prop_shuffle_pair(), token in 0..TOKENS.len()
    ) {
        let (one, other) = stated;
        prop_assert_eq!(interval(token, situation(&one)), interval(token, situation(&other)));
    }

    #[test]
    fn kinds_that_show_the_same_get_the_same(stated in situations()) {
        // A pipeline's claims are read by their names, so the same claims serve all.
        let claims = r#"{"iss":"https://issuer.example","sub":"repo:o/r:ref:refs/heads/main","aud":"https://api.example","iat":1767225540,"exp":1767226140}"#;
        let mut found = Vec::new();
        for kind in [Kind::GithubActions, Kind::GitlabCi] {
            prop_assert_eq!(Function::of(kind), Function::WorkloadIdentity);
            let mut test = TestCase::new(kind, claims);
            test.situation = situation(&stated);
            found.push(test.judged(Status::Valid, |case| spread::spread(case, case.situation).interval));
        }
        prop_assert_eq!(found[0], found[1]);
    }
}

#[test]
fn facts_that_decide_only_together_are_told_together() {
    let stated = vec![
        ("receiver.role", "gateway"),
        ("receiver.clients", "web-app"),
        ("binding", "preferred"),
    ];
    let verdict = within(0, situation(&stated), |case| judge(case, &[case.kind]));
    let facts: Vec<&str> = verdict.pivots.iter().map(|one| one.fact.name()).collect();
    assert_eq!(facts, ["need", "relation"]);
    assert_eq!(
        verdict.pivots[1].moves[0].value,
        "first-party, with `need` authentication"
    );
}

/// The same facts in two orders.
trait Shuffled: Strategy<Value = Stated> + Sized {
    fn prop_shuffle_pair(self) -> BoxedStrategy<(Stated, Stated)>
    where
        Self: 'static,
    {
        self.prop_flat_map(|stated| (Just(stated.clone()), Just(stated).prop_shuffle()))
            .boxed()
    }
}

impl<S: Strategy<Value = Stated> + Sized> Shuffled for S {}
