//! One made-up report that has everything a renderer must show.

use whichtoken::{
    report::{
        ClassificationReport, EvidenceReport, Explained, FindingReport, JsonText, KeyReport,
        Likely, Line, NeedsReport, NotApplicableReport, Outcomes, PlaceReport, ProviderKeyReport,
        ProviderReport, ReferenceReport, Report, SignatureReport, Summary, Threshold, TokenReport,
        Tool, Unreadable, VendorReport, Who,
    },
    rules::Severity,
};

/// Six tokens: valid, invalid and overridden, unsigned and ambiguous, encrypted, opaque, damaged.
pub(crate) fn report() -> Report {
    Report {
        schema: "whichtoken/report/v1",
        tool: Tool { version: "0.0.0" },
        now: "2026-11-22T11:58:42Z".to_owned(),
        tokens: vec![
            valid(),
            invalid(),
            unsigned(),
            encrypted(),
            opaque(),
            damaged(),
        ],
        provider: Some(provider()),
        policy: None,
        skipped: Vec::new(),
        unreadable: vec![Unreadable {
            input: "keys".to_owned(),
            error: "keys: it is a directory, expected a file with a token".to_owned(),
            hint: "name a file in it".to_owned(),
        }],
        undone: vec!["--require-signature: 1 token without a signature".to_owned()],
        fail_on: Threshold::Severity(Severity::Error),
        summary: Summary {
            tokens: 6,
            errors: 2,
            warnings: 2,
            infos: 1,
            notes: 1,
            suppressed: 0,
            exit: 2,
        },
    }
}

/// The same report, with this text wherever a token or the outside can put one.
pub(crate) fn report_of(text: &str) -> Report {
    let own = || text.to_owned();
    let mut report = report();
    let mut token = plain_token("7");
    token.id = own();
    token.place.input = own();
    token.place.slot = Some(own());
    token.claims = report.tokens[0].claims.take();
    token.damage = vec![own()];
    token.who.to_mut().issued_by = Some(own());
    token.who.to_mut().about = Some(own());
    token.who.to_mut().issued_to = Some(own());
    token.who.to_mut().issued_for = vec![own()];
    token.signature.to_mut().reason = own();
    token.signature.to_mut().algorithm = Some(own());
    token.explained.header = vec![line(text, text, Some(text), None)];
    token.explained.claims = vec![line(text, text, None, Some("meaning"))];
    token.explained.shape = Some(own());
    token.classification.to_mut().likely = Some(Likely {
        kind: "access-token",
        because: own(),
    });
    *token.findings.to_mut() = findings();
    for finding in report.tokens[0]
        .findings
        .to_mut()
        .iter_mut()
        .chain(token.findings.to_mut())
    {
        finding.message = own();
        finding.pointer = own();
        finding.expected = Some(format!("{text}!"));
        finding.actual = Some(own());
        finding.fix = own().into();
    }
    for evidence in &mut report.tokens[0].classification.to_mut().evidence {
        evidence.because = own().into();
        evidence.pointer = own();
    }
    if let Some(key) = &mut report.tokens[0].signature.to_mut().key {
        key.kid = Some(own());
        key.source = own();
        key.thumbprint = Some(own());
    }
    if let Some(provider) = &mut report.provider {
        provider.issuer = Some(own());
        provider.source = own();
        provider.notes = vec![own()];
        provider.keys[2].kid = Some(own());
        provider.keys[2].unusable = Some(own());
        provider.findings[0].message = own();
    }
    report.unreadable[0].input = own();
    report.unreadable[0].error = own();
    report.unreadable[0].hint = own();
    report.undone = vec![own()];
    report.tokens.push(token);
    report
}

/// A token of which little is known, to build others on.
fn plain_token(id: &str) -> TokenReport {
    TokenReport {
        id: id.to_owned(),
        place: PlaceReport {
            input: "stdin".to_owned(),
            slot: None,
            pointer: None,
            unwrapped: Vec::new(),
        },
        format: "jws-compact",
        header: None.into(),
        claims: None,
        damage: Vec::new(),
        who: Who::default().into(),
        vendor: None,
        classification: kind("unknown", "token of unknown kind", "ambiguous").into(),
        signature: signature("not-checked", "no key was given").into(),
        findings: Vec::new().into(),
        suppressed: Vec::new(),
        outcomes: Outcomes::default().into(),
        verdict: None,
        explained: Explained::default(),
    }
}

fn kind(name: &'static str, label: &'static str, certainty: &'static str) -> ClassificationReport {
    ClassificationReport {
        kind: name,
        certainty,
        runner_up: None,
        profile: None,
        likely: None,
        overridden: None,
        evidence: Vec::new(),
        label,
        runner_up_label: None,
    }
}

