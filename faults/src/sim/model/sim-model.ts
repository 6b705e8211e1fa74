import { abortReason, type Clock, TurnfleetError, wait } from '@turnfleet/core';
import { isCorrectionRequest } from '@turnfleet/grounding';
import {
  builtInCatalogue,
  type Catalogue,
  type CountTokens,
  type EndpointQuota,
  type ModelChunk,
  type ModelClient,
  type ModelRequest,
  type ModelToolCall,
} from '@turnfleet/model';
import type { ModelFault, ModelScript, ToolBehaviour } from '../plan/model-script.ts';
import { keyIn } from '../plan/turn-text.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Recorder } from '../recorder.ts';
import type { Random } from '../time/random.ts';
import { type VendorBill, VendorBills } from './vendor-bills.ts';

/** To these models every character is a token. */
export const countTokens: CountTokens = (text) => text.length;

/** All models of a run together: what they were asked before, whichever worker asked. */
export class ModelPark {
  readonly #scripts: ReadonlyMap<string, ModelScript>;
  readonly #asked = new Map<string, number>();
  readonly bills = new VendorBills();
  /** What operators have set. */
  catalogue: Catalogue = builtInCatalogue;
  /** What all workers together ask of the endpoints. */
  quota: EndpointQuota | null = null;
  readonly #recorder: Pick<Recorder, 'see'>;
  readonly #random: Random;
  #answers = 0;
  /** Whether models make figures up for now, and how many answers have one. */
  lies: Lies | null = null;

  constructor(scripts: ReadonlyMap<string, ModelScript>, recorder: Pick<Recorder, 'see'>, random: Random) {
    this.#scripts = scripts;
    this.#recorder = recorder;
    this.#random = random;
  }

  /** The model as a worker's process has it. No two answers are the same: a turn answered twice shows. */
  clientFor(process: SimProcess): ModelClient {
    return {
      stream: (request, signal) => this.#stream(process, request, signal),
    };
  }

  async *#stream(process: SimProcess, request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelChunk> {
    const { ticket } = request;
    if (signal.aborted) ticket?.billed(nothing, false);
    signal.throwIfAborted();
    const key = keyOf(request);
    const script = this.#scripts.get(key) ?? plainScript;
    const asked = this.#asked.get(key) ?? 0;
    this.#asked.set(key, asked + 1);
    const { clock } = process;
    const fault = script.faults[asked];
    if (fault && refusals.includes(fault)) {
      ticket?.billed(nothing, false);
      await wait(clock, script.paceMs, signal);
      yield* misbehave(fault, clock, signal, null);
    }
    const bill = this.bills.take(request, key, clock.monotonic());
    let whole = false;
    try {
      await wait(clock, script.paceMs, signal);
      for await (const chunk of this.#begun(process, request, signal, { script, key, fault, bill })) {
        if (chunk.kind === 'end') whole = true;
        if (chunk.kind === 'end') ticket?.billed(usageOf(bill), false);
        yield chunk;
      }
    } finally {
      if (!whole) ticket?.billed(usageOf(bill), true);
    }
  }

  async *#begun(
    process: SimProcess,
    request: ModelRequest,
    signal: AbortSignal,
    { script, key, fault, bill }: Begun,
  ): AsyncGenerator<ModelChunk> {
    if (fault === 'kills_worker') {
      process.kill({ turn: key });
      await new Promise<never>(() => undefined);
    }
    if (fault) yield* misbehave(fault, process.clock, signal, bill);
    const step = stepOf(request);
    const behaviours = script.endless ? (['well'] as const) : script.steps[step];
    if (behaviours && request.toolChoice === 'auto') yield callsOf(behaviours, key, step, bill);
    else yield* this.#answer(script, request, process, signal, bill);
  }

  async *#answer(
    script: ModelScript,
    request: ModelRequest,
    process: SimProcess,
    signal: AbortSignal,
    bill: VendorBill,
  ): AsyncGenerator<ModelChunk> {
    const key = keyOf(request);
    const answer = ++this.#answers;
    const told = this.lies ? `${this.#madeUp(answer, key, request)}Answer no. ${answer}` : `Answer ${answer}`;
    const text = `${told} to ${key} by ${process.name}.`;
    for (let word = 0; word < script.words; word++) {
      bill.outputTokens++;
      yield { kind: 'text', text: word === 0 ? text + '-'.repeat(script.letters ?? 0) : ` w${word}` };
      await wait(process.clock, script.paceMs, signal);
    }
    yield { kind: 'end', toolCalls: [], reason: 'stop', usage: usageOf(bill) };
  }

  /** A sentence with a figure that no tool returned and no other answer has, in some answers; else `''`. */
  #madeUp(answer: number, key: string, request: ModelRequest): string {
    const { share = 0, stubborn = false } = this.lies ?? {};
    const lies = isCorrecting(request) ? stubborn : this.#random.chance(share);
    const [conversationId = '', turnId = ''] = key.split('/');
    if (!lies || turnId === '') return '';
    const figure = `¥${firstMadeUp + answer}`;
    this.#recorder.see({ event: 'made_up', conversationId, turnId, figure });
    this.#recorder.see({ event: 'troubled', conversationId, turnId, why: 'its model made a figure up' });
    return `It costs ${figure}. `;
  }
}

