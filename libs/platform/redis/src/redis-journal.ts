import type { JournalEvent } from '@turnfleet/contract/http';
import {
  homeUnder,
  type Journal,
  type JournalEntry,
  journalLimit,
  ledgerTtlMs,
  notRestored,
  parseJournalId,
} from '@turnfleet/conversation';
import { acceptScript, appendScript, readScript } from './journal-scripts.ts';
import type { RedisContext } from './redis-context.ts';

export function redisJournal({ redis, keys, client, partitions, journalTtlMs }: RedisContext): Journal {
  const times = [ledgerTtlMs, journalTtlMs, journalLimit] as const;
  return {
    async accept(conversationId, event, traceparent) {
      const { turnId, text, submittedAt } = event;
      const running = JSON.stringify({ text, submittedAt });
      const names = keys.ofTurn({ conversationId, turnId });
      const args = [redis.server(names), ...times, turnId, traceparent, running, JSON.stringify(event)];
      await redis.run(acceptScript, names, args);
    },

    async append(conversationId, events, first, { fence, attempt }) {
      homeUnder(fence, conversationId, partitions);
      const turnId = events[0]?.turnId;
      if (turnId === undefined) return;
      const args = [...times, attempt, first, ...events.map((event) => JSON.stringify(event))];
      await client.run(appendScript, keys.ofTurn({ conversationId, turnId }), fence, args);
    },

    async read(conversationId, after) {
      const id = after === null ? null : parseJournalId(after);
      const names = keys.ofConversation(conversationId);
      const wanted = [redis.server(names), ...(id ? [id.generation, id.number] : ['', ''])];
      if (after !== null && id === null) return { kind: 'gap' };
      const [kind, end = '', ...flat] = await redis.run(readScript, names, wanted);
      if (kind === 'lost') throw notRestored(keys.home(conversationId));
      if (kind === 'gap') return { kind };
      const entries = Array.from({ length: flat.length / 3 }, (_, i) => {
        const [entryId = '', traceparent = '', event = ''] = flat.slice(3 * i, 3 * i + 3);
        // Our own writing: nothing else puts text there.
        return { id: entryId, traceparent, event: JSON.parse(event) as JournalEvent };
      });
      return { kind: 'entries', entries, end };
    },

    subscribe: (conversationId, wake) =>
      redis.subscriber.listen(keys.journal(conversationId), (message) => wake(message ? appended(message) : null)),
  };
}

/** What `append` of the scripts tells whoever listens. */
function appended(message: string): readonly JournalEntry[] {
  const [generation = '', first = '', traceparent = '', ...events] = message.split('\n');
  // Our own writing: nothing else puts text there.
  return events.map((event, i) => {
    return { id: `${generation}-${Number(first) + i}`, traceparent, event: JSON.parse(event) as JournalEvent };
  });
}
