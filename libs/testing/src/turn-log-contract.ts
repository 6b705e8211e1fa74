import { describe } from '@jest/globals';
import { groupsContract } from './turn-log-groups.ts';
import { limitsContract } from './turn-log-limits.ts';
import { membersContract } from './turn-log-members.ts';
import { recordsContract } from './turn-log-records.ts';
import { type TurnLogHarness, turnLogScene } from './turn-log-scene.ts';

/** What every `TurnLog` must do. `patienceMs` bounds each wait for the log, joins of the group included. */
export function turnLogContract(name: string, makeHarness: () => Promise<TurnLogHarness>, patienceMs = 30_000): void {
  describe(`${name} as a TurnLog`, () => {
    const scene = turnLogScene(makeHarness, patienceMs);
    recordsContract(scene);
    limitsContract(scene);
    groupsContract(scene);
    membersContract(scene);
  });
}
