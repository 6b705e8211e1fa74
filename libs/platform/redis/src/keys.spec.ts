import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { isValidId } from '@turnfleet/core';
import fc from 'fast-check';
import { createKeys } from './keys.ts';

const id = fc.stringMatching(/^[A-Za-z0-9_\-.:~]{1,128}$/).filter(isValidId);

describe('keys', () => {
  const keys = createKeys('tf', 24);

  it('lie under the hash tag of the conversation’s home, whatever the ids', () => {
    fc.assert(
      fc.property(id, id, (conversationId, turnId) => {
        const start = `{tf:${homePartition(conversationId, 24)}}:`;
        const all = [...keys.ofTurn({ conversationId, turnId }), keys.journal(conversationId)];
        expect(all.every((key) => key.startsWith(start))).toBe(true);
      }),
    );
  });

  it('tell the turn again', () => {
    fc.assert(
      fc.property(id, id, (conversationId, turnId) => {
        expect(keys.turnOf(keys.turn({ conversationId, turnId }))).toEqual({ conversationId, turnId });
      }),
    );
  });

  it('differ for different turns', () => {
    fc.assert(
      fc.property(id, id, id, id, (a, b, c, d) => {
        fc.pre(a !== c || b !== d);
        const [one, other] = [keys.turn({ conversationId: a, turnId: b }), keys.turn({ conversationId: c, turnId: d })];
        expect(one).not.toBe(other);
      }),
    );
  });
});
