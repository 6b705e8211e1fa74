import { describe, expect, it } from '@jest/globals';
import { type SignedContent, type SigningKeys, signAsker, verifyAsker } from './signed-turn.ts';

const keysOf = (...names: string[]): SigningKeys => new Map(names.map((name) => [name, Buffer.alloc(32, name)]));
const asker = { tenant: 'acme', user: 'u-1', reach: 'user', scopes: ['chat'], by: 'key-1' } as const;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const content: SignedContent = { conversationId: 'c', turnId: 't', value: bytes('{"text":"hi"}') };

describe('the signature of a turn', () => {
  it('tells who asks, to everybody who has the key', () => {
    expect(verifyAsker(keysOf('a'), signAsker(keysOf('a'), asker, content), content)).toEqual(asker);
  });

  it('holds for no other conversation, turn or text', () => {
    const header = signAsker(keysOf('a'), asker, content);
    for (const change of [{ conversationId: 'd' }, { turnId: 'u' }, { value: bytes('{"text":"ho"}') }])
      expect(verifyAsker(keysOf('a'), header, { ...content, ...change })).toBeNull();
  });

  it('is good under an old key as long as that is named, and under a new one before it signs', () => {
    const old = signAsker(keysOf('old'), asker, content);
    expect(verifyAsker(keysOf('new', 'old'), old, content)).toEqual(asker);
    expect(verifyAsker(keysOf('new'), old, content)).toBeNull();
    const signed = signAsker(keysOf('new', 'old'), asker, content);
    expect(verifyAsker(keysOf('old', 'new'), signed, content)).toEqual(asker);
  });

  it('is refused with other claims, a key of that name that is another, or anything else in its place', () => {
    const header = signAsker(keysOf('a'), asker, content);
    const [version, name, , mac] = header.split('.');
    const forged = Buffer.from(
      JSON.stringify({ t: 'acme', u: 'u-2', r: 'fleet', s: ['operate'], b: 'key-1' }),
    ).toString('base64url');
    const others = [`${version}.${name}.${forged}.${mac}`, `${header}x`, `${header}.x`, 'v1.a..', 'v1.a', '', 'null'];
    for (const other of others) expect(verifyAsker(keysOf('a'), other, content)).toBeNull();
    expect(verifyAsker(new Map([['a', Buffer.alloc(32, 'b')]]), header, content)).toBeNull();
  });
});
