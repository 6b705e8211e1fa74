import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
    });
  }

  /** As any client must: the same key again, elsewhere, until somebody says 202. */
  async function postUntilAccepted(conversation: string, turnId: string): Promise<void> {
    for (let which = 0; ; which = 1) {
      const status = await post(which, conversation, turnId).then(
        (response) => response.status,
        () => 0,
      );
      if (status === 202) return;
      if (which === 1 && status !== 503) throw new Error(`${turnId} was refused with ${status}`);
    }
  }

  /** Follows a conversation until so many turns have ended, at the second ingress once the first is gone. */
  async function follow(conversation: string, ends: number, opened: () => void): Promise<Seen[]> {
    const events: Seen[] = [];
    const ended = () => events.filter(({ type }) => type === 'reply.completed').length >= ends;
    let which = 0;
    while (!ended()) {
      const last = events.at(-1)?.id;
      const headers: Record<string, string> = last === undefined ? {} : { 'last-event-id': last };
      const stream = await eventually('the events can be read', 30_000, async () => {
        const answer = await fetch(`${urlOf(which)}/v1/conversations/${conversation}/events`, { headers }).catch(
          () => null,
        );
        if (!answer) which = 1;
        return answer?.status === 200 ? answer : null;
      });
      opened();
      for await (const event of eventsOf(stream)) {
        events.push(event);
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
        const ends = events.filter(({ type }) => type === 'reply.completed').map(({ turnId }) => turnId);
        expect({ i, ends }).toEqual({ i, ends: turnIds });
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

/** Ends with the connection, however that ends. */
async function* eventsOf(stream: Response): AsyncGenerator<Seen> {
  let text = '';
  try {
    for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (text + chunk).split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, id, type, data] = /^id: (.*)\nevent: (.*)\ndata: (.*)$/.exec(block) ?? [];
        if (!id || !type || !data) continue;
        yield { id, type, turnId: (JSON.parse(data) as { turnId: string | null }).turnId };
      }
    }
  } catch {
    // Cut: the client goes on where it is.
  }
}
