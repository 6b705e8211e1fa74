import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type Reply, replySchema } from '@turnfleet/contract/schemas';
import { type FaultKind, faultKinds } from '@turnfleet/contract/simulator';
import { Semaphore } from '@turnfleet/core';
import { startApp } from './apps.ts';
import { catalogueFile } from './catalogue-file.ts';
import { closeAtTheEnd } from './cleanup.ts';
import { type RunningFleet, startFleet } from './fleet.ts';

const patienceMs = 240_000;
/** So that a vendor that hangs costs two seconds. */
const limitMs = 2_000;
const atOnce = 8;

/** A model that says something wrong answers all the same: its figures are grounding's. */
const wrongWords: readonly FaultKind[] = ['lies', 'lies_again', 'gullible'];
type Ailment = FaultKind | 'none';
const ailments: readonly Ailment[] = ['none', ...faultKinds.filter((kind) => !wrongWords.includes(kind))];
/** What a question that takes a model is answered in spite of. */
const harmless: readonly Ailment[] = ['none', 'malformed_arguments', 'unknown_tool', 'endless_tool_loop'];

interface Pair {
  readonly openai: Ailment;
  readonly anthropic: Ailment;
}
const pairs: readonly Pair[] = ailments.flatMap((openai) => ailments.map((anthropic) => ({ openai, anthropic })));
const nameOf = ({ openai, anthropic }: Pair): string => `${openai}-${anthropic}`;

interface Read {
  readonly pair: Pair;
  readonly reply: Reply;
}
const told = ({ pair, reply: { status, error, text } }: Read): string =>
  `${nameOf(pair)}: ${status} ${error?.kind ?? ''} ${text}`;

/** A model for each pair, at a vendor of each protocol, both ailing at every request; a turn's channel says which pair answers it. */
function cataloguePairs(simulator: string): string {
  const endpointsOf = (api: 'openai' | 'anthropic', baseUrl: string) =>
    ailments.map((kind) => {
      const behaviour = { latency: { ttftMs: 0 }, faults: kind === 'none' ? [] : [{ kind }] };
      return [`${api}-${kind}`, { api, baseUrl, headers: { 'x-sim-behaviour': JSON.stringify(behaviour) } }] as const;
    });
  const modelOf = ({ openai, anthropic }: Pair) => ({
    at: { [`openai-${openai}`]: 'gpt-4.1', [`anthropic-${anthropic}`]: 'claude-sonnet-4-5' },
    usdPerMillionTokens: { input: '1', output: '1' },
    ...{ contextTokens: 128_000, maxOutputTokens: 4_096, latency: 'medium', strength: 5 },
    ...{ firstByteMs: limitMs, stallMs: limitMs },
  });
  const ruleOf = (name: string) => ({ name, when: { channels: [name] }, strategy: 'cheapest', use: [name] });
  return JSON.stringify({
    endpoints: Object.fromEntries([
      ...endpointsOf('openai', `${simulator}/v1`),
      ...endpointsOf('anthropic', simulator),
    ]),
    models: Object.fromEntries(pairs.map((pair) => [nameOf(pair), modelOf(pair)])),
    rules: [...pairs.map((pair) => ruleOf(nameOf(pair))), { name: 'all', strategy: 'cheapest', use: ['none-none'] }],
    fallback: { unavailable: [] },
  });
}

describe('a fleet with two vendors, each of which ails in every way, alone and beside the other', () => {
  let fleet: RunningFleet;
  beforeAll(async () => {
    const simulator = await startApp('sim-llm');
    closeAtTheEnd(() => simulator.stop());
    const MODELS_FILE = catalogueFile(cataloguePairs(simulator.addresses['http'] ?? ''));
    // Turns that wait for vendors that hang look like a fleet that has no room.
    fleet = await startFleet({ MODELS_FILE, ADMISSION_MAX_WAIT_SECONDS: '300' });
    closeAtTheEnd(() => fleet.stop());
  }, patienceMs);

  /** Comes back when told to: on a busy machine the ingress refuses some. */
  async function answerOf(pair: Pair, text: string, conversation: string): Promise<Reply> {
    const response = await fetch(`${fleet.url}/v1/conversations/${conversation}/turns`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', prefer: 'wait=45', 'idempotency-key': conversation },
      body: JSON.stringify({ text, metadata: { channel: nameOf(pair) } }),
    });
    const body: unknown = await response.json();
    if (response.status === 200) return replySchema.parse(body);
    const retryAfter = Number(response.headers.get('retry-after'));
    if (response.status !== 503 || !(retryAfter > 0)) throw new Error(`${response.status} ${JSON.stringify(body)}`);
    await setTimeout(retryAfter * 1_000);
    return answerOf(pair, text, conversation);
  }

  /** What was read under each pair, twice. The second question goes to the vendor with fewer calls under way: each is asked first. */
  async function readUnderEach(text: string): Promise<readonly Read[]> {
    const places = new Semaphore(atOnce);
    const reading = pairs.map((pair) =>
      places.run(() =>
        Promise.all(
          ['a', 'b'].map(async (time) => ({
            pair,
            reply: await answerOf(pair, text, `${nameOf(pair)}-${text.length}-${time}`),
          })),
        ),
      ),
    );
    return (await Promise.all(reading)).flat();
  }

  it(
    'answers a plain question under every pair, if need be from the tools',
    async () => {
      const read = await readUnderEach('SKU-2024-888 多少钱?');
      const wrong = read.filter(({ reply }) => reply.status === 'failed' || !reply.text.includes('¥6,999'));
      expect(wrong.map(told)).toEqual([]);
    },
    patienceMs,
  );

  it(
    'answers what takes a model whenever one of them can, and says honestly in the shopper’s language when none can',
    async () => {
      const read = await readUnderEach('Hello, what can you do for me?');
      const isRight = ({ pair, reply: { status, text, error } }: Read): boolean =>
        harmless.includes(pair.openai) || harmless.includes(pair.anthropic)
          ? status === 'completed'
          : status === 'failed' &&
            /^(?:model_unavailable|overloaded)$/.test(error?.kind ?? '') &&
            /^Sorry, /.test(text);
      expect(read.filter((one) => !isRight(one)).map(told)).toEqual([]);
      const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
      expect(metrics).not.toContain('turnfleet_escaped_errors');
    },
    patienceMs,
  );
});