interface Begun {
  readonly script: ModelScript;
  readonly key: string;
  readonly fault: ModelFault | undefined;
  readonly bill: VendorBill;
}

const nothing = { inputTokens: 0, outputTokens: 0 };
const usageOf = ({ inputTokens, outputTokens }: VendorBill) => ({ inputTokens, outputTokens });
/** Of these the vendor takes no request, so it bills none. */
const refusals: readonly ModelFault[] = ['rate_limited', 'rate_limited_with_time', 'server_error'];

interface Lies {
  readonly share: number;
  readonly stubborn: boolean;
}

const firstMadeUp = 900_000;

const isCorrecting = ({ messages }: ModelRequest): boolean => {
  const last = messages.at(-1);
  return last?.role === 'user' && isCorrectionRequest(last.text);
};

const plainScript: ModelScript = { faults: [], steps: [], endless: false, words: 2, paceMs: 10 };

async function* misbehave(
  fault: ModelFault,
  clock: Clock,
  signal: AbortSignal,
  bill: VendorBill | null,
): AsyncGenerator<ModelChunk> {
  const midway = fault === 'hangs_midway' || fault === 'cut_midway';
  if (midway && bill) bill.outputTokens++;
  if (midway) yield { kind: 'text', text: 'It begins well' };
  if (fault === 'hangs' || fault === 'hangs_midway') throw await aborted(signal);
  await wait(clock, 5, signal);
  if (fault === 'rate_limited') throw new TurnfleetError('rate_limited', 'Too many requests.');
  if (fault === 'rate_limited_with_time')
    throw new TurnfleetError('rate_limited', 'Too many requests.', { retryAfterMs: 1_500 });
  if (fault === 'empty' && bill) {
    yield { kind: 'end', toolCalls: [], reason: 'stop', usage: usageOf(bill) };
    return;
  }
  throw new TurnfleetError('model_unavailable', midway ? 'The stream was cut.' : 'The model answered with status 500.');
}

function aborted(signal: AbortSignal): Promise<TurnfleetError> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(abortReason(signal));
    signal.addEventListener('abort', () => resolve(abortReason(signal)), { once: true });
  });
}

function callsOf(behaviours: readonly ToolBehaviour[], key: string, step: number, bill: VendorBill): ModelChunk {
  bill.outputTokens += behaviours.length;
  const toolCalls = behaviours.map((behaviour, i): ModelToolCall => {
    const id = `${key}-${step}-${i}`;
    const city = behaviour;
    switch (behaviour) {
      case 'unknown':
        return { id, name: 'no_such_tool', arguments: '{}' };
      case 'malformed':
        return { id, name: 'check_inventory', arguments: '{"sku": [' };
      case 'reserves':
      case 'reserves_untold':
      case 'reserves_never':
        // The SKU names what the shopper wants done once.
        return { id, name: 'reserve_stock', arguments: JSON.stringify({ sku: key, city, quantity: 2 }) };
      default:
        return { id, name: 'check_inventory', arguments: JSON.stringify({ sku: `SKU-${step}-${i}`, city }) };
    }
  });
  return { kind: 'end', toolCalls, reason: 'tool_calls', usage: usageOf(bill) };
}

/** Tool steps since the shopper last spoke. */
function stepOf({ messages }: ModelRequest): number {
  let steps = 0;
  const said = messages.filter((message) => message.role !== 'user' || !isCorrectionRequest(message.text));
  for (let i = said.length - 1; i >= 0 && said[i]?.role !== 'user'; i--) {
    const message = said[i];
    if (message?.role === 'assistant' && message.toolCalls.length > 0) steps++;
  }
  return steps;
}

/** The turn that the shopper's last message names, `''` if it names none. */
function keyOf({ messages }: ModelRequest): string {
  const last = messages.findLast((message) => message.role === 'user' && !isCorrectionRequest(message.text));
  return (last?.role === 'user' && keyIn(last.text)) || '';
}
