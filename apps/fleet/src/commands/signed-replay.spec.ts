import { describe, expect, it } from '@jest/globals';
import { type EventRecord, encodeHeaders, encodeTurn, headerText, replay } from '@turnfleet/contract/events';
import { askerHeader, type SigningKeys, signAsker, verifyAsker } from '@turnfleet/principal';
import { signedReplay } from './signed-replay.ts';

const keys: SigningKeys = new Map([['k1', Buffer.alloc(32, 'k')]]);
const asker = { tenant: 'acme', user: 'ana', reach: 'user', scopes: ['chat'], by: 'key-1' } as const;
const turn = { conversationId: 'c-1', turnId: 't-1', text: '你好', tenant: 'acme', user: { id: 'ana' } };

function signed(by = keys): EventRecord {
  const record = encodeTurn(turn, 0);
  const header = signAsker(by, asker, { ...turn, value: record.value ?? new Uint8Array() });
  return { ...record, headers: { ...record.headers, ...encodeHeaders({ [askerHeader]: header }) } };
}

describe('the replay of a signed turn', () => {
  it('is signed anew for who asked it, as another turn', () => {
    const { record, turnId } = signedReplay(replay(signed(), 4, 0), signed(), keys);
    expect(turnId).toBe('t-1~r1');
    const content = { conversationId: 'c-1', turnId, value: record.value ?? new Uint8Array() };
    expect(verifyAsker(keys, headerText(record.headers, askerHeader) ?? '', content)).toEqual(asker);
  });

  it('is refused without the key, and where the signature is not one of ours', () => {
    expect(() => signedReplay(replay(signed(), 4, 0), signed(), null)).toThrow(/TURN_SIGNING_KEYS is needed/);
    const others = signed(new Map([['k1', Buffer.alloc(32, 'x')]]));
    expect(() => signedReplay(replay(others, 4, 0), others, keys)).toThrow(/not one of ours/);
  });

  it('stays without a signature if it had none', () => {
    const unsigned = encodeTurn(turn, 0);
    expect(signedReplay(replay(unsigned, 4, 0), unsigned, keys)).toEqual(replay(unsigned, 4, 0));
  });
});
