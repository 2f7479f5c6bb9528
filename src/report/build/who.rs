//! The four lines on which most quarrels end.

use std::borrow::Cow;

use crate::{
    classify::Kind,
    report::Who,
    rules::{Case, case},
    token::Document,
};

/// The four lines.
pub(super) fn who(case: &Case<'_>) -> Who {
    let mut who = parties(case);
    tell_subject(case, &mut who);
    who
}

/// The line about the subject.
pub fn tell_subject(case: &Case<'_>, who: &mut Who) {
    if let Some(claims) = case.claims() {
        who.about = claims.str("sub").map(Cow::into_owned);
        who.about_note = subject(claims, case.kind);
    }
}

/// The other three.
pub fn parties(case: &Case<'_>) -> Who {
    let Some(claims) = case.claims() else {
        return Who::default();
    };
    let presenter = case::presenter(claims, case.kind);
    Who {
        issued_by: claims.str("iss").map(Cow::into_owned),
        issued_to: presenter.as_ref().map(|one| one.client.to_string()),
        issued_for: claims
            .audience()
            .into_iter()
            .map(|audience| audience.into_owned())
            .collect(),
        issued_to_claim: presenter.map(|one| one.claim),
        ..Who::default()
    }
}

/// What kind of subject it is, where the token tells.
fn subject(claims: &Document, kind: Kind) -> Option<&'static str> {
    const WORKLOAD: &str = "a workload, not a person";
    let is_workload = matches!(
        kind,
        Kind::KubernetesServiceAccount | Kind::GithubActions | Kind::GitlabCi | Kind::SpiffeSvid
    );
    let subject = claims.str("sub")?;
    let is_account = |name| {
        claims
            .str(name)
            .is_some_and(|text| text.ends_with(".gserviceaccount.com"))
    };
    if is_workload
        || subject.starts_with("system:serviceaccount:")
        || subject.starts_with("spiffe://")
        || is_account("sub")
        || is_account("email")
    {
        return Some(WORKLOAD);
    }
    let presenter = case::presenter(claims, kind)?;
    (presenter.claim != "aud" && presenter.client == subject).then_some("a client, not a person")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_that_is_no_person_is_called_so() {
        let note = |json: &str, kind| subject(&Document::parse(json).0, kind);
        let client = Some("a client, not a person");
        let workload = Some("a workload, not a person");
        let access = Kind::AccessToken;
        assert_eq!(note(r#"{"sub":"svc","client_id":"svc"}"#, access), client);
        assert_eq!(note(r#"{"sub":"svc","azp":"svc"}"#, access), client);
        assert_eq!(note(r#"{"sub":"alice","client_id":"svc"}"#, access), None);
        assert_eq!(note(r#"{"sub":"svc","aud":"svc"}"#, Kind::IdToken), None);
        assert_eq!(note(r#"{"client_id":"svc"}"#, access), None);
        for json in [
            r#"{"sub":"system:serviceaccount:default:web"}"#,
            r#"{"sub":"spiffe://example.org/web"}"#,
            r#"{"sub":"1","email":"web@project.iam.gserviceaccount.com"}"#,
        ] {
            assert_eq!(note(json, Kind::Unknown), workload, "{json}");
        }
        let job = r#"{"sub":"repo:team/web:ref:refs/heads/main"}"#;
        assert_eq!(note(job, Kind::GithubActions), workload);
    }
}
