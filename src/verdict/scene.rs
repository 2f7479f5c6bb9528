//! What a concern looks at: a token, what it can do, a situation without gaps, and what the rules
//! found there.

use crate::{
    classify::Kind,
    order,
    rules::{self, Case, Finding, Judgement, Outcome, Rule, Severity},
    situation::{Presenters, Role},
};

/// What a token is able to show to a receiver. The concerns read this and never the name of the
/// kind, so that two kinds with the same facts get the same verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Function {
    /// That a user logged in at a client: an ID token.
    LoginProof,
    /// What a client may do: an access token.
    AccessGrant,
    /// Which workload sends it, at a receiver for which it was minted.
    WorkloadIdentity,
    /// Whom a gateway let through, to the service behind it.
    GatewayStatement,
    /// Something that has an endpoint of its own and is a credential nowhere else.
    OtherObject,
    /// Nothing tells.
    Untold,
}

impl Function {
    /// The function of a kind of token.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::IdToken => Self::LoginProof,
            Kind::AccessToken | Kind::TransactionToken | Kind::Opaque => Self::AccessGrant,
            Kind::KubernetesServiceAccount
            | Kind::GithubActions
            | Kind::GitlabCi
            | Kind::SpiffeSvid => Self::WorkloadIdentity,
            Kind::GatewayAssertion => Self::GatewayStatement,
            Kind::Unknown | Kind::Encrypted | Kind::ApplicationSession => Self::Untold,
            _ => Self::OtherObject,
        }
    }
}

/// A case in a situation without gaps, with what the rules say there.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The case.
    pub case: Case<'a>,
    /// What the token can show.
    pub function: Function,
    judgement: Judgement,
}

impl<'a> Scene<'a> {
    /// Runs the rules over a case as one kind of token.
    pub fn of(case: Case<'a>) -> Self {
        Self {
            function: Function::of(case.likely_kind()),
            judgement: rules::judge_all(&case, &[case.kind]),
            case,
        }
    }

    /// The finding of a rule, the worst if there are several.
    pub fn finding(&self, rule: &str) -> Option<&Finding> {
        let told = self
            .judgement
            .told
            .iter()
            .find(|told| told.rule.name == rule)?;
        match &told.outcome {
            Outcome::Fires(findings) => findings.iter().max_by_key(|finding| finding.severity),
            _ => None,
        }
    }

    /// Whether a rule found something.
    pub fn fires(&self, rule: &str) -> bool {
        self.finding(rule).is_some()
    }

    /// The findings of these rules from a severity on, worst first.
    pub fn findings_of(&self, rules: &[&str], least: Severity) -> Vec<(&'static Rule, &Finding)> {
        self.findings_where(least, |rule| rules.contains(&rule.name))
    }

    /// The findings of rules that a question selects, from a severity on, worst first.
    pub fn findings_where(
        &self,
        least: Severity,
        select: impl Fn(&Rule) -> bool,
    ) -> Vec<(&'static Rule, &Finding)> {
        let mut found = self.judgement.findings();
        found.retain(|(rule, finding)| finding.severity >= least && select(rule));
        found
    }

    /// The function of the receiver; a scene has no gaps.
    pub fn role(&self) -> Option<Role> {
        self.case.role()
    }

    /// Whether the receiver lets a request in because of the token.
    pub fn is_credential(&self) -> bool {
        self.role().is_some_and(Role::takes_credentials)
    }

    /// Whether the receiver belongs to another party than the client.
    pub fn is_third_party(&self) -> bool {
        self.case.situation.is_third_party()
    }

    /// Whether the receiver can read the token itself.
    pub fn is_readable(&self) -> bool {
        self.case.claims().is_some()
    }

    /// Whether it names this receiver or one of the receiver's own clients.
    pub fn names_receiver(&self) -> bool {
        let situation = self.case.situation;
        self.case
            .audience()
            .iter()
            .any(|one| situation.is_receiver(one))
    }

    /// The client that it was issued to, if the token tells. The only audience of an ID token is
    /// its client, unless it is the name of an API; the client that a cluster is registered as is
    /// the one that its users log in with.
    pub fn presenter(&self) -> Option<String> {
        let presenter = self.case.presenter()?;
        let situation = self.case.situation;
        let is_the_api = presenter.claim == "aud"
            && self.role() != Some(Role::KubernetesApi)
            && situation
                .receiver_ids
                .iter()
                .any(|id| *id == presenter.client)
            && !situation
                .receiver_clients
                .iter()
                .any(|own| *own == presenter.client);
        (!is_the_api).then(|| presenter.client.into_owned())
    }

    /// Which presenters the receiver really tells apart; `None` where it lets every client in.
    pub fn presenter_list(&self) -> Option<&[String]> {
        let situation = self.case.situation;
        match situation.presenters.known() {
            _ if situation.checks("presenter") == Some(false) => None,
            Some(Presenters::Listed(list)) => Some(list),
            Some(Presenters::Any) | None => None,
        }
    }

    /// How many clients are known to send tokens here.
    pub fn known_clients(&self) -> usize {
        let situation = self.case.situation;
        let mut names: Vec<&String> = situation
            .client_ids
            .iter()
            .chain(&situation.receiver_clients)
            .collect();
        order::sort(&mut names);
        names.dedup();
        names.len()
    }
}
