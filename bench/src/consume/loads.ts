export const keyCount = 1_000;

export const waits = [0, 10, 50, 200] as const;

export type WaitMs = (typeof waits)[number];

/**
 * Messages per run: enough for each to take some seconds, whoever runs them. Rates are compared, not times, and a peer
 * that runs 24 at once has fewer to run.
 */
const perRun = {
  turnfleet: { 0: 100_000, 10: 100_000, 50: 100_000, 200: 25_000 },
  eachMessage: { 0: 40_000, 10: 9_600, 50: 2_400, 200: 720 },
  bullmq: { 0: 30_000, 10: 30_000, 50: 30_000, 200: 15_000 },
} as const satisfies Record<string, Record<WaitMs, number>>;

export type Size = keyof typeof perRun;

export function messagesFor(size: Size, waitMs: WaitMs): number {
  return perRun[size][waitMs];
}

/** A warm-up is a tenth of a run. */
export function warmUp(messages: number): number {
  return Math.ceil(messages / 10);
}
