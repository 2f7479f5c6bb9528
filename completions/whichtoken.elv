
use builtin;
use str;

set edit:completion:arg-completer[whichtoken] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'whichtoken'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'whichtoken'= {
            cand --issuer 'Discover this issuer and trust its keys'
            cand --provider 'A saved provider: a discovery document, or a folder with it and its key set'
            cand --jwks 'A key set (RFC 7517)'
            cand --resource-metadata 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands'
            cand --key 'A public key or certificate in PEM, or one JWK'
            cand --secret-file 'A file with an HMAC secret (one final line break is not part of it)'
            cand --secret-env 'An environment variable with an HMAC secret'
            cand --ca-file 'Trust the certificates of this PEM file for https, instead of the system''s'
            cand --timeout 'Give up on the provider after so many seconds'
            cand --situation 'A TOML file of situations, and which of them; other flags override its facts'
            cand --to 'What the receiver is, for this message'
            cand --audience 'A name by which the receiver recognises itself in `aud` (repeatable)'
            cand --own-client 'A client id that is the receiver''s own application (repeatable)'
            cand --client 'A client id of the sender (repeatable)'
            cand --presenter 'A client that the receiver lets present tokens, or `any` (repeatable)'
            cand --client-cert 'The certificate that the sender presents (PEM; the first one of the file counts)'
            cand --relation 'Whether one operator runs both client and receiver'
            cand --need 'What the receiver must learn'
            cand --permissions 'Who decides what the caller may do'
            cand --binding 'Whether a sender constraint is demanded'
            cand --transport 'How the token travels'
            cand --channel 'How the connection is protected'
            cand --nonce 'The nonce that was sent with the login request'
            cand --scope 'A scope that the receiver needs (repeatable)'
            cand --consent 'What the user agreed to for this client'
            cand --check 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)'
            cand --forwards-to 'A party that the receiver sends the token on to (repeatable)'
            cand --max-auth-age 'The oldest authentication that the receiver takes'
            cand --fact 'Any fact by its dotted name, such as `client.type=public` (repeatable)'
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --as 'Treat the token as this kind'
            cand --now 'The time of judgement: RFC 3339, or seconds since the epoch'
            cand --leeway 'Tolerated clock skew [default: 60]'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --input-format 'What the input is'
            cand --jobs 'How many tokens of a batch are judged at a time; all processors by default'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand --discover 'Discover the issuer that the token itself names (for display: the token chose it)'
            cand --offline 'Never touch the network'
            cand --allow-http 'Allow plain http beyond this machine'
            cand --allow-private 'Allow private addresses for hosts that the token named'
            cand --require-signature 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
            cand --verdict 'Weigh sending the token to the receiver too (`lint --situation` always does)'
            cand --require-complete 'Fail (status 3) where a rule lacks a fact'
            cand --no-config 'Read no whichtoken.toml'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand inspect 'Decode a token, say which it is and why, and what is wrong with it'
            cand lint 'Run the rules only; the exit status says whether they found something'
            cand verdict 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it'
            cand provider 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys'
            cand demo 'Start a provider on this machine, log in, and inspect the tokens that it gives'
            cand explain 'Explain a rule, kind, claim, threat, fallacy, vendor or specification'
            cand rules 'List the rules, or the passages of the article that they mirror'
            cand config 'Check a file of policy (whichtoken.toml), or show what holds and from where'
            cand completions 'Print completions for a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'whichtoken;inspect'= {
            cand --issuer 'Discover this issuer and trust its keys'
            cand --provider 'A saved provider: a discovery document, or a folder with it and its key set'
            cand --jwks 'A key set (RFC 7517)'
            cand --resource-metadata 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands'
            cand --key 'A public key or certificate in PEM, or one JWK'
            cand --secret-file 'A file with an HMAC secret (one final line break is not part of it)'
            cand --secret-env 'An environment variable with an HMAC secret'
            cand --ca-file 'Trust the certificates of this PEM file for https, instead of the system''s'
            cand --timeout 'Give up on the provider after so many seconds'
            cand --situation 'A TOML file of situations, and which of them; other flags override its facts'
            cand --to 'What the receiver is, for this message'
            cand --audience 'A name by which the receiver recognises itself in `aud` (repeatable)'
            cand --own-client 'A client id that is the receiver''s own application (repeatable)'
            cand --client 'A client id of the sender (repeatable)'
            cand --presenter 'A client that the receiver lets present tokens, or `any` (repeatable)'
            cand --client-cert 'The certificate that the sender presents (PEM; the first one of the file counts)'
            cand --relation 'Whether one operator runs both client and receiver'
            cand --need 'What the receiver must learn'
            cand --permissions 'Who decides what the caller may do'
            cand --binding 'Whether a sender constraint is demanded'
            cand --transport 'How the token travels'
            cand --channel 'How the connection is protected'
            cand --nonce 'The nonce that was sent with the login request'
            cand --scope 'A scope that the receiver needs (repeatable)'
            cand --consent 'What the user agreed to for this client'
            cand --check 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)'
            cand --forwards-to 'A party that the receiver sends the token on to (repeatable)'
            cand --max-auth-age 'The oldest authentication that the receiver takes'
            cand --fact 'Any fact by its dotted name, such as `client.type=public` (repeatable)'
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --as 'Treat the token as this kind'
            cand --now 'The time of judgement: RFC 3339, or seconds since the epoch'
            cand --leeway 'Tolerated clock skew [default: 60]'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --input-format 'What the input is'
            cand --jobs 'How many tokens of a batch are judged at a time; all processors by default'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand --discover 'Discover the issuer that the token itself names (for display: the token chose it)'
            cand --offline 'Never touch the network'
            cand --allow-http 'Allow plain http beyond this machine'
            cand --allow-private 'Allow private addresses for hosts that the token named'
            cand --require-signature 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
            cand --verdict 'Weigh sending the token to the receiver too (`lint --situation` always does)'
            cand --require-complete 'Fail (status 3) where a rule lacks a fact'
            cand --no-config 'Read no whichtoken.toml'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;lint'= {
            cand --issuer 'Discover this issuer and trust its keys'
            cand --provider 'A saved provider: a discovery document, or a folder with it and its key set'
            cand --jwks 'A key set (RFC 7517)'
            cand --resource-metadata 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands'
            cand --key 'A public key or certificate in PEM, or one JWK'
            cand --secret-file 'A file with an HMAC secret (one final line break is not part of it)'
            cand --secret-env 'An environment variable with an HMAC secret'
            cand --ca-file 'Trust the certificates of this PEM file for https, instead of the system''s'
            cand --timeout 'Give up on the provider after so many seconds'
            cand --situation 'A TOML file of situations, and which of them; other flags override its facts'
            cand --to 'What the receiver is, for this message'
            cand --audience 'A name by which the receiver recognises itself in `aud` (repeatable)'
            cand --own-client 'A client id that is the receiver''s own application (repeatable)'
            cand --client 'A client id of the sender (repeatable)'
            cand --presenter 'A client that the receiver lets present tokens, or `any` (repeatable)'
            cand --client-cert 'The certificate that the sender presents (PEM; the first one of the file counts)'
            cand --relation 'Whether one operator runs both client and receiver'
            cand --need 'What the receiver must learn'
            cand --permissions 'Who decides what the caller may do'
            cand --binding 'Whether a sender constraint is demanded'
            cand --transport 'How the token travels'
            cand --channel 'How the connection is protected'
            cand --nonce 'The nonce that was sent with the login request'
            cand --scope 'A scope that the receiver needs (repeatable)'
            cand --consent 'What the user agreed to for this client'
            cand --check 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)'
            cand --forwards-to 'A party that the receiver sends the token on to (repeatable)'
            cand --max-auth-age 'The oldest authentication that the receiver takes'
            cand --fact 'Any fact by its dotted name, such as `client.type=public` (repeatable)'
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --as 'Treat the token as this kind'
            cand --now 'The time of judgement: RFC 3339, or seconds since the epoch'
            cand --leeway 'Tolerated clock skew [default: 60]'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --input-format 'What the input is'
            cand --jobs 'How many tokens of a batch are judged at a time; all processors by default'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand --discover 'Discover the issuer that the token itself names (for display: the token chose it)'
            cand --offline 'Never touch the network'
            cand --allow-http 'Allow plain http beyond this machine'
            cand --allow-private 'Allow private addresses for hosts that the token named'
            cand --require-signature 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
            cand --verdict 'Weigh sending the token to the receiver too (`lint --situation` always does)'
            cand --require-complete 'Fail (status 3) where a rule lacks a fact'
            cand --no-config 'Read no whichtoken.toml'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;verdict'= {
            cand --issuer 'Discover this issuer and trust its keys'
            cand --provider 'A saved provider: a discovery document, or a folder with it and its key set'
            cand --jwks 'A key set (RFC 7517)'
            cand --resource-metadata 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands'
            cand --key 'A public key or certificate in PEM, or one JWK'
            cand --secret-file 'A file with an HMAC secret (one final line break is not part of it)'
            cand --secret-env 'An environment variable with an HMAC secret'
            cand --ca-file 'Trust the certificates of this PEM file for https, instead of the system''s'
            cand --timeout 'Give up on the provider after so many seconds'
            cand --situation 'A TOML file of situations, and which of them; other flags override its facts'
            cand --to 'What the receiver is, for this message'
            cand --audience 'A name by which the receiver recognises itself in `aud` (repeatable)'
            cand --own-client 'A client id that is the receiver''s own application (repeatable)'
            cand --client 'A client id of the sender (repeatable)'
            cand --presenter 'A client that the receiver lets present tokens, or `any` (repeatable)'
            cand --client-cert 'The certificate that the sender presents (PEM; the first one of the file counts)'
            cand --relation 'Whether one operator runs both client and receiver'
            cand --need 'What the receiver must learn'
            cand --permissions 'Who decides what the caller may do'
            cand --binding 'Whether a sender constraint is demanded'
            cand --transport 'How the token travels'
            cand --channel 'How the connection is protected'
            cand --nonce 'The nonce that was sent with the login request'
            cand --scope 'A scope that the receiver needs (repeatable)'
            cand --consent 'What the user agreed to for this client'
            cand --check 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)'
            cand --forwards-to 'A party that the receiver sends the token on to (repeatable)'
            cand --max-auth-age 'The oldest authentication that the receiver takes'
            cand --fact 'Any fact by its dotted name, such as `client.type=public` (repeatable)'
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --as 'Treat the token as this kind'
            cand --now 'The time of judgement: RFC 3339, or seconds since the epoch'
            cand --leeway 'Tolerated clock skew [default: 60]'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --input-format 'What the input is'
            cand --jobs 'How many tokens of a batch are judged at a time; all processors by default'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand --discover 'Discover the issuer that the token itself names (for display: the token chose it)'
            cand --offline 'Never touch the network'
            cand --allow-http 'Allow plain http beyond this machine'
            cand --allow-private 'Allow private addresses for hosts that the token named'
            cand --require-signature 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
            cand --verdict 'Weigh sending the token to the receiver too (`lint --situation` always does)'
            cand --require-complete 'Fail (status 3) where a rule lacks a fact'
            cand --no-config 'Read no whichtoken.toml'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand --explain 'Show the whole reasoning: all fifteen concerns with the facts they read, and who says so'
            cand --matrix 'Show what an ID token, an opaque, a JWT and a bound access token would get, at every receiver'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;provider'= {
            cand --save 'Save discovery document and key set in this folder, for `--provider DIR`'
            cand --earlier 'Compare with this provider as it was saved earlier'
            cand --ca-file 'Trust the certificates of this PEM file for https, instead of the system''s'
            cand --timeout 'Give up on the provider after so many seconds'
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --now 'The time of judgement: RFC 3339, or seconds since the epoch'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand --allow-http 'Allow plain http beyond this machine'
            cand --no-config 'Read no whichtoken.toml'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;demo'= {
            cand --save 'Save the token response, the discovery document and the key set in this folder'
            cand --now 'The time of the login: RFC 3339, or seconds since the epoch'
            cand --format 'The form of the report'
            cand --output 'Write the report to a file instead of standard output'
            cand --color 'When to colour'
            cand -q 'No remarks on standard error'
            cand --quiet 'No remarks on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;explain'= {
            cand --example 'Print the input of this example of a rule, as `lint` takes it'
            cand --color 'When to colour'
            cand --keys 'Print the example''s key set, secret or resource metadata instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;rules'= {
            cand --format 'The form of the list'
            cand --output 'Write the list to a file instead of standard output'
            cand --color 'When to colour'
            cand --article 'The map of the article: each passage, and the rules, fallacies and steps of the verdict that carry its argument (the JSON always has both)'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;config'= {
            cand -h 'Print help'
            cand --help 'Print help'
            cand check 'Say what is wrong with a file of policy; the exit status is 2 if something is'
            cand show 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'whichtoken;config;check'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'whichtoken;config;show'= {
            cand --profile 'What is demanded beyond the basics [default: oidc]'
            cand --leeway 'Tolerated clock skew [default: 60]'
            cand --now 'The day on which suppressions are judged: RFC 3339, or seconds since the epoch'
            cand --format 'The form of the list'
            cand --config 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]'
            cand --only 'Hear this rule and no other (repeatable, or with commas)'
            cand --ignore 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)'
            cand --severity 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)'
            cand --fail-on 'The severity from which the exit status is 1 [default: error]'
            cand --baseline 'Suppress the findings that this file lists'
            cand --write-baseline 'Write the findings of now to a file for --baseline, and judge the run by it'
            cand --no-config 'Read no whichtoken.toml'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'whichtoken;config;help'= {
            cand check 'Say what is wrong with a file of policy; the exit status is 2 if something is'
            cand show 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'whichtoken;config;help;check'= {
        }
        &'whichtoken;config;help;show'= {
        }
        &'whichtoken;config;help;help'= {
        }
        &'whichtoken;completions'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'whichtoken;man'= {
            cand -h 'Print help'
            cand --help 'Print help'
        }
        &'whichtoken;help'= {
            cand inspect 'Decode a token, say which it is and why, and what is wrong with it'
            cand lint 'Run the rules only; the exit status says whether they found something'
            cand verdict 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it'
            cand provider 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys'
            cand demo 'Start a provider on this machine, log in, and inspect the tokens that it gives'
            cand explain 'Explain a rule, kind, claim, threat, fallacy, vendor or specification'
            cand rules 'List the rules, or the passages of the article that they mirror'
            cand config 'Check a file of policy (whichtoken.toml), or show what holds and from where'
            cand completions 'Print completions for a shell'
            cand man 'Print the manual page'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'whichtoken;help;inspect'= {
        }
        &'whichtoken;help;lint'= {
        }
        &'whichtoken;help;verdict'= {
        }
        &'whichtoken;help;provider'= {
        }
        &'whichtoken;help;demo'= {
        }
        &'whichtoken;help;explain'= {
        }
        &'whichtoken;help;rules'= {
        }
        &'whichtoken;help;config'= {
            cand check 'Say what is wrong with a file of policy; the exit status is 2 if something is'
            cand show 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
        }
        &'whichtoken;help;config;check'= {
        }
        &'whichtoken;help;config;show'= {
        }
        &'whichtoken;help;completions'= {
        }
        &'whichtoken;help;man'= {
        }
        &'whichtoken;help;help'= {
        }
    ]
    $completions[$command]
}
