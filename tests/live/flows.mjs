// A browserless OAuth client: plays one flow and returns the tokens.

import { createHash, randomBytes } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';

import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

export const REDIRECT_URI = 'https://rp.example.test/cb'; // never contacted

const TIMEOUT = 10_000;
const random = () => randomBytes(32).toString('base64url');
const sha256 = (text) => createHash('sha256').update(text).digest('base64url');
const defined = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

export class Client {
  #issuers;
  #secret;
  #ca;
  #metadata = {};

  constructor({ issuers, secret, ca }) {
    this.#issuers = issuers;
    this.#secret = secret;
    this.#ca = ca;
  }

  async play({ flow, issuer = 'http', ...options }) {
    if (!Object.hasOwn(this.#issuers, issuer)) throw new Error(`unknown issuer ${issuer}`);
    const metadata = (this.#metadata[issuer] ??= await this.#discover(this.#issuers[issuer]));
    const played = await this.#flow(flow, metadata, options);
    return { issuer: metadata.issuer, ...played };
  }

  #flow(flow, metadata, options) {
    switch (flow) {
      case 'code':
        return this.#code(metadata, 'code', options);
      case 'hybrid':
        return this.#code(metadata, 'code id_token token', options);
      case 'client_credentials':
        return this.#clientCredentials(metadata, options);
      case 'dpop':
        return this.#dpop(metadata, options);
      default:
        throw new Error(`unknown flow ${flow}`);
    }
  }

  async #discover(issuer) {
    const { body } = await this.#request(`${issuer}/.well-known/openid-configuration`);
    return JSON.parse(body);
  }

  async #code(metadata, responseType, { client = 'rp-rs256', scope, resource, dpop }) {
    const [nonce, state, verifier] = [random(), random(), random()];
    scope ??= resource ? 'openid api:read' : 'openid';
    const redirect = await this.#authorize(metadata, {
      client_id: client,
      response_type: responseType,
      redirect_uri: REDIRECT_URI,
      scope,
      resource,
      state,
      nonce,
      code_challenge: sha256(verifier),
      code_challenge_method: 'S256',
      prompt: scope.split(' ').includes('offline_access') ? 'consent' : undefined, // else it is ignored
    });

    const hybrid = responseType !== 'code';
    const params = Object.fromEntries(new URLSearchParams(hybrid ? redirect.hash.slice(1) : redirect.search));
    if (!params.code || params.state !== state) throw new Error(`authorization: ${redirect.href}`);

    const tokenResponse = await this.#token(metadata, client, dpop, {
      grant_type: 'authorization_code',
      code: params.code,
      redirect_uri: REDIRECT_URI,
      code_verifier: verifier,
      resource, // again: without it the access token is an opaque one for userinfo
    });
    return {
      client_id: client,
      nonce,
      code: params.code,
      ...(hybrid && { fragment: params }),
      token_response: tokenResponse,
    };
  }

  async #clientCredentials(metadata, { client = 'service', scope, resource, dpop }) {
    scope ??= resource ? 'api:read' : undefined;
    const tokenResponse = await this.#token(metadata, client, dpop, { grant_type: 'client_credentials', scope, resource });
    return { client_id: client, token_response: tokenResponse };
  }

  async #dpop(metadata, { grant = 'client_credentials', resource = 'https://api-rs256.example.test/', ...options }) {
    if (!['client_credentials', 'code'].includes(grant)) throw new Error(`unknown grant ${grant}`);
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    const prove = (htm, htu, accessToken) =>
      new SignJWT({ jti: random(), htm, htu, ...(accessToken && { ath: sha256(accessToken) }) })
        .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
        .setIssuedAt()
        .sign(privateKey);

    const tokenProof = await prove('POST', metadata.token_endpoint);
    const played = await this.#flow(grant, metadata, { ...options, resource, dpop: tokenProof });

    const [htm, htu] = ['GET', new URL('orders', resource).href];
    return {
      ...played,
      jkt: await calculateJwkThumbprint(jwk),
      token_proof: tokenProof, // the one that the token endpoint accepted
      htm,
      htu,
      proof: await prove(htm, htu, played.token_response.access_token),
    };
  }

  async #token(metadata, client, dpop, form) {
    const basic = Buffer.from(`${client}:${this.#secret}`).toString('base64');
    const headers = defined({ authorization: `Basic ${basic}`, dpop });
    const { status, body } = await this.#request(metadata.token_endpoint, { headers, form });
    if (status !== 200) throw new Error(`token endpoint: ${status} ${body}`);
    return JSON.parse(body);
  }

  // Plays the browser: keeps cookies, follows redirects, fills in the login and
  // the consent form, until the provider redirects to the client.
  async #authorize(metadata, params) {
    const cookies = new Map();
    let url = new URL(`${metadata.authorization_endpoint}?${new URLSearchParams(defined(params))}`);
    let form;
    for (let hop = 0; hop < 12; hop += 1) {
      const { status, headers, body } = await this.#request(url, { cookies, form });
      if (headers.location) {
        url = new URL(headers.location, url);
        form = undefined;
        if (url.href.startsWith(REDIRECT_URI)) return url;
        continue;
      }
      const action = /<form[^>]* action="([^"]+)"/.exec(body)?.[1];
      const prompt = /name="prompt" value="(login|consent)"/.exec(body)?.[1];
      if (!action || !prompt) throw new Error(`authorization: ${status} at ${url.href}`);
      url = new URL(action, url);
      form = { prompt, ...(prompt === 'login' && { login: 'alice', password: 'any' }) };
    }
    throw new Error('authorization: too many redirects');
  }

  // Not `fetch`: that cannot be told which CA to trust without another package.
  #request(target, { headers = {}, form, cookies } = {}) {
    const url = new URL(target);
    const body = form && new URLSearchParams(defined(form)).toString();
    const { request } = url.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const req = request(url, {
        method: body === undefined ? 'GET' : 'POST',
        ca: this.#ca,
        agent: false, // no connection to reuse, so none that the server has just closed
        signal: AbortSignal.timeout(TIMEOUT),
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...(cookies?.size && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
        },
      });
      req.on('error', reject);
      req.on('response', async (res) => {
        try {
          // Paths and dates are ignored: one jar lives for one flow with one
          // provider, and an emptied cookie is a deleted one.
          for (const line of res.headers['set-cookie'] ?? []) {
            const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
            if (value) cookies?.set(name, value);
            else cookies?.delete(name);
          }
          let text = '';
          for await (const chunk of res.setEncoding('utf8')) text += chunk;
          resolve({ status: res.statusCode, headers: res.headers, body: text });
        } catch (error) {
          reject(error);
        }
      });
      req.end(body);
    });
  }
}
