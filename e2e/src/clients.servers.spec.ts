import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SseReader } from '@turnfleet/core/sse';
import { eventually } from '@turnfleet/testing/eventually';
import { type Backing, type RunningApp, startApp, startBacking } from './apps.ts';
import { describeOnServers, startingMs } from './servers.ts';
import { type TopicWatch, watchTopics } from './topic-watch.ts';

const patienceMs = 90_000;

/** One Server-Sent Event, as far as these clients look. */
interface Seen {
  readonly id: string;
  readonly type: string;
  readonly turnId: string | null;
}

describeOnServers('clients of two ingresses', ['kafka', 'redis'], (servers) => {
  const run = `cli-${process.pid}-${Date.now().toString(36)}`;
  let backing: Backing;
  let orchestrator: RunningApp;
  /** The first is killed in the end. */
  let ingresses: readonly RunningApp[];
  let seen: TopicWatch;

  beforeAll(async () => {
    const { brokers, env } = servers();
    backing = await startBacking(env);
    [orchestrator, ingresses, seen] = await Promise.all([
      startApp('orchestrator', { ...env, ...backing.env }),
      Promise.all([startApp('ingress', env), startApp('ingress', env)]),
      watchTopics(brokers, patienceMs),
    ]);
  }, startingMs);
  afterAll(async () => {
    const apps = [orchestrator, ingresses?.[1], ...Object.values(backing?.apps ?? {})];
    await Promise.all(apps.map(async (app) => app?.stop()));
  }, startingMs);

  const urlOf = (which: number): string => ingresses[which]?.addresses['http'] ?? '';

  function post(which: number, conversation: string, turnId: string, text = '你好'): Promise<Response> {
    return fetch(`${urlOf(which)}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': turnId },
      body: JSON.stringify({ text }),
      signal: AbortSignal.timeout(15_000),
    });
  }

  /** As any client must: the same key again, elsewhere, until somebody says 202. */
  async function postUntilAccepted(conversation: string, turnId: string): Promise<void> {
    let which = 0;
    await eventually(`${turnId} of ${conversation} is accepted`, 60_000, async () => {
      const answer = await post(which, conversation, turnId).catch(() => null);
      which = 1;
      if (answer && ![202, 503].includes(answer.status)) throw new Error(`${turnId} was refused: ${answer.status}`);
      return answer?.status === 202 ? true : null;
    });
  }

  /** Follows a conversation until so many turns have ended, at the second ingress once the first is gone. */
  async function follow(conversation: string, ends: number, opened: () => void): Promise<Seen[]> {
    const events: Seen[] = [];
    const ended = () => events.filter(isEnd).length >= ends;
    let which = 0;
    let last = '';
    while (!ended()) {
      const headers: Record<string, string> = last === '' ? {} : { 'last-event-id': last };
      const stream = await eventually('the events can be read', 30_000, async () => {
        const answer = await fetch(`${urlOf(which)}/v1/conversations/${conversation}/events`, { headers }).catch(
          () => null,
        );
        if (!answer) which = 1;
        return answer?.status === 200 ? answer : null;
      });
      opened();
      const reader = new SseReader();
      for await (const bytes of bytesOf(stream)) {
        for (const { id = '', event: type, data } of reader.push(bytes)) {
          events.push({ id, type, turnId: (JSON.parse(data) as { turnId: string | null }).turnId });
        }
        // Named before the first event, too: who is cut off before it misses nothing.
        last = reader.lastId;
        if (ended()) break;
      }
    }
    return events;
  }

  it(
    'post one turn many times at once, to both: it is accepted each time, and answered once',
    async () => {
      const conversation = `${run}-twice`;
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => post(i % 2, conversation, 't-1')));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect((await post(0, conversation, 't-1', 'Something else')).status).toBe(409);
      await post(1, conversation, 't-2');
      await seen.until('the turn behind it is answered', () => seen.replies(conversation).length >= 2);
      await seen.caughtUp();
      expect(seen.replies(conversation).map(({ reply }) => [reply.turnId, reply.version])).toEqual([
        ['t-1', 1],
        ['t-2', 2],
      ]);
    },
    patienceMs,
  );

  it(
    'go on at the other when one is killed: no turn is lost or answered twice, no event missing or repeated',
    async () => {
      const conversations = Array.from({ length: 15 }, (_, i) => `${run}-kill-${i}.`);
      const turnIds = Array.from({ length: 6 }, (_, i) => `t-${i}`);
      const readers = conversations.map((conversation) => {
        const open = Promise.withResolvers<void>();
        return { open: open.promise, events: follow(conversation, turnIds.length, open.resolve) };
      });
      await Promise.all(readers.map(({ open }) => open));
      let accepted = 0;
      await Promise.all(
        conversations.map(async (conversation) => {
          for (const turnId of turnIds) {
            await postUntilAccepted(conversation, turnId);
            if (++accepted === 20) ingresses[0]?.process.signal('SIGKILL');
          }
        }),
      );
      for (const [i, events] of (await Promise.all(readers.map(({ events }) => events))).entries()) {
        const numbers = events.map(({ id }) => Number(id.split('-')[1]));
        expect(numbers).toEqual(numbers.map((_, at) => at + (numbers[0] ?? 0)));
        const ends = events.filter(isEnd).map(({ type, turnId }) => ({ type, turnId }));
        const expected = turnIds.map((turnId) => ({ type: 'reply.completed', turnId }));
        expect({ i, ends }).toEqual({ i, ends: expected });
      }
      await seen.caughtUp();
      for (const conversation of conversations) {
        // A fault may write a reply twice, but never two different ones.
        const replies = new Map(
          seen.replies(conversation).map(({ record, reply }) => [String(record.value), reply.turnId]),
        );
        expect([...replies.values()]).toEqual(turnIds);
      }
    },
    patienceMs,
  );
});

const isEnd = ({ type }: Seen): boolean => type === 'reply.completed' || type === 'reply.failed';

/** Ends with the connection, however that ends. */
async function* bytesOf(stream: Response): AsyncGenerator<Uint8Array> {
  try {
    yield* (stream.body ?? []) as AsyncIterable<Uint8Array>;
  } catch {
    // Cut: the client goes on where it is.
  }
}
