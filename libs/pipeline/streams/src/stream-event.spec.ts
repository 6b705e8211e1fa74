import { expect, it } from '@jest/globals';
import { replySchema } from '@turnfleet/contract/schemas';
import { isTold, publishedReply } from './stream-event.ts';

const turn = { conversationId: 'c-1', turnId: 't-1' };
const told = (text: string | null) => publishedReply({ reply: async () => text }, turn);

it('a reply that an older version left in the ledger is told by the contract of this one', async () => {
  const reply = await told(JSON.stringify({ ...turn, status: 'completed', text: 'Three.', mood: 'kind' }));
  expect(reply).toMatchObject({ text: 'Three.', suggestions: [], answeredBy: null });
  expect(replySchema.parse(reply)).toEqual(reply);
  expect(await told(null)).toBeNull();
});

it('tells shoppers what agents say to them, and agents also what they do besides', async () => {
  const reply = await told(JSON.stringify({ ...turn, status: 'completed', text: '' }));
  if (!reply) throw new Error('There is no reply.');
  const ended = (silent: boolean) => {
    const command = { kind: 'note', handoff: 't-0', agent: 'a-1', outcome: 'done', silent } as const;
    const event = { type: 'reply.completed', turnId: 't-1', reply: { ...reply, command } } as const;
    return { id: '1-1', traceparent: '', event };
  };
  expect([ended(true), ended(false)].map(isTold('shopper'))).toEqual([false, true]);
  expect([ended(true), ended(false)].map(isTold('agent'))).toEqual([true, true]);
});
