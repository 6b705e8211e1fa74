import type { ReExecution } from './measure/re-execution.ts';
import type { Observed } from './observe.ts';

interface RealReport {
  readonly seed: number;
  readonly turns: number;
  readonly answered: number;
  readonly faults: number;
  readonly seconds: number;
  readonly turnsPerSecond: number;
  readonly killToProgressMs: { readonly deaths: number; readonly median: number | null; readonly max: number | null };
  readonly duplicateReplies: { readonly count: number; readonly share: number };
  readonly reExecuted: { readonly again: number; readonly beyondRunning: number; readonly shareOfInFlight: number };
  /** Processes that ended unasked. */
  readonly crashes: Readonly<Record<string, number>>;
}

interface Measured extends Observed {
  readonly seed: number;
  readonly reExecutions: readonly ReExecution[];
  readonly crashes: Readonly<Record<string, number>>;
}

/** Partitions that did not move again count with the minute that was waited for them. */
const longestMs = 60_000;

export function reportOf(measured: Measured): RealReport {
  const { seed, accepted, answered, replies, faults, loadMs, deaths, reExecutions, crashes } = measured;
  const kills = deaths.filter(({ how }) => how === 'orchestrator_kill');
  const moved = kills.flatMap(({ progressMs }) => progressMs.map((ms) => ms ?? longestMs)).toSorted((a, b) => a - b);
  const [again, beyondRunning, inFlight] = [
    reExecutions.reduce((sum, one) => sum + one.again, 0),
    reExecutions.reduce((sum, one) => sum + one.beyondRunning, 0),
    reExecutions.reduce((sum, one) => sum + one.inFlight, 0),
  ];
  return {
    seed,
    turns: accepted,
    answered,
    faults,
    seconds: Math.round(loadMs / 1_000),
    turnsPerSecond: Math.round((answered * 1_000) / Math.max(1, loadMs)),
    killToProgressMs: {
      deaths: kills.length,
      median: moved[Math.floor(moved.length / 2)] ?? null,
      max: moved.at(-1) ?? null,
    },
    duplicateReplies: { count: replies - answered, share: share(replies - answered, replies) },
    reExecuted: { again, beyondRunning, shareOfInFlight: share(beyondRunning, inFlight) },
    crashes,
  };
}

const share = (part: number, whole: number): number => Number((part / Math.max(1, whole)).toFixed(6));

export function reportText(report: RealReport): string {
  const { killToProgressMs: kill, duplicateReplies, reExecuted, crashes } = report;
  const seconds = (ms: number | null): string => (ms === null ? '–' : `${(ms / 1_000).toFixed(1)} s`);
  const ended = Object.entries(crashes).map(([name, times]) => `${name} ${times}×`);
  return [
    `${report.turns} turns, ${report.answered} answered, ${report.faults} faults, ${report.turnsPerSecond} turns/s`,
    `kill -9 to progress, of ${kill.deaths} deaths: median ${seconds(kill.median)}, longest ${seconds(kill.max)}`,
    `written twice to the reply log: ${duplicateReplies.count} (${(duplicateReplies.share * 100).toFixed(3)} %)`,
    `done again after a death: ${reExecuted.again}, of which beyond those running: ${reExecuted.beyondRunning}` +
      ` (${(reExecuted.shareOfInFlight * 100).toFixed(2)} % of those in flight)`,
    `ended unasked: ${ended.join(', ') || 'none'}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}
