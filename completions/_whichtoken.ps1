
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'whichtoken' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'whichtoken'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'whichtoken' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Discover this issuer and trust its keys')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A saved provider: a discovery document, or a folder with it and its key set')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set (RFC 7517)')
            [CompletionResult]::new('--resource-metadata', '--resource-metadata', [CompletionResultType]::ParameterName, 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or one JWK')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'A file with an HMAC secret (one final line break is not part of it)')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'An environment variable with an HMAC secret')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--situation', '--situation', [CompletionResultType]::ParameterName, 'A TOML file of situations, and which of them; other flags override its facts')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What the receiver is, for this message')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'A name by which the receiver recognises itself in `aud` (repeatable)')
            [CompletionResult]::new('--own-client', '--own-client', [CompletionResultType]::ParameterName, 'A client id that is the receiver''s own application (repeatable)')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'A client id of the sender (repeatable)')
            [CompletionResult]::new('--presenter', '--presenter', [CompletionResultType]::ParameterName, 'A client that the receiver lets present tokens, or `any` (repeatable)')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The certificate that the sender presents (PEM; the first one of the file counts)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Whether one operator runs both client and receiver')
            [CompletionResult]::new('--need', '--need', [CompletionResultType]::ParameterName, 'What the receiver must learn')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Who decides what the caller may do')
            [CompletionResult]::new('--binding', '--binding', [CompletionResultType]::ParameterName, 'Whether a sender constraint is demanded')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'How the token travels')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How the connection is protected')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login request')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope that the receiver needs (repeatable)')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the user agreed to for this client')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)')
            [CompletionResult]::new('--forwards-to', '--forwards-to', [CompletionResultType]::ParameterName, 'A party that the receiver sends the token on to (repeatable)')
            [CompletionResult]::new('--max-auth-age', '--max-auth-age', [CompletionResultType]::ParameterName, 'The oldest authentication that the receiver takes')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'Any fact by its dotted name, such as `client.type=public` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Treat the token as this kind')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew [default: 60]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the input is')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tokens of a batch are judged at a time; all processors by default')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Discover the issuer that the token itself names (for display: the token chose it)')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Allow private addresses for hosts that the token named')
            [CompletionResult]::new('--require-signature', '--require-signature', [CompletionResultType]::ParameterName, 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none')
            [CompletionResult]::new('--verdict', '--verdict', [CompletionResultType]::ParameterName, 'Weigh sending the token to the receiver too (`lint --situation` always does)')
            [CompletionResult]::new('--require-complete', '--require-complete', [CompletionResultType]::ParameterName, 'Fail (status 3) where a rule lacks a fact')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask claim values in the report; in formats for CI that is the default')
            [CompletionResult]::new('--no-redact', '--no-redact', [CompletionResultType]::ParameterName, 'Show claim values as they are')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Decode a token, say which it is and why, and what is wrong with it')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Run the rules only; the exit status says whether they found something')
            [CompletionResult]::new('verdict', 'verdict', [CompletionResultType]::ParameterValue, 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it')
            [CompletionResult]::new('provider', 'provider', [CompletionResultType]::ParameterValue, 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what differs between two tokens, or two token responses, claim by claim')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Print the same text with signatures cut and claims masked: safe for a bug report')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Start a provider on this machine, log in, and inspect the tokens that it gives')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule, kind, claim, threat, fallacy, vendor or specification')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or the passages of the article that they mirror')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Check a file of policy (whichtoken.toml), or show what holds and from where')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'whichtoken;inspect' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Discover this issuer and trust its keys')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A saved provider: a discovery document, or a folder with it and its key set')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set (RFC 7517)')
            [CompletionResult]::new('--resource-metadata', '--resource-metadata', [CompletionResultType]::ParameterName, 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or one JWK')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'A file with an HMAC secret (one final line break is not part of it)')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'An environment variable with an HMAC secret')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--situation', '--situation', [CompletionResultType]::ParameterName, 'A TOML file of situations, and which of them; other flags override its facts')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What the receiver is, for this message')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'A name by which the receiver recognises itself in `aud` (repeatable)')
            [CompletionResult]::new('--own-client', '--own-client', [CompletionResultType]::ParameterName, 'A client id that is the receiver''s own application (repeatable)')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'A client id of the sender (repeatable)')
            [CompletionResult]::new('--presenter', '--presenter', [CompletionResultType]::ParameterName, 'A client that the receiver lets present tokens, or `any` (repeatable)')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The certificate that the sender presents (PEM; the first one of the file counts)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Whether one operator runs both client and receiver')
            [CompletionResult]::new('--need', '--need', [CompletionResultType]::ParameterName, 'What the receiver must learn')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Who decides what the caller may do')
            [CompletionResult]::new('--binding', '--binding', [CompletionResultType]::ParameterName, 'Whether a sender constraint is demanded')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'How the token travels')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How the connection is protected')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login request')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope that the receiver needs (repeatable)')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the user agreed to for this client')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)')
            [CompletionResult]::new('--forwards-to', '--forwards-to', [CompletionResultType]::ParameterName, 'A party that the receiver sends the token on to (repeatable)')
            [CompletionResult]::new('--max-auth-age', '--max-auth-age', [CompletionResultType]::ParameterName, 'The oldest authentication that the receiver takes')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'Any fact by its dotted name, such as `client.type=public` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Treat the token as this kind')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew [default: 60]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the input is')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tokens of a batch are judged at a time; all processors by default')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Discover the issuer that the token itself names (for display: the token chose it)')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Allow private addresses for hosts that the token named')
            [CompletionResult]::new('--require-signature', '--require-signature', [CompletionResultType]::ParameterName, 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none')
            [CompletionResult]::new('--verdict', '--verdict', [CompletionResultType]::ParameterName, 'Weigh sending the token to the receiver too (`lint --situation` always does)')
            [CompletionResult]::new('--require-complete', '--require-complete', [CompletionResultType]::ParameterName, 'Fail (status 3) where a rule lacks a fact')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask claim values in the report; in formats for CI that is the default')
            [CompletionResult]::new('--no-redact', '--no-redact', [CompletionResultType]::ParameterName, 'Show claim values as they are')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;lint' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Discover this issuer and trust its keys')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A saved provider: a discovery document, or a folder with it and its key set')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set (RFC 7517)')
            [CompletionResult]::new('--resource-metadata', '--resource-metadata', [CompletionResultType]::ParameterName, 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or one JWK')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'A file with an HMAC secret (one final line break is not part of it)')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'An environment variable with an HMAC secret')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--situation', '--situation', [CompletionResultType]::ParameterName, 'A TOML file of situations, and which of them; other flags override its facts')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What the receiver is, for this message')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'A name by which the receiver recognises itself in `aud` (repeatable)')
            [CompletionResult]::new('--own-client', '--own-client', [CompletionResultType]::ParameterName, 'A client id that is the receiver''s own application (repeatable)')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'A client id of the sender (repeatable)')
            [CompletionResult]::new('--presenter', '--presenter', [CompletionResultType]::ParameterName, 'A client that the receiver lets present tokens, or `any` (repeatable)')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The certificate that the sender presents (PEM; the first one of the file counts)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Whether one operator runs both client and receiver')
            [CompletionResult]::new('--need', '--need', [CompletionResultType]::ParameterName, 'What the receiver must learn')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Who decides what the caller may do')
            [CompletionResult]::new('--binding', '--binding', [CompletionResultType]::ParameterName, 'Whether a sender constraint is demanded')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'How the token travels')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How the connection is protected')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login request')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope that the receiver needs (repeatable)')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the user agreed to for this client')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)')
            [CompletionResult]::new('--forwards-to', '--forwards-to', [CompletionResultType]::ParameterName, 'A party that the receiver sends the token on to (repeatable)')
            [CompletionResult]::new('--max-auth-age', '--max-auth-age', [CompletionResultType]::ParameterName, 'The oldest authentication that the receiver takes')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'Any fact by its dotted name, such as `client.type=public` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Treat the token as this kind')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew [default: 60]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the input is')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tokens of a batch are judged at a time; all processors by default')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Discover the issuer that the token itself names (for display: the token chose it)')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Allow private addresses for hosts that the token named')
            [CompletionResult]::new('--require-signature', '--require-signature', [CompletionResultType]::ParameterName, 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none')
            [CompletionResult]::new('--verdict', '--verdict', [CompletionResultType]::ParameterName, 'Weigh sending the token to the receiver too (`lint --situation` always does)')
            [CompletionResult]::new('--require-complete', '--require-complete', [CompletionResultType]::ParameterName, 'Fail (status 3) where a rule lacks a fact')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask claim values in the report; in formats for CI that is the default')
            [CompletionResult]::new('--no-redact', '--no-redact', [CompletionResultType]::ParameterName, 'Show claim values as they are')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;verdict' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Discover this issuer and trust its keys')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A saved provider: a discovery document, or a folder with it and its key set')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set (RFC 7517)')
            [CompletionResult]::new('--resource-metadata', '--resource-metadata', [CompletionResultType]::ParameterName, 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or one JWK')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'A file with an HMAC secret (one final line break is not part of it)')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'An environment variable with an HMAC secret')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--situation', '--situation', [CompletionResultType]::ParameterName, 'A TOML file of situations, and which of them; other flags override its facts')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What the receiver is, for this message')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'A name by which the receiver recognises itself in `aud` (repeatable)')
            [CompletionResult]::new('--own-client', '--own-client', [CompletionResultType]::ParameterName, 'A client id that is the receiver''s own application (repeatable)')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'A client id of the sender (repeatable)')
            [CompletionResult]::new('--presenter', '--presenter', [CompletionResultType]::ParameterName, 'A client that the receiver lets present tokens, or `any` (repeatable)')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The certificate that the sender presents (PEM; the first one of the file counts)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Whether one operator runs both client and receiver')
            [CompletionResult]::new('--need', '--need', [CompletionResultType]::ParameterName, 'What the receiver must learn')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Who decides what the caller may do')
            [CompletionResult]::new('--binding', '--binding', [CompletionResultType]::ParameterName, 'Whether a sender constraint is demanded')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'How the token travels')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How the connection is protected')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login request')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope that the receiver needs (repeatable)')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the user agreed to for this client')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)')
            [CompletionResult]::new('--forwards-to', '--forwards-to', [CompletionResultType]::ParameterName, 'A party that the receiver sends the token on to (repeatable)')
            [CompletionResult]::new('--max-auth-age', '--max-auth-age', [CompletionResultType]::ParameterName, 'The oldest authentication that the receiver takes')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'Any fact by its dotted name, such as `client.type=public` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Treat the token as this kind')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew [default: 60]')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--input-format', '--input-format', [CompletionResultType]::ParameterName, 'What the input is')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many tokens of a batch are judged at a time; all processors by default')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Discover the issuer that the token itself names (for display: the token chose it)')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Allow private addresses for hosts that the token named')
            [CompletionResult]::new('--require-signature', '--require-signature', [CompletionResultType]::ParameterName, 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none')
            [CompletionResult]::new('--verdict', '--verdict', [CompletionResultType]::ParameterName, 'Weigh sending the token to the receiver too (`lint --situation` always does)')
            [CompletionResult]::new('--require-complete', '--require-complete', [CompletionResultType]::ParameterName, 'Fail (status 3) where a rule lacks a fact')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask claim values in the report; in formats for CI that is the default')
            [CompletionResult]::new('--no-redact', '--no-redact', [CompletionResultType]::ParameterName, 'Show claim values as they are')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Show the whole reasoning: all fifteen concerns with the facts they read, and who says so')
            [CompletionResult]::new('--matrix', '--matrix', [CompletionResultType]::ParameterName, 'Show what an ID token, an opaque, a JWT and a bound access token would get, at every receiver')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;provider' {
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Save discovery document and key set in this folder, for `--provider DIR`')
            [CompletionResult]::new('--earlier', '--earlier', [CompletionResultType]::ParameterName, 'Compare with this provider as it was saved earlier')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;diff' {
            [CompletionResult]::new('--issuer', '--issuer', [CompletionResultType]::ParameterName, 'Discover this issuer and trust its keys')
            [CompletionResult]::new('--provider', '--provider', [CompletionResultType]::ParameterName, 'A saved provider: a discovery document, or a folder with it and its key set')
            [CompletionResult]::new('--jwks', '--jwks', [CompletionResultType]::ParameterName, 'A key set (RFC 7517)')
            [CompletionResult]::new('--resource-metadata', '--resource-metadata', [CompletionResultType]::ParameterName, 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'A public key or certificate in PEM, or one JWK')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'A file with an HMAC secret (one final line break is not part of it)')
            [CompletionResult]::new('--secret-env', '--secret-env', [CompletionResultType]::ParameterName, 'An environment variable with an HMAC secret')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trust the certificates of this PEM file for https, instead of the system''s')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on the provider after so many seconds')
            [CompletionResult]::new('--situation', '--situation', [CompletionResultType]::ParameterName, 'A TOML file of situations, and which of them; other flags override its facts')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'What the receiver is, for this message')
            [CompletionResult]::new('--audience', '--audience', [CompletionResultType]::ParameterName, 'A name by which the receiver recognises itself in `aud` (repeatable)')
            [CompletionResult]::new('--own-client', '--own-client', [CompletionResultType]::ParameterName, 'A client id that is the receiver''s own application (repeatable)')
            [CompletionResult]::new('--client', '--client', [CompletionResultType]::ParameterName, 'A client id of the sender (repeatable)')
            [CompletionResult]::new('--presenter', '--presenter', [CompletionResultType]::ParameterName, 'A client that the receiver lets present tokens, or `any` (repeatable)')
            [CompletionResult]::new('--client-cert', '--client-cert', [CompletionResultType]::ParameterName, 'The certificate that the sender presents (PEM; the first one of the file counts)')
            [CompletionResult]::new('--relation', '--relation', [CompletionResultType]::ParameterName, 'Whether one operator runs both client and receiver')
            [CompletionResult]::new('--need', '--need', [CompletionResultType]::ParameterName, 'What the receiver must learn')
            [CompletionResult]::new('--permissions', '--permissions', [CompletionResultType]::ParameterName, 'Who decides what the caller may do')
            [CompletionResult]::new('--binding', '--binding', [CompletionResultType]::ParameterName, 'Whether a sender constraint is demanded')
            [CompletionResult]::new('--transport', '--transport', [CompletionResultType]::ParameterName, 'How the token travels')
            [CompletionResult]::new('--channel', '--channel', [CompletionResultType]::ParameterName, 'How the connection is protected')
            [CompletionResult]::new('--nonce', '--nonce', [CompletionResultType]::ParameterName, 'The nonce that was sent with the login request')
            [CompletionResult]::new('--scope', '--scope', [CompletionResultType]::ParameterName, 'A scope that the receiver needs (repeatable)')
            [CompletionResult]::new('--consent', '--consent', [CompletionResultType]::ParameterName, 'What the user agreed to for this client')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)')
            [CompletionResult]::new('--forwards-to', '--forwards-to', [CompletionResultType]::ParameterName, 'A party that the receiver sends the token on to (repeatable)')
            [CompletionResult]::new('--max-auth-age', '--max-auth-age', [CompletionResultType]::ParameterName, 'The oldest authentication that the receiver takes')
            [CompletionResult]::new('--fact', '--fact', [CompletionResultType]::ParameterName, 'Any fact by its dotted name, such as `client.type=public` (repeatable)')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Treat the tokens as this kind')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of judgement: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the comparison')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the comparison to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--discover', '--discover', [CompletionResultType]::ParameterName, 'Discover the issuer that the token itself names (for display: the token chose it)')
            [CompletionResult]::new('--offline', '--offline', [CompletionResultType]::ParameterName, 'Never touch the network')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow plain http beyond this machine')
            [CompletionResult]::new('--allow-private', '--allow-private', [CompletionResultType]::ParameterName, 'Allow private addresses for hosts that the token named')
            [CompletionResult]::new('--require-signature', '--require-signature', [CompletionResultType]::ParameterName, 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none')
            [CompletionResult]::new('--redact', '--redact', [CompletionResultType]::ParameterName, 'Mask claim values; equal values get equal masks')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;redact' {
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Leave this claim as it is; may be repeated')
            [CompletionResult]::new('--salt-file', '--salt-file', [CompletionResultType]::ParameterName, 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the text to a file instead of standard output')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;demo' {
            [CompletionResult]::new('--save', '--save', [CompletionResultType]::ParameterName, 'Save the token response, the discovery document and the key set in this folder')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the login: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the report')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the report to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'No remarks on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;explain' {
            [CompletionResult]::new('--example', '--example', [CompletionResultType]::ParameterName, 'Print the input of this example of a rule, as `lint` takes it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--keys', '--keys', [CompletionResultType]::ParameterName, 'Print the example''s key set, secret or resource metadata instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;rules' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the list to a file instead of standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--article', '--article', [CompletionResultType]::ParameterName, 'The map of the article: each passage, and the rules, fallacies and steps of the verdict that carry its argument (the JSON always has both)')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;config' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what holds, and from where: a flag, a line of the file, the profile, or the default')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'whichtoken;config;check' {
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The day on which suppressions are judged: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1; an expired suppression is a warning [default: that of the file, or else error]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;config;show' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'What is demanded beyond the basics [default: oidc]')
            [CompletionResult]::new('--leeway', '--leeway', [CompletionResultType]::ParameterName, 'Tolerated clock skew [default: 60]')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The day on which suppressions are judged: RFC 3339, or seconds since the epoch')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The form of the list')
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Hear this rule and no other (repeatable, or with commas)')
            [CompletionResult]::new('--ignore', '--ignore', [CompletionResultType]::ParameterName, 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)')
            [CompletionResult]::new('--severity', '--severity', [CompletionResultType]::ParameterName, 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)')
            [CompletionResult]::new('--fail-on', '--fail-on', [CompletionResultType]::ParameterName, 'The severity from which the exit status is 1 [default: error]')
            [CompletionResult]::new('--baseline', '--baseline', [CompletionResultType]::ParameterName, 'Suppress the findings that this file lists')
            [CompletionResult]::new('--write-baseline', '--write-baseline', [CompletionResultType]::ParameterName, 'Write the findings of now to a file for --baseline, and judge the run by it')
            [CompletionResult]::new('--no-config', '--no-config', [CompletionResultType]::ParameterName, 'Read no whichtoken.toml')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'whichtoken;config;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what holds, and from where: a flag, a line of the file, the profile, or the default')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'whichtoken;config;help;check' {
            break
        }
        'whichtoken;config;help;show' {
            break
        }
        'whichtoken;config;help;help' {
            break
        }
        'whichtoken;completions' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'whichtoken;man' {
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'whichtoken;help' {
            [CompletionResult]::new('inspect', 'inspect', [CompletionResultType]::ParameterValue, 'Decode a token, say which it is and why, and what is wrong with it')
            [CompletionResult]::new('lint', 'lint', [CompletionResultType]::ParameterValue, 'Run the rules only; the exit status says whether they found something')
            [CompletionResult]::new('verdict', 'verdict', [CompletionResultType]::ParameterValue, 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it')
            [CompletionResult]::new('provider', 'provider', [CompletionResultType]::ParameterValue, 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Tell what differs between two tokens, or two token responses, claim by claim')
            [CompletionResult]::new('redact', 'redact', [CompletionResultType]::ParameterValue, 'Print the same text with signatures cut and claims masked: safe for a bug report')
            [CompletionResult]::new('demo', 'demo', [CompletionResultType]::ParameterValue, 'Start a provider on this machine, log in, and inspect the tokens that it gives')
            [CompletionResult]::new('explain', 'explain', [CompletionResultType]::ParameterValue, 'Explain a rule, kind, claim, threat, fallacy, vendor or specification')
            [CompletionResult]::new('rules', 'rules', [CompletionResultType]::ParameterValue, 'List the rules, or the passages of the article that they mirror')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Check a file of policy (whichtoken.toml), or show what holds and from where')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'whichtoken;help;inspect' {
            break
        }
        'whichtoken;help;lint' {
            break
        }
        'whichtoken;help;verdict' {
            break
        }
        'whichtoken;help;provider' {
            break
        }
        'whichtoken;help;diff' {
            break
        }
        'whichtoken;help;redact' {
            break
        }
        'whichtoken;help;demo' {
            break
        }
        'whichtoken;help;explain' {
            break
        }
        'whichtoken;help;rules' {
            break
        }
        'whichtoken;help;config' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what holds, and from where: a flag, a line of the file, the profile, or the default')
            break
        }
        'whichtoken;help;config;check' {
            break
        }
        'whichtoken;help;config;show' {
            break
        }
        'whichtoken;help;completions' {
            break
        }
        'whichtoken;help;man' {
            break
        }
        'whichtoken;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
