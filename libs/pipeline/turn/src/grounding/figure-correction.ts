import type { Clock, Deadline } from '@turnfleet/core';
import { correctionRequest, type Gate } from '@turnfleet/grounding';
import type { Progress } from '../progress.ts';
import { addText, type ModelStep, takeBack } from '../read-step.ts';
import { gatedProgress } from './gated-progress.ts';
import type { TurnGrounding } from './turn-grounding.ts';

interface CorrectedTurn {
  readonly deadline: Deadline;
  readonly progress: Progress;
  readonly grounding: TurnGrounding;
}

interface GatedStep {
  /** Null: it was to correct a draft, and could not be had. */
  readonly step: ModelStep | null;
  /** Unix milliseconds of the first word that readers saw of the step, null if they saw none. */
  readonly firstShownAt: number | null;
}

/**
 * The steps of one turn, none shown with a figure that nothing supports. Once in a turn the model is asked to say such an
 * answer again; the draft is what is told if it does not.
 */
interface FigureCorrection {
  /** Asks for a step whose words go through a gate of its own. */
  step(ask: (gated: Progress) => Promise<ModelStep>): Promise<GatedStep>;
  readonly hasDraft: boolean;
  /** In place of the last step, with honest sentences where figures were. */
  tellDraft(): void;
  /** What to ask the model after the last step, which is taken back; null: it stands as it was shown. */
  correctionOf(isAnswer: boolean): string | null;
}

/** With less time left the model is not asked again: a draft with honest sentences is better than no answer. */
const leastToCorrectMs = 3_000;
const why = 'a figure was not supported';

export function figureCorrection(
  { clock }: { readonly clock: Pick<Clock, 'now'> },
  { deadline, progress, grounding }: CorrectedTurn,
): FigureCorrection {
  let draft: Gate | null = null;
  /** The step that was asked for last. */
  let last: { readonly gate: Gate; readonly before: string; readonly mayCorrect: boolean } | null = null;
  const takeLastBack = (): void => {
    if (last) takeBack(progress, last.before, why);
  };

  return {
    step: async (ask) => {
      const before = progress.text;
      const mayCorrect = draft === null && deadline.remainingMs() > leastToCorrectMs;
      const gated = gatedProgress(progress, clock, () => grounding.gate(!mayCorrect));
      const step = await orDraft(draft, deadline, () => ask(gated));
      gated.end();
      last = { gate: gated.gate, before, mayCorrect };
      return { step, firstShownAt: gated.firstShownAt };
    },
    get hasDraft() {
      return draft !== null;
    },
    tellDraft: () => {
      takeLastBack();
      addText(progress, draft?.honest ?? '');
      if (draft) grounding.noted({ ...draft, counts: { ...draft.counts, checked: 0, held: 0 } }, true);
    },
    correctionOf: (isAnswer) => {
      if (!last) return null;
      const { gate, mayCorrect } = last;
      grounding.noted(gate, !mayCorrect);
      if (!mayCorrect || gate.offending.length === 0 || !isAnswer) return null;
      draft = gate;
      takeLastBack();
      return correctionRequest(gate.offending);
    },
  };
}

/** A correction that cannot be had leaves the draft; null. */
async function orDraft<T>(draft: Gate | null, { signal }: Deadline, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (!draft || signal.aborted) throw error;
    return null;
  }
}