fn signature(status: &'static str, reason: &str) -> SignatureReport {
    SignatureReport {
        status,
        algorithm: Some("RS256".to_owned()),
        key: None,
        reason: reason.to_owned(),
    }
}

fn line(name: &str, value: &str, time: Option<&str>, meaning: Option<&'static str>) -> Line {
    Line {
        name: name.to_owned(),
        value: value.to_owned(),
        time: time.map(str::to_owned),
        meaning,
    }
}

fn raw(json: &str) -> Option<JsonText> {
    Some(JsonText::from_string(json.to_owned()).expect("JSON"))
}

fn evidence(id: &'static str, about: &'static str, weight: i32, because: &str) -> EvidenceReport {
    EvidenceReport {
        id,
        speaks_for: (weight > 0).then_some(about),
        speaks_against: (weight <= 0).then_some(about),
        weight: weight.abs(),
        because: because.to_owned().into(),
        pointer: "payload/nonce".to_owned(),
    }
}

fn valid() -> TokenReport {
    let mut token = plain_token("1");
    token.place.slot = Some("id_token".to_owned());
    token.place.pointer = Some("/id_token".to_owned());
    token.place.unwrapped = vec!["quotes", "line breaks"];
    *token.header.to_mut() = raw(r#"{"alg":"RS256","kid":"op-rs256"}"#);
    token.claims = raw(r#"{"sub":"alice"}"#);
    *token.who.to_mut() = Who {
        issued_by: Some("http://127.0.0.1:19400".to_owned()),
        about: Some("alice".to_owned()),
        issued_to: Some("web-app".to_owned()),
        issued_for: vec!["web-app".to_owned()],
        issued_to_claim: Some("aud"),
        about_note: None,
    };
    token.vendor = Some(VendorReport {
        key: "keycloak",
        name: "Keycloak",
    });
    *token.signature.to_mut() = SignatureReport {
        key: Some(KeyReport {
            kid: Some("op-rs256".to_owned()),
            source: "provider http://127.0.0.1:19400/jwks".to_owned(),
            thumbprint: Some("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs".to_owned()),
        }),
        ..signature("valid", "a key of the issuer verifies it")
    };
    *token.classification.to_mut() = ClassificationReport {
        runner_up: Some("userinfo-response"),
        runner_up_label: Some("signed userinfo response"),
        evidence: vec![
            evidence(
                "E01",
                "id-token",
                100,
                "an `at_hash` stands beside an access token only in ID tokens",
            ),
            evidence(
                "E16",
                "id-token",
                6,
                "`nonce` ties a token to one login attempt",
            ),
            evidence(
                "E17",
                "userinfo-response",
                2,
                "`sub` and `aud` are the claims of a signed userinfo response",
            ),
            evidence("E30", "access-token", -4, "neither `scope` nor `client_id`"),
            evidence(
                "E31",
                "logout-token",
                -100,
                "`nonce` is prohibited in a logout token",
            ),
            evidence("E40", "id-token", 1, "no `typ`"),
            evidence("E41", "id-token", 1, "`exp` within a day of `iat`"),
        ],
        ..kind("id-token", "ID token", "likely")
    };
    token.explained = Explained {
        disclosed: vec![line(
            "given_name",
            "Alice",
            None,
            Some("first name, for display"),
        )],
        header: vec![
            line(
                "alg",
                "RS256",
                None,
                Some("algorithm; the sender's word only"),
            ),
            line("kid", "op-rs256", None, Some("hint which key to use")),
            line(
                "x5t#S256",
                "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs",
                None,
                Some("certificate thumbprint, SHA-256"),
            ),
        ],
        claims: vec![
            line("sub", "alice", None, Some("whom or what it is about")),
            line(
                "nonce",
                "n-0S6_WzA2Mj",
                None,
                Some("ties it to a login or challenge"),
            ),
            line(
                "aud",
                "web-app, https://api.example/orders, https://api.example/customers",
                None,
                Some("for whom it is meant"),
            ),
            line(
                "exp",
                "1795352320",
                Some("2026-11-22T12:58:40Z, in 59m 58s"),
                Some("not accepted from then on"),
            ),
            line(
                "auth_time",
                "1795348720.250",
                Some("2026-11-22T11:58:40Z, 2s ago (1795348720.250)"),
                Some("when the user last logged in"),
            ),
            line("https://claims.example/roles", "admin", None, None),
            line(
                "address",
                r#"{"formatted":"Street 1, 12345 Town", "country":"Atlantis", "region":"a long way off"}"#,
                None,
                Some("postal address"),
            ),
            line("x5c", &"MIIB".repeat(400), None, Some("certificate chain")),
        ],
        shape: None,
    };
    *token.findings.to_mut() = findings();
    *token.outcomes.to_mut() = Outcomes {
        fires: vec![
            "audience-mismatch",
            "azp-missing",
            "kind-ambiguous",
            "no-revocation",
        ],
        silent: vec!["expired", "signature-invalid", "subject-missing"],
        not_applicable: vec![NotApplicableReport {
            rule: "dpop-proof-mismatch",
            why: "there is no proof of possession",
        }],
        needs: needs(),
        ..Outcomes::default()
    };
    token
}

fn findings() -> Vec<FindingReport> {
    let reference = |spec: &str, section: &'static str| ReferenceReport {
        spec: spec.to_owned(),
        section,
        url: "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3".to_owned(),
    };
    let finding = |rule, level: Severity, message: &str| FindingReport {
        rule,
        family: "audience",
        severity: level.name(),
        confidence: "high",
        message: message.to_owned(),
        pointer: "payload/aud".to_owned(),
        expected: None,
        actual: None,
        fix: "Ask for a token with the API as its audience.".into(),
        references: vec![reference("RFC 7519", "4.1.3"), reference("RFC 9068", "4")],
        article: vec!["P15".to_owned()],
        why: "A token for someone else proves nothing here: whoever legitimately received it could \
              play it again at this receiver.",
        but: "If the named audience is this receiver's own client, one application in two parts, \
              say so with --own-client.",
        threats: vec!["T-SUBST", "T-RSREPLAY"],
        level,
    };
    vec![
        FindingReport {
            expected: Some("https://api.example".to_owned()),
            actual: Some("web-app".to_owned()),
            ..finding(
                "audience-mismatch",
                Severity::Error,
                "audience is `web-app`, this receiver is `https://api.example`",
            )
        },
        FindingReport {
            expected: Some("one of the presenters that the receiver knows".to_owned()),
            actual: Some("nobody".to_owned()),
            confidence: "low",
            ..finding(
                "azp-missing",
                Severity::Warn,
                "no claim says to which client the token was issued, and it has several audiences",
            )
        },
        finding(
            "kind-ambiguous",
            Severity::Info,
            "an ID token and a signed userinfo response look the same here",
        ),
        finding(
            "no-revocation",
            Severity::Note,
            "a JWT cannot be called back before `exp`",
        ),
    ]
}

fn needs() -> Vec<NeedsReport> {
    let need = |rule, facts: &[&'static str], flags: &[&'static str]| NeedsReport {
        rule,
        facts: facts.to_vec(),
        flags: flags.to_vec(),
    };
    let keys = "--issuer, --jwks, --key or --secret-file";
    vec![
        need("signature-unverified", &["keys"], &[keys]),
        need("audience-too-wide", &["receiver.ids"], &["--audience"]),
        need(
            "audience-not-yours-alone",
            &["receiver.ids"],
            &["--audience"],
        ),
        need(
            "presenter-unknown",
            &["receiver.ids", "presenters"],
            &["--audience", "--presenter"],
        ),
        need("nonce-mismatch", &["nonce"], &["--nonce"]),
    ]
}

fn invalid() -> TokenReport {
    let mut token = plain_token("2");
    token.place.slot = Some("access_token".to_owned());
    token.claims = raw(r#"{"sub":"service"}"#);
    token.signature.to_mut().status = "invalid";
    token.signature.to_mut().reason = "the fitting key does not verify it".to_owned();
    token.signature.to_mut().key = Some(KeyReport {
        kid: None,
        source: "file keys.json".to_owned(),
        thumbprint: None,
    });
    *token.who.to_mut() = Who {
        issued_by: Some("https://idp.example".to_owned()),
        about: Some("service".to_owned()),
        issued_to: Some("service".to_owned()),
        issued_for: vec![
            "https://api.example/orders".to_owned(),
            "https://api.example/bills".to_owned(),
        ],
        issued_to_claim: Some("client_id"),
        about_note: Some("a client, not a person"),
    };
    *token.classification.to_mut() = ClassificationReport {
        overridden: Some("id-token"),
        profile: Some("rfc9068"),
        ..kind("access-token", "access token", "certain")
    };
    *token.findings.to_mut() = vec![FindingReport {
        fix: "Check which key the issuer uses now.".into(),
        message: "the signature does not fit".to_owned(),
        rule: "signature-invalid",
        but: "",
        pointer: "signature".to_owned(),
        ..findings().remove(0)
    }];
    token
}

fn unsigned() -> TokenReport {
    let mut token = plain_token("3");
    token.place.input = "saved/token.jwt".to_owned();
    token.claims = raw("{}");
    *token.signature.to_mut() = signature("unsigned", "the token carries no signature");
    *token.classification.to_mut() = ClassificationReport {
        runner_up: Some("userinfo-response"),
        runner_up_label: Some("signed userinfo response"),
        ..kind("id-token", "ID token", "ambiguous")
    };
    token
}

fn encrypted() -> TokenReport {
    let mut token = plain_token("4");
    token.format = "jwe-compact";
    *token.header.to_mut() = raw(r#"{"alg":"RSA-OAEP","enc":"A256GCM"}"#);
    *token.signature.to_mut() = signature(
        "not-checked",
        "the content is encrypted, and only its recipient can open it",
    );
    *token.classification.to_mut() = ClassificationReport {
        likely: Some(Likely {
            kind: "access-token",
            because: "header `cty` is `at+jwt`".to_owned(),
        }),
        ..kind("encrypted", "encrypted token", "certain")
    };
    token.explained = Explained {
        disclosed: Vec::new(),
        header: vec![
            line(
                "alg",
                "RSA-OAEP",
                None,
                Some("algorithm; the sender's word only"),
            ),
            line(
                "enc",
                "A256GCM",
                None,
                Some("algorithm that encrypts the content"),
            ),
        ],
        claims: Vec::new(),
        shape: Some(
            "512 bytes encrypted by `A256GCM`, key management by `RSA-OAEP`; closed without the \
             recipient's key"
                .to_owned(),
        ),
    };
    token
}

fn opaque() -> TokenReport {
    let mut token = plain_token("5");
    token.format = "opaque";
    *token.signature.to_mut() = signature(
        "not-checked",
        "an opaque string has no signature; ask its issuer",
    );
    *token.classification.to_mut() = ClassificationReport {
        likely: Some(Likely {
            kind: "refresh-token",
            because: "it was found in `refresh_token`".to_owned(),
        }),
        ..kind("opaque", "opaque token", "certain")
    };
    token.explained.shape =
        Some("43 characters of base64url; no prefix that an issuer is known for".to_owned());
    token
}

fn damaged() -> TokenReport {
    let mut token = plain_token("6");
    token.format = "damaged";
    *token.header.to_mut() = raw(r#"{"alg":"RS256"}"#);
    token.claims = raw(r#"{"iss":"x"}"#);
    token.damage = vec![
        "2 segments, a JOSE object has 3 or 5".to_owned(),
        "the decoded payload is not one JSON object: no JSON at byte 31: EOF while parsing a list"
            .to_owned(),
    ];
    *token.signature.to_mut() = signature("not-checked", "the token is too damaged to be checked");
    token.who.to_mut().issued_by = Some("x".to_owned());
    token.explained = Explained {
        disclosed: Vec::new(),
        header: vec![line(
            "alg",
            "RS256",
            None,
            Some("algorithm; the sender's word only"),
        )],
        claims: vec![line("iss", "x", None, Some("who issued it"))],
        shape: None,
    };
    token
}

fn provider() -> ProviderReport {
    let key = |kid: &str, kty: &str, unusable: Option<&str>| ProviderKeyReport {
        kid: Some(kid.to_owned()),
        kty: Some(kty.to_owned()),
        algorithm: None,
        usage: Some("sig".to_owned()),
        thumbprint: None,
        unusable: unusable.map(str::to_owned),
    };
    ProviderReport {
        metadata: None,
        explained: Vec::new(),
        issuer: Some("http://127.0.0.1:19400".to_owned()),
        source: "http://127.0.0.1:19400/.well-known/openid-configuration".to_owned(),
        keys: vec![
            key("op-rs256", "RSA", None),
            key("op-es256", "EC", None),
            key("op-new", "LWE", Some("key type `LWE` is not known")),
        ],
        findings: vec![FindingReport {
            rule: "key-set-ambiguous",
            family: "keys",
            confidence: "medium",
            message: "two RSA keys of the same use have no `kid`, expected one each".to_owned(),
            pointer: "keys".to_owned(),
            expected: None,
            actual: None,
            article: Vec::new(),
            threats: vec!["M-CLARITY"],
            ..findings().remove(1)
        }],
        outcomes: Outcomes {
            fires: vec!["key-set-ambiguous"],
            silent: vec!["weak-key"],
            ..Outcomes::default()
        },
        suppressed: Vec::new(),
        notes: vec!["`kid` was new, so that the keys were fetched a second time".to_owned()],
        chosen_by_token: true,
    }
}
