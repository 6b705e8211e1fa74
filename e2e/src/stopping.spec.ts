import { expect, it } from '@jest/globals';
import { untilEvent } from './client.ts';
import { startFleet } from './fleet.ts';

const patienceMs = 40_000;
const question = 'SKU-2024-888 上海有货吗?';

/** Everything that a stream says until it ends. */
async function told(response: Response): Promise<string> {
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
  return text;
}

it(
  'Ctrl-C on the whole fleet in one process finishes what runs and tells its clients, before it ends their streams',
  async () => {
    const fleet = await startFleet({ SIM_LLM_TTFT_MS: '700' });
    const post = (conversation: string, prefer = 'wait=0'): Promise<Response> =>
      fetch(`${fleet.url}/v1/conversations/${conversation}/turns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': 't-1', prefer },
        body: JSON.stringify({ text: question }),
      });
    const streams = ['c-1', 'c-2', 'c-3'].map(async (conversation) => {
      await post(conversation);
      return fetch(`${fleet.url}/v1/conversations/${conversation}/events`);
    });
    const opened = await Promise.all(streams);
    const waiting = post('c-4', 'wait=60');
    await untilEvent(fleet.url, 'c-4', 't-1', 'turn.accepted');
    const seen = Promise.all(opened.map(told));

    fleet.process.signal('SIGINT');

    for (const text of await seen) expect(text).toContain('event: reply.completed\n');
    expect(await (await waiting).json()).toMatchObject({ status: 'completed' });
    expect(await fleet.process.ended).toBe(0);
  },
  patienceMs,
);
