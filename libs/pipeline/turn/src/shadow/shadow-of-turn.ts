import type { ShadowStep } from '@turnfleet/contract/events';
import { type ChildSignal, childSignal, endsWithin, TurnfleetError } from '@turnfleet/core';
import type { ModelRequest, ModelToolCall } from '@turnfleet/model';
import { type OpenCallDeps, openCall } from '../open-call.ts';
import type { ShadowOfModels } from '../routing/models-of-turn.ts';
import type { CallBook } from '../spending/call-book.ts';
import { compareCalls } from './compare-calls.ts';

/** What a model said in one step. */
interface Said {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
}

type Heard = Said | 'failed' | 'late' | 'skipped';

interface Step {
  readonly heard: Promise<Heard>;
  answered: Said | null;
}

/** How a candidate would have answered, beside the model that did. */
export interface ShadowFindings {
  readonly candidate: string;
  readonly endpoint: string;
  readonly steps: readonly ShadowStep[];
  readonly figures: {
    readonly both: readonly string[];
    readonly onlyAnswered: readonly string[];
    readonly onlyCandidate: readonly string[];
  } | null;
}

/** A turn that has its answer waits no longer than this for what is only compared. */
const longestWaitMs = 2_000;

/**
 * Asks a candidate in each step what the turn's model is asked, at the same time. Invariant: nothing it says is shown and none
 * of its calls is made; a failure of it is no failure of the turn; once the turn is finished, all of it is on the bill.
 */
export class ShadowOfTurn {
  readonly #deps: OpenCallDeps;
  readonly #candidate: ShadowOfModels;
  readonly #book: CallBook;
  readonly #own: ChildSignal;
  readonly #steps: Step[] = [];

  constructor(deps: OpenCallDeps, candidate: ShadowOfModels, book: CallBook, signal: AbortSignal) {
    this.#deps = deps;
    this.#candidate = candidate;
    this.#book = book;
    this.#own = childSignal(signal);
  }

  ask(requestFor: (whom: ShadowOfModels) => ModelRequest): void {
    this.#steps.push({ heard: this.#hear(requestFor(this.#candidate)), answered: null });
  }

  /** What the turn's model said to what was asked last. */
  answered(said: Said): void {
    const step = this.#steps.at(-1);
    if (step) step.answered = said;
  }

  /** Side by side. What is missing is waited for a moment, if there is an answer to compare it with. */
  async finish({ isAnswered }: { readonly isAnswered: boolean }): Promise<ShadowFindings> {
    const all = Promise.all(this.#steps.map(({ heard }) => heard));
    if (isAnswered) await endsWithin(this.#deps.clock, longestWaitMs, all);
    this.#own.abort(new TurnfleetError('cancelled', 'The turn has its answer.'));
    const heard = await all;
    const { model, endpoint } = this.#candidate.deployment;
    const steps = this.#steps.map(({ answered }, i) => compared(answered, heard[i] ?? 'late'));
    const [said, last] = [this.#steps.at(-1)?.answered, heard.at(-1)];
    const texts = said && typeof last === 'object' && last.text !== '' ? { said: said.text, last: last.text } : null;
    return {
      candidate: model.id,
      endpoint: endpoint.id,
      steps,
      figures: texts && comparedFigures(texts.said, texts.last),
    };
  }

  async #hear(request: ModelRequest): Promise<Heard> {
    const { signal } = this.#own;
    const { deployment, call } = this.#candidate;
    try {
      const begun = await call(request);
      if (!begun) return 'skipped';
      const planned = { deployment, why: 'shadow', request } as const;
      const { chunks, watch } = await openCall(this.#deps, begun, this.#book, planned, signal);
      let text = '';
      try {
        for await (const chunk of chunks) {
          if (chunk.kind === 'reset') text = '';
          if (chunk.kind === 'text') {
            if (chunk.text !== '') watch.began();
            text += chunk.text;
          }
          if (chunk.kind !== 'end') continue;
          watch.ended(chunk.usage);
          return { text, toolCalls: chunk.toolCalls };
        }
        throw new TurnfleetError('model_unavailable', 'The model stopped before its answer was complete.');
      } catch (error) {
        watch.failed(error, signal);
        throw error;
      }
    } catch {
      // It is only compared: whatever keeps it from answering keeps nothing else.
      return signal.aborted ? 'late' : 'failed';
    }
  }
}

function compared(answered: Said | null, heard: Heard): ShadowStep {
  const ours = answered?.toolCalls ?? [];
  if (typeof heard === 'object' && answered) return compareCalls(ours, heard.toolCalls);
  const result = typeof heard === 'object' ? 'late' : heard;
  return { result, answered: ours.map(({ name }) => name), candidate: [], differing: [] };
}

function comparedFigures(answered: string, candidate: string) {
  const [ours, theirs] = [figuresIn(answered), figuresIn(candidate)];
  return {
    both: ours.filter((figure) => theirs.includes(figure)),
    onlyAnswered: ours.filter((figure) => !theirs.includes(figure)),
    onlyCandidate: theirs.filter((figure) => !ours.includes(figure)),
  };
}

/** SKUs, order numbers, model names: their digits are no figures. */
const codes = /[A-Za-z][A-Za-z]*[-_]?\d[\w-]*|\d+[-_]?[A-Za-z][\w-]*\d[\w-]*/g;
const numbers = /\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?/g;

/** The numbers that a text states, each once, smallest first: `¥5,999.00` and `5999元` state the same. */
export function figuresIn(text: string): readonly string[] {
  const plain = text.normalize('NFKC').replace(codes, ' ');
  const found = [...plain.matchAll(numbers)].map(([number]) => Number(number.replaceAll(',', '')));
  return [...new Set(found)].toSorted((a, b) => a - b).map(String);
}
