import type { Key } from '../work/keys.ts';
import { roundRobin } from '../work/message.ts';
import type { Contender } from './contender.ts';

/** No log and no engine: each key runs its messages one after another, all keys at once, in this process. */
export function inProcess(keys: readonly Key[]): Contender {
  return {
    name: 'in-process',
    ordered: true,
    async consume({ messages }, run) {
      const runKey = async (first: number): Promise<void> => {
        for (let i = first; i < messages; i += keys.length) await run.handle(roundRobin(keys, i));
      };
      await Promise.all(keys.map((_, i) => runKey(i)));
      return run.finished;
    },
  };
}

/** Messages per second if nothing but waiting took time: as many wait at once as there are keys, and may. */
export function idealPerSecond(waitMs: number, keys: number, capacity: number): number {
  return (Math.min(keys, capacity) * 1_000) / waitMs;
}
