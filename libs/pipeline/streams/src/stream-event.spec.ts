import { expect, it } from '@jest/globals';
import { replySchema } from '@turnfleet/contract/schemas';
import { publishedReply } from './stream-event.ts';

const turn = { conversationId: 'c-1', turnId: 't-1' };
const told = (text: string | null) => publishedReply({ reply: async () => text }, turn);

it('a reply that an older version left in the ledger is told by the contract of this one', async () => {
  const reply = await told(JSON.stringify({ ...turn, status: 'completed', text: 'Three.', mood: 'kind' }));
  expect(reply).toMatchObject({ text: 'Three.', suggestions: [], answeredBy: null });
  expect(replySchema.parse(reply)).toEqual(reply);
  expect(await told(null)).toBeNull();
});
