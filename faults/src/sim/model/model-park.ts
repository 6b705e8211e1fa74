import { wait } from '@turnfleet/core';
import {
  type Budget,
  builtInCatalogue,
  type Catalogue,
  type CountTokens,
  type EndpointQuota,
  type ModelChunk,
  type ModelClient,
  type ModelRequest,
  type Usd,
} from '@turnfleet/model';
import type { ModelFault, ModelScript } from '../plan/model-script.ts';
import { turnOf } from '../plan/turn-text.ts';
import type { SimProcess } from '../process/sim-process.ts';
import type { Recorder } from '../recorder.ts';
import type { Random } from '../time/random.ts';
import { breaks, callsOf, isCorrecting, keyOf, misbehave, plainScript, refusals, stepOf } from './script-steps.ts';
import { usageOf, type VendorBill, VendorBills } from './vendor-bills.ts';

/** Of every tenant, in picodollars a day. */
export const budgetsOf = (hardPerDay: Usd): readonly Budget[] => [
  { tenant: null, perUser: false, softPerDay: hardPerDay / 2n, hardPerDay },
];

/** To these models every character is a token. */
export const countTokens: CountTokens = (text) => text.length;

/** All models of a run together: what they were asked before, whichever worker asked. */
export class ModelPark {
  readonly #scripts: ReadonlyMap<string, ModelScript>;
  readonly #asked = new Map<string, number>();
  readonly bills = new VendorBills();
  /** What operators have set. */
  catalogue: Catalogue = builtInCatalogue;
  /** Counted in every run, and never spent but where an operator sets less. */
  budgets: readonly Budget[] = budgetsOf(10n ** 16n);
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
    if (fault && breaks.includes(fault))
      this.#recorder.see({ event: 'model_failed', model: request.model, ...turnOf(key) });
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
    const turn = turnOf(key);
    if (!lies || !turn) return '';
    const figure = `¥${firstMadeUp + answer}`;
    this.#recorder.see({ event: 'made_up', ...turn, figure });
    this.#recorder.see({ event: 'troubled', ...turn, why: 'its model made a figure up' });
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
interface Lies {
  readonly share: number;
  readonly stubborn: boolean;
}

const firstMadeUp = 900_000;
