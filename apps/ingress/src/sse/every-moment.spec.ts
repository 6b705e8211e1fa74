import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Ingress, openStream, postTurn, type SeenStream, startIngress } from '../testing/index.ts';

const conversation = 'c-1';
const delta = (turnId: string, text: string) => ({ type: 'reply.delta' as const, turnId, text });

/** What becomes of a turn beside another one, event by event. */
const steps: readonly ((ingress: Ingress) => Promise<unknown>)[] = [
  (to) => postTurn(to, conversation, { text: 'In stock?' }, { 'idempotency-key': 't-1' }),
  ({ worker }) => worker.progress(conversation, { type: 'turn.started', turnId: 't-1' }),
  (to) => postTurn(to, conversation, { text: 'And that?' }, { 'idempotency-key': 't-2' }),
  ({ worker }) => worker.progress(conversation, delta('t-1', 'a'), delta('t-1', 'b')),
  ({ worker }) => worker.progress(conversation, { type: 'reply.reset', turnId: 't-1', reason: 'again' }),
  ({ worker }) => worker.progress(conversation, delta('t-2', 'x')),
  ({ worker }) => worker.progress(conversation, delta('t-1', 'c')),
  ({ worker }) => worker.answer(conversation, 't-1', { text: 'c' }),
  ({ worker }) => worker.progress(conversation, delta('t-2', 'y')),
  ({ worker }) => worker.answer(conversation, 't-2', { text: 'xy' }),
];

describe('a client that comes back at any moment of a turn', () => {
  let ingress: Ingress;
  beforeEach(async () => {
    ingress = await startIngress();
  });
  afterEach(() => ingress.stop());

  /** Of the events of a turn, or of all. */
  const idsOf = async (turnId?: string): Promise<string[]> => {
    const page = await ingress.state.journal.read(conversation, null);
    if (page.kind === 'gap') throw new Error('The journal is gone.');
    return page.entries.filter(({ event }) => turnId === undefined || event.turnId === turnId).map(({ id }) => id);
  };
  const rest = async (stream: SeenStream): Promise<string[]> => {
    const ids: string[] = [];
    for (let event = await stream.next(); event !== null; event = await stream.next()) ids.push(event.id);
    return ids;
  };
  /** Between any two steps, and before and after all of them. */
  const atEveryMoment = async (look: () => Promise<void>): Promise<void> => {
    await look();
    for (const step of steps) {
      await step(ingress);
      await look();
    }
  };

  it('is told by the stream of one turn all of it that came after any event, once and in order, then the end', async () => {
    const opened: { readonly after: string | undefined; readonly stream: SeenStream }[] = [];
    const url = `${ingress.url}/v1/conversations/c-1/events?turn=t-1`;
    await atEveryMoment(async () => {
      for (const after of [undefined, ...(await idsOf())]) opened.push({ after, stream: await openStream(url, after) });
    });

    const all = await idsOf();
    const ofTurn = await idsOf('t-1');
    expect(opened.length).toBeGreaterThan(50);
    for (const { after, stream } of opened) {
      const expected = ofTurn.filter((id) => after === undefined || all.indexOf(id) > all.indexOf(after));
      expect({ after, ids: stream.status === 204 ? [] : await rest(stream) }).toEqual({ after, ids: expected });
    }
  });

  it('is given the one reply by Prefer: wait, byte for byte, whenever it posts the turn again, also after a cut', async () => {
    const post = (signal: AbortSignal): Promise<Response> =>
      fetch(`${ingress.url}/v1/conversations/c-1/turns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 't-1', prefer: 'wait=10' },
        body: '{"text":"In stock?"}',
        signal,
      });
    const waiting: Promise<Response>[] = [];
    await atEveryMoment(async () => {
      const gone = new AbortController();
      const cut = post(gone.signal).catch(() => null);
      waiting.push(post(new AbortController().signal));
      gone.abort();
      await cut;
    });

    const answers = await Promise.all(waiting.map(async (one) => [(await one).status, await (await one).text()]));
    const reply = await ingress.state.gateway.reply({ conversationId: conversation, turnId: 't-1' });
    expect(answers).toEqual(answers.map(() => [200, reply]));
    const page = await ingress.state.journal.read(conversation, null);
    const accepted = page.kind === 'entries' ? page.entries.filter(({ event }) => event.type === 'turn.accepted') : [];
    expect(accepted.map(({ event }) => event.turnId)).toEqual(['t-1', 't-2']);
  });
});
