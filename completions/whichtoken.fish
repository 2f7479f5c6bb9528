# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_whichtoken_global_optspecs
    string join \n issuer= discover provider= jwks= resource-metadata= key= secret-file= secret-env= offline ca-file= timeout= allow-http allow-private require-signature situation= to= audience= own-client= client= presenter= client-cert= relation= need= permissions= binding= transport= channel= nonce= scope= consent= check= forwards-to= max-auth-age= fact= profile= as= now= leeway= verdict require-complete config= no-config only= ignore= severity= fail-on= baseline= write-baseline= input-format= jobs= redact no-redact keep= salt-file= format= output= color= q/quiet h/help V/version
end

function __fish_whichtoken_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_whichtoken_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_whichtoken_using_subcommand
    set -l cmd (__fish_whichtoken_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c whichtoken -n "__fish_whichtoken_needs_command" -l issuer -d 'Discover this issuer and trust its keys' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l provider -d 'A saved provider: a discovery document, or a folder with it and its key set' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l jwks -d 'A key set (RFC 7517)' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l resource-metadata -d 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l key -d 'A public key or certificate in PEM, or one JWK' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l secret-file -d 'A file with an HMAC secret (one final line break is not part of it)' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l secret-env -d 'An environment variable with an HMAC secret' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l situation -d 'A TOML file of situations, and which of them; other flags override its facts' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l to -d 'What the receiver is, for this message' -r -f -a "client\t'the relying party that asked for the login'
resource-server\t'an API that guards resources'
authorization-server\t'the token endpoint of an issuer'
token-exchange\t'a token exchange endpoint (RFC 8693)'
session-endpoint\t'an endpoint that turns a token into its own session'
gateway\t'a proxy that checks tokens for others'
kubernetes-api\t'the API server of a Kubernetes cluster'
workload-federation\t'an endpoint that gives cloud credentials for a workload\'s token'
userinfo\t'the userinfo endpoint of the issuer'
introspection\t'the introspection endpoint of the issuer'
logout-endpoint\t'a client\'s back-channel logout endpoint'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l audience -d 'A name by which the receiver recognises itself in `aud` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l own-client -d 'A client id that is the receiver\'s own application (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l client -d 'A client id of the sender (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l presenter -d 'A client that the receiver lets present tokens, or `any` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l client-cert -d 'The certificate that the sender presents (PEM; the first one of the file counts)' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l relation -d 'Whether one operator runs both client and receiver' -r -f -a "first-party\t'one operator runs both'
third-party\t'client and receiver belong to different parties'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l need -d 'What the receiver must learn' -r -f -a "authentication\t'who the user is'
delegation\t'what the client may do for the user'
both\t'who the user is, and what the client may do'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l permissions -d 'Who decides what the caller may do' -r -f -a "own-rules\t'the receiver\'s own data: owner checks, roles it keeps'
token\t'scopes and claims of the token'
both\t'both'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l binding -d 'Whether a sender constraint is demanded' -r -f -a "required\t'unbound tokens must be refused'
preferred\t'wanted where possible'
not-needed\t'bearer tokens will do'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l transport -d 'How the token travels' -r -f -a "bearer-header\t'`Authorization: Bearer`'
dpop-header\t'`Authorization: DPoP` with a proof'
mtls\t'a header, with a client certificate on the connection'
query\t'in the query of a URL'
fragment\t'in the fragment of a URL'
form-body\t'in a form body'
cookie\t'in a cookie'
custom-header\t'in a header of its own'
websocket-query\t'in the URL of a WebSocket handshake'
websocket-subprotocol\t'in the subprotocol header of a WebSocket handshake'
none\t'it does not travel'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l channel -d 'How the connection is protected' -r -f -a "https\t'TLS'
http-loopback\t'plain http that does not leave the machine'
http\t'plain http'
mesh-mtls\t'mutual TLS between services'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l nonce -d 'The nonce that was sent with the login request' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l scope -d 'A scope that the receiver needs (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l consent -d 'What the user agreed to for this client' -r -f -a "api\t'access to this API'
login-only\t'the login only'
not-applicable\t'nobody is asked inside one organisation'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l check -d 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l forwards-to -d 'A party that the receiver sends the token on to (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l max-auth-age -d 'The oldest authentication that the receiver takes' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l fact -d 'Any fact by its dotted name, such as `client.type=public` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l as -d 'Treat the token as this kind' -r -f -a "id-token\t''
access-token\t''
refresh-token\t''
logout-token\t''
security-event-token\t''
dpop-proof\t''
client-assertion\t''
client-attestation\t''
request-object\t''
jarm-response\t''
userinfo-response\t''
introspection-response\t''
sd-jwt\t''
key-binding-jwt\t''
verifiable-credential\t''
kubernetes-service-account\t''
github-actions\t''
gitlab-ci\t''
spiffe-svid\t''
identity-assertion-grant\t''
transaction-token\t''
software-statement\t''
federation-statement\t''
gateway-assertion\t''
registration-access-token\t''
encrypted\t''
opaque\t''
application-session\t''
unknown\t''"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l leeway -d 'Tolerated clock skew [default: 60]' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l input-format -d 'What the input is' -r -f -a "auto\t'as its look tells'
token\t'a token alone'
ndjson\t'lines, each with a token or a record `{"token": …}`'
json\t'a token response, or a JOSE object in JSON'
headers\t'header lines'
url\t'a URL'
form\t'a form body'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l jobs -d 'How many tokens of a batch are judged at a time; all processors by default' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l discover -d 'Discover the issuer that the token itself names (for display: the token chose it)'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l allow-private -d 'Allow private addresses for hosts that the token named'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l require-signature -d 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l verdict -d 'Weigh sending the token to the receiver too (`lint --situation` always does)'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l require-complete -d 'Fail (status 3) where a rule lacks a fact'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l redact -d 'Mask claim values in the report; in formats for CI that is the default'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -l no-redact -d 'Show claim values as they are'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -s V -l version -d 'Print version'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "inspect" -d 'Decode a token, say which it is and why, and what is wrong with it'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "lint" -d 'Run the rules only; the exit status says whether they found something'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "verdict" -d 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "provider" -d 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "diff" -d 'Tell what differs between two tokens, or two token responses, claim by claim'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "redact" -d 'Print the same text with signatures cut and claims masked: safe for a bug report'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "demo" -d 'Start a provider on this machine, log in, and inspect the tokens that it gives'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "explain" -d 'Explain a rule, kind, claim, threat, fallacy, vendor or specification'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "rules" -d 'List the rules, or the passages of the article that they mirror'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "config" -d 'Check a file of policy (whichtoken.toml), or show what holds and from where'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "completions" -d 'Print completions for a shell'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "man" -d 'Print the manual page'
complete -c whichtoken -n "__fish_whichtoken_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l issuer -d 'Discover this issuer and trust its keys' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l provider -d 'A saved provider: a discovery document, or a folder with it and its key set' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l jwks -d 'A key set (RFC 7517)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l resource-metadata -d 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l key -d 'A public key or certificate in PEM, or one JWK' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l secret-file -d 'A file with an HMAC secret (one final line break is not part of it)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l secret-env -d 'An environment variable with an HMAC secret' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l situation -d 'A TOML file of situations, and which of them; other flags override its facts' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l to -d 'What the receiver is, for this message' -r -f -a "client\t'the relying party that asked for the login'
resource-server\t'an API that guards resources'
authorization-server\t'the token endpoint of an issuer'
token-exchange\t'a token exchange endpoint (RFC 8693)'
session-endpoint\t'an endpoint that turns a token into its own session'
gateway\t'a proxy that checks tokens for others'
kubernetes-api\t'the API server of a Kubernetes cluster'
workload-federation\t'an endpoint that gives cloud credentials for a workload\'s token'
userinfo\t'the userinfo endpoint of the issuer'
introspection\t'the introspection endpoint of the issuer'
logout-endpoint\t'a client\'s back-channel logout endpoint'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l audience -d 'A name by which the receiver recognises itself in `aud` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l own-client -d 'A client id that is the receiver\'s own application (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l client -d 'A client id of the sender (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l presenter -d 'A client that the receiver lets present tokens, or `any` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l client-cert -d 'The certificate that the sender presents (PEM; the first one of the file counts)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l relation -d 'Whether one operator runs both client and receiver' -r -f -a "first-party\t'one operator runs both'
third-party\t'client and receiver belong to different parties'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l need -d 'What the receiver must learn' -r -f -a "authentication\t'who the user is'
delegation\t'what the client may do for the user'
both\t'who the user is, and what the client may do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l permissions -d 'Who decides what the caller may do' -r -f -a "own-rules\t'the receiver\'s own data: owner checks, roles it keeps'
token\t'scopes and claims of the token'
both\t'both'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l binding -d 'Whether a sender constraint is demanded' -r -f -a "required\t'unbound tokens must be refused'
preferred\t'wanted where possible'
not-needed\t'bearer tokens will do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l transport -d 'How the token travels' -r -f -a "bearer-header\t'`Authorization: Bearer`'
dpop-header\t'`Authorization: DPoP` with a proof'
mtls\t'a header, with a client certificate on the connection'
query\t'in the query of a URL'
fragment\t'in the fragment of a URL'
form-body\t'in a form body'
cookie\t'in a cookie'
custom-header\t'in a header of its own'
websocket-query\t'in the URL of a WebSocket handshake'
websocket-subprotocol\t'in the subprotocol header of a WebSocket handshake'
none\t'it does not travel'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l channel -d 'How the connection is protected' -r -f -a "https\t'TLS'
http-loopback\t'plain http that does not leave the machine'
http\t'plain http'
mesh-mtls\t'mutual TLS between services'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l nonce -d 'The nonce that was sent with the login request' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l scope -d 'A scope that the receiver needs (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l consent -d 'What the user agreed to for this client' -r -f -a "api\t'access to this API'
login-only\t'the login only'
not-applicable\t'nobody is asked inside one organisation'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l check -d 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l forwards-to -d 'A party that the receiver sends the token on to (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l max-auth-age -d 'The oldest authentication that the receiver takes' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l fact -d 'Any fact by its dotted name, such as `client.type=public` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l as -d 'Treat the token as this kind' -r -f -a "id-token\t''
access-token\t''
refresh-token\t''
logout-token\t''
security-event-token\t''
dpop-proof\t''
client-assertion\t''
client-attestation\t''
request-object\t''
jarm-response\t''
userinfo-response\t''
introspection-response\t''
sd-jwt\t''
key-binding-jwt\t''
verifiable-credential\t''
kubernetes-service-account\t''
github-actions\t''
gitlab-ci\t''
spiffe-svid\t''
identity-assertion-grant\t''
transaction-token\t''
software-statement\t''
federation-statement\t''
gateway-assertion\t''
registration-access-token\t''
encrypted\t''
opaque\t''
application-session\t''
unknown\t''"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l leeway -d 'Tolerated clock skew [default: 60]' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l input-format -d 'What the input is' -r -f -a "auto\t'as its look tells'
token\t'a token alone'
ndjson\t'lines, each with a token or a record `{"token": …}`'
json\t'a token response, or a JOSE object in JSON'
headers\t'header lines'
url\t'a URL'
form\t'a form body'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l jobs -d 'How many tokens of a batch are judged at a time; all processors by default' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l discover -d 'Discover the issuer that the token itself names (for display: the token chose it)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l allow-private -d 'Allow private addresses for hosts that the token named'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l require-signature -d 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l verdict -d 'Weigh sending the token to the receiver too (`lint --situation` always does)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l require-complete -d 'Fail (status 3) where a rule lacks a fact'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l redact -d 'Mask claim values in the report; in formats for CI that is the default'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -l no-redact -d 'Show claim values as they are'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand inspect" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l issuer -d 'Discover this issuer and trust its keys' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l provider -d 'A saved provider: a discovery document, or a folder with it and its key set' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l jwks -d 'A key set (RFC 7517)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l resource-metadata -d 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l key -d 'A public key or certificate in PEM, or one JWK' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l secret-file -d 'A file with an HMAC secret (one final line break is not part of it)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l secret-env -d 'An environment variable with an HMAC secret' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l situation -d 'A TOML file of situations, and which of them; other flags override its facts' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l to -d 'What the receiver is, for this message' -r -f -a "client\t'the relying party that asked for the login'
resource-server\t'an API that guards resources'
authorization-server\t'the token endpoint of an issuer'
token-exchange\t'a token exchange endpoint (RFC 8693)'
session-endpoint\t'an endpoint that turns a token into its own session'
gateway\t'a proxy that checks tokens for others'
kubernetes-api\t'the API server of a Kubernetes cluster'
workload-federation\t'an endpoint that gives cloud credentials for a workload\'s token'
userinfo\t'the userinfo endpoint of the issuer'
introspection\t'the introspection endpoint of the issuer'
logout-endpoint\t'a client\'s back-channel logout endpoint'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l audience -d 'A name by which the receiver recognises itself in `aud` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l own-client -d 'A client id that is the receiver\'s own application (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l client -d 'A client id of the sender (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l presenter -d 'A client that the receiver lets present tokens, or `any` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l client-cert -d 'The certificate that the sender presents (PEM; the first one of the file counts)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l relation -d 'Whether one operator runs both client and receiver' -r -f -a "first-party\t'one operator runs both'
third-party\t'client and receiver belong to different parties'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l need -d 'What the receiver must learn' -r -f -a "authentication\t'who the user is'
delegation\t'what the client may do for the user'
both\t'who the user is, and what the client may do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l permissions -d 'Who decides what the caller may do' -r -f -a "own-rules\t'the receiver\'s own data: owner checks, roles it keeps'
token\t'scopes and claims of the token'
both\t'both'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l binding -d 'Whether a sender constraint is demanded' -r -f -a "required\t'unbound tokens must be refused'
preferred\t'wanted where possible'
not-needed\t'bearer tokens will do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l transport -d 'How the token travels' -r -f -a "bearer-header\t'`Authorization: Bearer`'
dpop-header\t'`Authorization: DPoP` with a proof'
mtls\t'a header, with a client certificate on the connection'
query\t'in the query of a URL'
fragment\t'in the fragment of a URL'
form-body\t'in a form body'
cookie\t'in a cookie'
custom-header\t'in a header of its own'
websocket-query\t'in the URL of a WebSocket handshake'
websocket-subprotocol\t'in the subprotocol header of a WebSocket handshake'
none\t'it does not travel'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l channel -d 'How the connection is protected' -r -f -a "https\t'TLS'
http-loopback\t'plain http that does not leave the machine'
http\t'plain http'
mesh-mtls\t'mutual TLS between services'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l nonce -d 'The nonce that was sent with the login request' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l scope -d 'A scope that the receiver needs (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l consent -d 'What the user agreed to for this client' -r -f -a "api\t'access to this API'
login-only\t'the login only'
not-applicable\t'nobody is asked inside one organisation'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l check -d 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l forwards-to -d 'A party that the receiver sends the token on to (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l max-auth-age -d 'The oldest authentication that the receiver takes' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l fact -d 'Any fact by its dotted name, such as `client.type=public` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l as -d 'Treat the token as this kind' -r -f -a "id-token\t''
access-token\t''
refresh-token\t''
logout-token\t''
security-event-token\t''
dpop-proof\t''
client-assertion\t''
client-attestation\t''
request-object\t''
jarm-response\t''
userinfo-response\t''
introspection-response\t''
sd-jwt\t''
key-binding-jwt\t''
verifiable-credential\t''
kubernetes-service-account\t''
github-actions\t''
gitlab-ci\t''
spiffe-svid\t''
identity-assertion-grant\t''
transaction-token\t''
software-statement\t''
federation-statement\t''
gateway-assertion\t''
registration-access-token\t''
encrypted\t''
opaque\t''
application-session\t''
unknown\t''"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l leeway -d 'Tolerated clock skew [default: 60]' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l input-format -d 'What the input is' -r -f -a "auto\t'as its look tells'
token\t'a token alone'
ndjson\t'lines, each with a token or a record `{"token": …}`'
json\t'a token response, or a JOSE object in JSON'
headers\t'header lines'
url\t'a URL'
form\t'a form body'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l jobs -d 'How many tokens of a batch are judged at a time; all processors by default' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l discover -d 'Discover the issuer that the token itself names (for display: the token chose it)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l allow-private -d 'Allow private addresses for hosts that the token named'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l require-signature -d 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l verdict -d 'Weigh sending the token to the receiver too (`lint --situation` always does)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l require-complete -d 'Fail (status 3) where a rule lacks a fact'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l redact -d 'Mask claim values in the report; in formats for CI that is the default'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -l no-redact -d 'Show claim values as they are'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand lint" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l issuer -d 'Discover this issuer and trust its keys' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l provider -d 'A saved provider: a discovery document, or a folder with it and its key set' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l jwks -d 'A key set (RFC 7517)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l resource-metadata -d 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l key -d 'A public key or certificate in PEM, or one JWK' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l secret-file -d 'A file with an HMAC secret (one final line break is not part of it)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l secret-env -d 'An environment variable with an HMAC secret' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l situation -d 'A TOML file of situations, and which of them; other flags override its facts' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l to -d 'What the receiver is, for this message' -r -f -a "client\t'the relying party that asked for the login'
resource-server\t'an API that guards resources'
authorization-server\t'the token endpoint of an issuer'
token-exchange\t'a token exchange endpoint (RFC 8693)'
session-endpoint\t'an endpoint that turns a token into its own session'
gateway\t'a proxy that checks tokens for others'
kubernetes-api\t'the API server of a Kubernetes cluster'
workload-federation\t'an endpoint that gives cloud credentials for a workload\'s token'
userinfo\t'the userinfo endpoint of the issuer'
introspection\t'the introspection endpoint of the issuer'
logout-endpoint\t'a client\'s back-channel logout endpoint'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l audience -d 'A name by which the receiver recognises itself in `aud` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l own-client -d 'A client id that is the receiver\'s own application (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l client -d 'A client id of the sender (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l presenter -d 'A client that the receiver lets present tokens, or `any` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l client-cert -d 'The certificate that the sender presents (PEM; the first one of the file counts)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l relation -d 'Whether one operator runs both client and receiver' -r -f -a "first-party\t'one operator runs both'
third-party\t'client and receiver belong to different parties'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l need -d 'What the receiver must learn' -r -f -a "authentication\t'who the user is'
delegation\t'what the client may do for the user'
both\t'who the user is, and what the client may do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l permissions -d 'Who decides what the caller may do' -r -f -a "own-rules\t'the receiver\'s own data: owner checks, roles it keeps'
token\t'scopes and claims of the token'
both\t'both'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l binding -d 'Whether a sender constraint is demanded' -r -f -a "required\t'unbound tokens must be refused'
preferred\t'wanted where possible'
not-needed\t'bearer tokens will do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l transport -d 'How the token travels' -r -f -a "bearer-header\t'`Authorization: Bearer`'
dpop-header\t'`Authorization: DPoP` with a proof'
mtls\t'a header, with a client certificate on the connection'
query\t'in the query of a URL'
fragment\t'in the fragment of a URL'
form-body\t'in a form body'
cookie\t'in a cookie'
custom-header\t'in a header of its own'
websocket-query\t'in the URL of a WebSocket handshake'
websocket-subprotocol\t'in the subprotocol header of a WebSocket handshake'
none\t'it does not travel'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l channel -d 'How the connection is protected' -r -f -a "https\t'TLS'
http-loopback\t'plain http that does not leave the machine'
http\t'plain http'
mesh-mtls\t'mutual TLS between services'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l nonce -d 'The nonce that was sent with the login request' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l scope -d 'A scope that the receiver needs (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l consent -d 'What the user agreed to for this client' -r -f -a "api\t'access to this API'
login-only\t'the login only'
not-applicable\t'nobody is asked inside one organisation'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l check -d 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l forwards-to -d 'A party that the receiver sends the token on to (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l max-auth-age -d 'The oldest authentication that the receiver takes' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l fact -d 'Any fact by its dotted name, such as `client.type=public` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l as -d 'Treat the token as this kind' -r -f -a "id-token\t''
access-token\t''
refresh-token\t''
logout-token\t''
security-event-token\t''
dpop-proof\t''
client-assertion\t''
client-attestation\t''
request-object\t''
jarm-response\t''
userinfo-response\t''
introspection-response\t''
sd-jwt\t''
key-binding-jwt\t''
verifiable-credential\t''
kubernetes-service-account\t''
github-actions\t''
gitlab-ci\t''
spiffe-svid\t''
identity-assertion-grant\t''
transaction-token\t''
software-statement\t''
federation-statement\t''
gateway-assertion\t''
registration-access-token\t''
encrypted\t''
opaque\t''
application-session\t''
unknown\t''"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l leeway -d 'Tolerated clock skew [default: 60]' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l input-format -d 'What the input is' -r -f -a "auto\t'as its look tells'
token\t'a token alone'
ndjson\t'lines, each with a token or a record `{"token": …}`'
json\t'a token response, or a JOSE object in JSON'
headers\t'header lines'
url\t'a URL'
form\t'a form body'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l jobs -d 'How many tokens of a batch are judged at a time; all processors by default' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l discover -d 'Discover the issuer that the token itself names (for display: the token chose it)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l allow-private -d 'Allow private addresses for hosts that the token named'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l require-signature -d 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l verdict -d 'Weigh sending the token to the receiver too (`lint --situation` always does)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l require-complete -d 'Fail (status 3) where a rule lacks a fact'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l redact -d 'Mask claim values in the report; in formats for CI that is the default'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l no-redact -d 'Show claim values as they are'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l explain -d 'Show the whole reasoning: all fifteen concerns with the facts they read, and who says so'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -l matrix -d 'Show what an ID token, an opaque, a JWT and a bound access token would get, at every receiver'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand verdict" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l save -d 'Save discovery document and key set in this folder, for `--provider DIR`' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l earlier -d 'Compare with this provider as it was saved earlier' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand provider" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l issuer -d 'Discover this issuer and trust its keys' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l provider -d 'A saved provider: a discovery document, or a folder with it and its key set' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l jwks -d 'A key set (RFC 7517)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l resource-metadata -d 'Metadata of the API that the token goes to (RFC 9728): its name, its issuers, its demands' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l key -d 'A public key or certificate in PEM, or one JWK' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l secret-file -d 'A file with an HMAC secret (one final line break is not part of it)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l secret-env -d 'An environment variable with an HMAC secret' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l ca-file -d 'Trust the certificates of this PEM file for https, instead of the system\'s' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l timeout -d 'Give up on the provider after so many seconds' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l situation -d 'A TOML file of situations, and which of them; other flags override its facts' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l to -d 'What the receiver is, for this message' -r -f -a "client\t'the relying party that asked for the login'
resource-server\t'an API that guards resources'
authorization-server\t'the token endpoint of an issuer'
token-exchange\t'a token exchange endpoint (RFC 8693)'
session-endpoint\t'an endpoint that turns a token into its own session'
gateway\t'a proxy that checks tokens for others'
kubernetes-api\t'the API server of a Kubernetes cluster'
workload-federation\t'an endpoint that gives cloud credentials for a workload\'s token'
userinfo\t'the userinfo endpoint of the issuer'
introspection\t'the introspection endpoint of the issuer'
logout-endpoint\t'a client\'s back-channel logout endpoint'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l audience -d 'A name by which the receiver recognises itself in `aud` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l own-client -d 'A client id that is the receiver\'s own application (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l client -d 'A client id of the sender (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l presenter -d 'A client that the receiver lets present tokens, or `any` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l client-cert -d 'The certificate that the sender presents (PEM; the first one of the file counts)' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l relation -d 'Whether one operator runs both client and receiver' -r -f -a "first-party\t'one operator runs both'
third-party\t'client and receiver belong to different parties'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l need -d 'What the receiver must learn' -r -f -a "authentication\t'who the user is'
delegation\t'what the client may do for the user'
both\t'who the user is, and what the client may do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l permissions -d 'Who decides what the caller may do' -r -f -a "own-rules\t'the receiver\'s own data: owner checks, roles it keeps'
token\t'scopes and claims of the token'
both\t'both'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l binding -d 'Whether a sender constraint is demanded' -r -f -a "required\t'unbound tokens must be refused'
preferred\t'wanted where possible'
not-needed\t'bearer tokens will do'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l transport -d 'How the token travels' -r -f -a "bearer-header\t'`Authorization: Bearer`'
dpop-header\t'`Authorization: DPoP` with a proof'
mtls\t'a header, with a client certificate on the connection'
query\t'in the query of a URL'
fragment\t'in the fragment of a URL'
form-body\t'in a form body'
cookie\t'in a cookie'
custom-header\t'in a header of its own'
websocket-query\t'in the URL of a WebSocket handshake'
websocket-subprotocol\t'in the subprotocol header of a WebSocket handshake'
none\t'it does not travel'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l channel -d 'How the connection is protected' -r -f -a "https\t'TLS'
http-loopback\t'plain http that does not leave the machine'
http\t'plain http'
mesh-mtls\t'mutual TLS between services'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l nonce -d 'The nonce that was sent with the login request' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l scope -d 'A scope that the receiver needs (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l consent -d 'What the user agreed to for this client' -r -f -a "api\t'access to this API'
login-only\t'the login only'
not-applicable\t'nobody is asked inside one organisation'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l check -d 'What the receiver really checks: signature, issuer, audience, presenter, type, expiry or nonce (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l forwards-to -d 'A party that the receiver sends the token on to (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l max-auth-age -d 'The oldest authentication that the receiver takes' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l fact -d 'Any fact by its dotted name, such as `client.type=public` (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l as -d 'Treat the tokens as this kind' -r -f -a "id-token\t''
access-token\t''
refresh-token\t''
logout-token\t''
security-event-token\t''
dpop-proof\t''
client-assertion\t''
client-attestation\t''
request-object\t''
jarm-response\t''
userinfo-response\t''
introspection-response\t''
sd-jwt\t''
key-binding-jwt\t''
verifiable-credential\t''
kubernetes-service-account\t''
github-actions\t''
gitlab-ci\t''
spiffe-svid\t''
identity-assertion-grant\t''
transaction-token\t''
software-statement\t''
federation-statement\t''
gateway-assertion\t''
registration-access-token\t''
encrypted\t''
opaque\t''
application-session\t''
unknown\t''"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l now -d 'The time of judgement: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l leeway -d 'Tolerated clock skew' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l format -d 'The form of the comparison' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l output -d 'Write the comparison to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l discover -d 'Discover the issuer that the token itself names (for display: the token chose it)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l offline -d 'Never touch the network'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l allow-http -d 'Allow plain http beyond this machine'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l allow-private -d 'Allow private addresses for hosts that the token named'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l require-signature -d 'Fail (status 3) where a signature cannot be checked or is missing; opaque strings have none'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -l redact -d 'Mask claim values; equal values get equal masks'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand redact" -l keep -d 'Leave this claim as it is; may be repeated' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand redact" -l salt-file -d 'A file of 16 bytes or more that nobody can guess, so that several runs mask alike' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand redact" -l output -d 'Write the text to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand redact" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand redact" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -l save -d 'Save the token response, the discovery document and the key set in this folder' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -l now -d 'The time of the login: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -l format -d 'The form of the report' -r -f -a "human\t'for people'
json\t'one JSON document (see the schema)'
sarif\t'SARIF 2.1.0, for code scanning'
junit\t'JUnit XML, for the test results of CI'
github\t'annotations of GitHub Actions'
markdown\t'a page for the summary of a job'
ndjson\t'one such document a token, each in a line'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -l output -d 'Write the report to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -s q -l quiet -d 'No remarks on standard error'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand demo" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand explain" -l example -d 'Print the input of this example of a rule, as `lint` takes it' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand explain" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand explain" -l keys -d 'Print the example\'s key set, secret or resource metadata instead'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand explain" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand rules" -l format -d 'The form of the list' -r -f -a "human\t'for people'
json\t'one JSON document with every text (see the schema)'
markdown\t'a table'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand rules" -l output -d 'Write the list to a file instead of standard output' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand rules" -l color -d 'When to colour' -r -f -a "auto\t'on a terminal, as NO_COLOR and CLICOLOR_FORCE have it'
always\t'always'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand rules" -l article -d 'The map of the article: each passage, and the rules, fallacies and steps of the verdict that carry its argument (the JSON always has both)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand rules" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and not __fish_seen_subcommand_from check show help" -s h -l help -d 'Print help'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and not __fish_seen_subcommand_from check show help" -f -a "check" -d 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and not __fish_seen_subcommand_from check show help" -f -a "show" -d 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and not __fish_seen_subcommand_from check show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from check" -l now -d 'The day on which suppressions are judged: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from check" -l fail-on -d 'The severity from which the exit status is 1; an expired suppression is a warning [default: that of the file, or else error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l profile -d 'What is demanded beyond the basics [default: oidc]' -r -f -a "oidc\t'OpenID Connect and OAuth 2.0 as most deploy them'
rfc9068\t'JWT access tokens after RFC 9068'
fapi2\t'FAPI 2.0'
k8s\t'a Kubernetes cluster'
teach\t'for learning: everything is shown, nothing fails'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l leeway -d 'Tolerated clock skew [default: 60]' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l now -d 'The day on which suppressions are judged: RFC 3339, or seconds since the epoch' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l format -d 'The form of the list' -r -f -a "human\t'for people'
json\t'one JSON document'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l config -d 'The file of the policy [default: whichtoken.toml in this folder or the nearest above]' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l only -d 'Hear this rule and no other (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l ignore -d 'Suppress the findings of this rule; they are still counted (repeatable, or with commas)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l severity -d 'Give all findings of a rule this severity: error, warn, info, note, or off (repeatable)' -r
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l fail-on -d 'The severity from which the exit status is 1 [default: error]' -r -f -a "error\t'errors only'
warn\t'warnings and errors'
info\t'anything but notes'
never\t'never'"
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l baseline -d 'Suppress the findings that this file lists' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l write-baseline -d 'Write the findings of now to a file for --baseline, and judge the run by it' -r -F
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -l no-config -d 'Read no whichtoken.toml'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "check" -d 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand config; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand completions" -s h -l help -d 'Print help'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand man" -s h -l help -d 'Print help'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "inspect" -d 'Decode a token, say which it is and why, and what is wrong with it'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "lint" -d 'Run the rules only; the exit status says whether they found something'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "verdict" -d 'Weigh sending a token somewhere: arguments both ways, conditions, what would change it'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "provider" -d 'Discover a provider or read a saved one, and say what is wrong with its metadata and keys'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "diff" -d 'Tell what differs between two tokens, or two token responses, claim by claim'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "redact" -d 'Print the same text with signatures cut and claims masked: safe for a bug report'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "demo" -d 'Start a provider on this machine, log in, and inspect the tokens that it gives'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "explain" -d 'Explain a rule, kind, claim, threat, fallacy, vendor or specification'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "rules" -d 'List the rules, or the passages of the article that they mirror'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "config" -d 'Check a file of policy (whichtoken.toml), or show what holds and from where'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "completions" -d 'Print completions for a shell'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "man" -d 'Print the manual page'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and not __fish_seen_subcommand_from inspect lint verdict provider diff redact demo explain rules config completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "check" -d 'Say what is wrong with a file of policy: slips (exit status 2) and expired suppressions'
complete -c whichtoken -n "__fish_whichtoken_using_subcommand help; and __fish_seen_subcommand_from config" -f -a "show" -d 'Show what holds, and from where: a flag, a line of the file, the profile, or the default'
