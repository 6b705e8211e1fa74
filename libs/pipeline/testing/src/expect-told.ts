import { deepEqual, equal } from 'node:assert/strict';
import { type Reply, toldReply } from '@turnfleet/contract/schemas';
import { streamedText } from './reading.ts';
import type { World } from './world.ts';

/** That readers of the journal are told once of the turn and once of its completed reply, and of no other text. */
export async function expectTold(world: World, reply: Reply): Promise<void> {
  const events = await world.journal(reply.turnId);
  const terminal = events.filter(({ type }) => type === 'reply.completed' || type === 'reply.failed');
  // Journals of an earlier generation are gone: their readers are served from the ledger.
  const finishedBeforeFlush = world.flushed && events.length === 0;
  if (!finishedBeforeFlush) {
    deepEqual(terminal, [{ type: 'reply.completed', turnId: reply.turnId, reply: toldReply(reply) }]);
    deepEqual(events.at(-1), terminal[0]);
    equal(events.filter(({ type }) => type === 'turn.accepted').length, 1);
  }
  const streamed = streamedText(events);
  // After a restore the journal begins anew: a reply that was only published again was streamed before.
  if (streamed !== '') deepEqual([streamed, reply.answeredBy], [reply.text, null]);
}
