// Three real OpenID providers on system-chosen loopback ports, and a client
// that plays flows against them on request. See README.md for the protocol.
//
//   node provider.mjs --tls-cert F --tls-key F --tls-ca F
//
// Standard output carries one JSON line when all issuers listen, then one JSON
// line per command line read from standard input, in order, and nothing else.

import { generateKeyPair, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';

import { Provider, errors } from 'oidc-provider';

import { Client, REDIRECT_URI } from './flows.mjs';

// oidc-provider prints notices with console.info, which would end up between
// our answers. Its warnings go to standard error already.
console.log = console.info = () => {};

// oidc-provider 9 wants Node 22; this is all that it misses on older Node 20.
URL.parse ??= (url, base) => {
  try {
    return new URL(url, base);
  } catch {
    return null;
  }
};

const PATH = '/tenant/a';

// One signing key per entry. The Ed25519 key has no `alg`: it then serves both
// of the names that JOSE has for it, EdDSA and (RFC 9864) Ed25519.
const KEYS = {
  rs256: ['rsa', { modulusLength: 2048 }, 'RS256'],
  ps256: ['rsa', { modulusLength: 2048 }, 'PS256'],
  es256: ['ec', { namedCurve: 'P-256' }, 'ES256'],
  es384: ['ec', { namedCurve: 'P-384' }, 'ES384'],
  es512: ['ec', { namedCurve: 'P-521' }, 'ES512'],
  ed25519: ['ed25519', {}, undefined],
};

// The lower-case name stands in client ids (`rp-es256`) and in resources
// (`https://api-es256.example.test/`).
const ALGS = Object.fromEntries(
  ['RS256', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'].map((alg) => [alg.toLowerCase(), alg]),
);

async function newKeys(issuerName) {
  const entries = Object.entries(KEYS).map(async ([name, [type, options, alg]]) => {
    const { privateKey } = await promisify(generateKeyPair)(type, options);
    return { ...privateKey.export({ format: 'jwk' }), use: 'sig', kid: `${issuerName}-${name}`, ...(alg && { alg }) };
  });
  return { keys: await Promise.all(entries) };
}

// What the API behind a resource indicator wants its access tokens to be.
function resourceServer(ctx, resource) {
  const [, name] = /^https:\/\/api-([a-z0-9]+)\.example\.test\/$/.exec(resource) ?? [];
  const alg = name === 'short' ? 'RS256' : ALGS[name];
  if (!alg) throw new errors.InvalidTarget();
  return {
    scope: 'api:read api:write',
    accessTokenFormat: 'jwt',
    accessTokenTTL: name === 'short' ? 1 : 3600,
    jwt: { sign: { alg } },
  };
}

function configuration(jwks, secret) {
  const algs = Object.values(ALGS);
  const profile = { email: 'alice@example.test', email_verified: true, name: 'Alice Example' };
  return {
    jwks,
    clients: [
      ...Object.entries(ALGS).map(([name, alg]) => ({
        client_id: `rp-${name}`,
        client_secret: secret,
        redirect_uris: [REDIRECT_URI],
        grant_types: ['authorization_code', 'implicit', 'refresh_token'],
        response_types: ['code', 'code id_token token'],
        id_token_signed_response_alg: alg,
      })),
      { client_id: 'service', client_secret: secret, redirect_uris: [], grant_types: ['client_credentials'], response_types: [] },
    ],
    responseTypes: ['code', 'code id_token token'],
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...profile }) }),
    cookies: { keys: [randomBytes(32).toString('hex')] },
    enabledJWA: { idTokenSigningAlgValues: algs },
    features: {
      devInteractions: { enabled: true }, // login and consent pages; any user name and password will do
      clientCredentials: { enabled: true },
      dPoP: { enabled: true },
      resourceIndicators: { enabled: true, defaultResource: () => undefined, getResourceServerInfo: resourceServer },
    },
  };
}

// A provider below a path has to be mounted: it wants to see the rest of the
// URL in `url` and the whole of it in `originalUrl`. RFC 8414 puts the
// well-known part before the path of the issuer, OpenID Connect after it.
function mounted(path, handler) {
  const rfc8414 = '/.well-known/oauth-authorization-server';
  return (req, res) => {
    if (req.url === rfc8414 + path) req.url = path + rfc8414;
    if (!req.url.startsWith(`${path}/`)) return res.writeHead(404).end();
    req.originalUrl = req.url;
    req.url = req.url.slice(path.length);
    return handler(req, res);
  };
}

async function startIssuer({ name, server, host, path = '', secret }) {
  // The issuer holds the port, so the server listens before its provider
  // exists. Nobody knows the port yet: no request can come in between.
  const jwks = await newKeys(name);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const scheme = server instanceof https.Server ? 'https' : 'http';
  const issuer = `${scheme}://${host}:${server.address().port}${path}`;

  const provider = new Provider(issuer, configuration(jwks, secret));
  provider.on('server_error', (ctx, error) => console.error(error));
  server.on('request', path ? mounted(path, provider.callback()) : provider.callback());
  return issuer;
}

const say = (value) => new Promise((done) => process.stdout.write(`${JSON.stringify(value)}\n`, done));

const { values: options } = parseArgs({
  options: { 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' }, 'tls-ca': { type: 'string' } },
});
const [cert, key, ca] = ['tls-cert', 'tls-key', 'tls-ca'].map((name) => {
  if (!options[name]) {
    console.error(`provider.mjs: --${name} FILE is missing`);
    process.exit(2);
  }
  return readFileSync(options[name]);
});
process.on('SIGTERM', () => process.exit(0));

const secret = randomBytes(32).toString('hex');
const [plain, secure, tenant] = await Promise.all([
  startIssuer({ name: 'http', server: http.createServer(), host: '127.0.0.1', secret }),
  startIssuer({ name: 'https', server: https.createServer({ cert, key }), host: 'localhost', secret }),
  startIssuer({ name: 'path', server: http.createServer(), host: '127.0.0.1', path: PATH, secret }),
]);
const issuers = { http: plain, https: secure, path: tenant };
await say({ ready: true, ...issuers });

const client = new Client({ issuers, secret, ca });
for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = { ok: true, ...(await client.play(JSON.parse(line))) };
  } catch (error) {
    answer = { ok: false, error: String(error?.message ?? error) };
  }
  await say(answer);
}
process.exit(0); // standard input is at its end: the test is over
