import { openGate } from '@turnfleet/grounding';
import { type Judged, judge } from '../report/bar.ts';
import { machineOf } from '../settings.ts';
import { heldOut, type Labelled, tuned } from './labelled.ts';
import { groundsOf, type Score, scoreOf } from './score-of.ts';

interface CpuOfReplies {
  readonly replies: number;
  /** Milliseconds of one reply, its results learnt and its words pushed a few at a time. */
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly charactersOfReply: number;
}

export interface GroundingResult {
  readonly benchmark: 'grounding';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly tuned: Score;
  readonly heldOut: Score;
  readonly cpu: CpuOfReplies;
  readonly bars: readonly Judged[];
}

/** How rightly sentences are held back, on the set the reader was worked out on and on one that it was not; and what it costs. */
export function runGrounding(rounds: number): GroundingResult {
  const scores = { tuned: scoreOf(tuned()), heldOut: scoreOf(heldOut()) };
  const cpu = cpuOf(tuned(), rounds);
  return {
    benchmark: 'grounding',
    rounds,
    machine: machineOf(),
    ...scores,
    cpu,
    bars: [
      judge({ what: 'labelled set: recall', atLeast: 0.99 }, scores.tuned.recall),
      judge({ what: 'labelled set: precision', atLeast: 0.97 }, scores.tuned.precision),
      judge({ what: 'CPU of a usual reply, ms', atMost: 1 }, cpu.medianMs),
    ],
  };
}

const repliesOfRound = 400;
const sentencesOfReply = 5;

/** Replies of five sentences that may be said, of one scene each. */
function repliesIn(set: readonly Labelled[]): { readonly one: Labelled; readonly text: string }[] {
  return [...Map.groupBy(set, ({ scene, said }) => `${scene} ${said}`).values()].flatMap((same) => {
    const [one] = same;
    const good = same.filter(({ supported }) => supported).slice(0, sentencesOfReply);
    return one && good.length > 0 ? [{ one, text: good.map(({ sentence }) => sentence).join('\n') }] : [];
  });
}

function cpuOf(set: readonly Labelled[], rounds: number): CpuOfReplies {
  const replies = repliesIn(set);
  const pieces = replies.map(({ text }) => text.match(/.{1,4}/gsu) ?? []);
  const took: number[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round++)
    for (let i = 0; i < repliesOfRound; i++) {
      const at = i % replies.length;
      const reply = replies[at];
      if (!reply) continue;
      const before = performance.now();
      const gate = openGate({ grounds: groundsOf(reply.one), locale: 'zh-CN', replace: false });
      for (const piece of pieces[at] ?? []) gate.push(piece);
      gate.end();
      if (round > 0) took.push(performance.now() - before);
    }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const characters = replies.reduce((sum, { text }) => sum + text.length, 0) / replies.length;
  return {
    replies: took.length,
    medianMs: at(0.5),
    p99Ms: at(0.99),
    charactersOfReply: Math.round(characters),
  };
}
