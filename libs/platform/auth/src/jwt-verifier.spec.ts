import { createServer, type RequestListener } from 'node:http';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { type ClaimNames, claimNames } from './jwt-claims.ts';
import { type JwtVerifier, jwtVerifier } from './jwt-verifier.ts';

const issuer = 'https://login.example';
const audience = 'turnfleet';
interface Pair {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

async function pairOf(kid: string, alg = 'ES256'): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
}

describe('a token', () => {
  const closing: (() => void)[] = [];
  let first: Pair;
  let second: Pair;
  let rsa: Pair;
  beforeAll(async () => {
    [first, second, rsa] = await Promise.all([pairOf('first'), pairOf('second'), pairOf('rsa', 'RS256')]);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    for (const close of closing.splice(0)) close();
  });

  /** The issuer's key server, which answers as `answer` does now. */
  async function issuerServer() {
    const state = { keys: [first.jwk, rsa.jwk], asked: 0, answer: null as RequestListener | null };
    const server = createServer((request, response) => {
      state.asked++;
      if (state.answer) return state.answer(request, response);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: state.keys }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const bound = server.address();
    const url = `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/jwks`;
    return Object.assign(state, { url });
  }

  async function verifier(claims: ClaimNames = claimNames('') ?? {}) {
    const clock = new ManualClock();
    const server = await issuerServer();
    const verify: JwtVerifier = jwtVerifier({
      ...{ issuer, audience, jwksUrl: server.url, claims, clock, logger: silentLogger },
      algorithms: ['ES256', 'RS256'],
      clockSkewSeconds: 30,
    });
    const token = (change: Record<string, unknown> = {}, by: Pair = first, header: Record<string, unknown> = {}) => {
      const seconds = Math.floor(clock.now() / 1_000);
      const said = {
        iss: issuer,
        aud: audience,
        sub: 'u-1',
        tenant: 'acme',
        scope: 'openid chat read',
        exp: seconds + 600,
      };
      return new SignJWT({ ...said, ...change })
        .setProtectedHeader({ alg: by.jwk.alg ?? '', kid: by.kid, ...header })
        .sign(by.privateKey);
    };
    return { clock, server, verify, token };
  }
  const refused = (how: RegExp) => ({ kind: 'unauthenticated', message: expect.stringMatching(how) });

  it('says whose it is, by the claims that are configured', async () => {
    const { verify, token } = await verifier(claimNames('tenant=org.id,scopes=permissions,level=tier') ?? {});
    const given = await token({ org: { id: 'shop' }, permissions: ['chat', 'admin'], tier: 'gold' });
    expect((await verify(given)).principal).toMatchObject({
      ...{ tenant: 'shop', user: 'u-1', reach: 'user', scopes: ['chat'], level: 'gold', trusted: false },
    });
  });

  it('is refused with another issuer, another audience, no end, no user and no tenant', async () => {
    const { verify, token } = await verifier();
    await expect(verify(await token({ iss: 'https://evil.example' }))).rejects.toMatchObject(refused(/claim "iss"/));
    await expect(verify(await token({ aud: 'other' }))).rejects.toMatchObject(refused(/claim "aud"/));
    await expect(verify(await token({ exp: undefined }))).rejects.toMatchObject(refused(/claim "exp"/));
    await expect(verify(await token({ sub: undefined }))).rejects.toMatchObject(refused(/names the user/));
    await expect(verify(await token({ tenant: 7 }))).rejects.toMatchObject(refused(/names the tenant/));
  });

  it('is good until its end and the clock skew, also when it is remembered', async () => {
    const { verify, token, clock } = await verifier();
    const given = await token();
    await verify(given);
    await clock.advance(629_000);
    await verify(given);
    await clock.advance(2_000);
    await expect(verify(given)).rejects.toMatchObject(refused(/has expired/));
  });

  it('is refused without a signature, and with one of a kind that is not allowed', async () => {
    const { verify, token, clock } = await verifier();
    const exp = Math.floor(clock.now() / 1_000) + 600;
    const none = new UnsecuredJWT({ tenant: 'acme', scope: 'chat' }).setIssuer(issuer).setAudience(audience);
    await expect(verify(none.setSubject('u-1').setExpirationTime(exp).encode())).rejects.toMatchObject({
      kind: 'unauthenticated',
    });
    const es384 = await pairOf('first', 'ES384');
    await expect(verify(await token({}, es384))).rejects.toMatchObject(refused(/algorithm is not allowed/));
    const [, body, mac] = (await token()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: 'first' })).toString('base64url');
    await expect(verify(`${header}.${body}.${mac}`)).rejects.toMatchObject({ kind: 'unauthenticated' });
    await expect(verify(`${header}.${body}.`)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });

  it('is refused that takes the public key for a shared secret', async () => {
    const { verify, clock } = await verifier();
    const secret = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
    const seconds = Math.floor(clock.now() / 1_000);
    const forged = await new SignJWT({
      iss: issuer,
      aud: audience,
      sub: 'u-2',
      tenant: 'acme',
      scope: 'chat',
      exp: seconds + 60,
    })
      .setProtectedHeader({ alg: 'HS256', kid: 'rsa' })
      .sign(secret);
    await expect(verify(forged)).rejects.toMatchObject(refused(/algorithm is not allowed/));
  });

  it('is refused under a key that the issuer has not, whatever it is called, with one look at the issuer', async () => {
    const { verify, token, server } = await verifier();
    await verify(await token());
    for (let i = 0; i < 20; i++)
      await expect(verify(await token({ i }, second, { kid: `k${i}` }))).rejects.toMatchObject(refused(/no such key/));
    await expect(verify(await token({}, second, { kid: 'first' }))).rejects.toMatchObject(
      refused(/signature is wrong/),
    );
    expect(server.asked).toBe(1);
  });

  it('is good under a new key of the issuer some seconds after that was published', async () => {
    const { verify, token, server } = await verifier();
    await verify(await token());
    server.keys = [first.jwk, second.jwk];
    const later = Date.now() + 6_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    expect((await verify(await token({}, second))).principal.user).toBe('u-1');
    expect(server.asked).toBe(2);
  });

  it('stays good for an hour while the issuer is away, and then nobody can tell', async () => {
    const { verify, token, server, clock } = await verifier();
    await verify(await token());
    server.answer = (_request, response) => response.writeHead(500).end();
    const start = Date.now();
    const at = (ms: number) => jest.spyOn(Date, 'now').mockImplementation(() => start + ms);
    at(600_000);
    await verify(await token({ n: 1 }));
    at(3_700_000);
    await clock.advance(10_000);
    await expect(verify(await token({ n: 2 }))).rejects.toMatchObject({ kind: 'overloaded' });
    at(3_710_000);
    server.answer = null;
    await clock.advance(10_000);
    await verify(await token({ n: 3 }));
  });

  it('waits once for an issuer that hangs, not for each who comes', async () => {
    const { verify, token, server } = await verifier();
    await verify(await token());
    server.answer = () => undefined;
    const later = Date.now() + 600_000;
    jest.spyOn(Date, 'now').mockImplementation(() => later);
    const many = await Promise.all(Array.from({ length: 20 }, (_, n) => token({ n })));
    await Promise.all(many.map(verify));
    const asked = server.asked;
    await verify(await token({ n: 99 }));
    expect([asked, server.asked]).toEqual([2, 2]);
  }, 15_000);

  it.each(['', 'x', 'a.b.c', `${'a'.repeat(20_000)}.b.c`, 'ey.ey.ey', '😀.😀.😀'])('is none: %.20s', async (text) => {
    const { verify } = await verifier();
    await expect(verify(text)).rejects.toMatchObject({ kind: 'unauthenticated' });
  });
});
