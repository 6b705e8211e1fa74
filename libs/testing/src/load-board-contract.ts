import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DoorLoad, LoadBoard, WorkerLoad } from '@turnfleet/admission';

interface LoadBoardHarness {
  readonly board: LoadBoard;
  /** Another process's way to the same. */
  readonly other: LoadBoard;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const worker = (name: string, inFlight = 0): WorkerLoad => ({
  ...{ kind: 'worker', name, sequence: 3, inFlight, capacity: 100, waiting: 3, behind: 1 },
  ...{ perSecond: 12.5, fullPerSecond: null, oldestMs: 12 },
  sharers: [{ tenant: 'acme {1}', priority: 2, waiting: 3, oldestMs: 12 }],
});
const door = (name: string): DoorLoad => ({
  ...{ kind: 'door', name, sequence: 1, perSecond: 4.5, streams: 2 },
  limited: [
    { who: 'tenant acme', why: 'full', since: '2025-01-01T00:00:00Z', refused: 7, lastAt: '2025-01-01T00:00:09Z' },
  ],
});

/** What every `LoadBoard` must do. */
export function loadBoardContract(name: string, makeHarness: () => Promise<LoadBoardHarness>): void {
  describe(`${name} as a LoadBoard`, () => {
    let made: LoadBoardHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    it('shows every process what each told last, exactly, until it is taken back', async () => {
      const { board, other } = made;
      await board.tell(worker('a'), 60_000);
      await other.tell(door('d'), 60_000);
      await board.tell(worker('a', 5), 60_000);
      expect(await other.read()).toEqual({ workers: [worker('a', 5)], doors: [door('d')] });
      await board.withdraw('d');
      expect(await other.read()).toEqual({ workers: [worker('a', 5)], doors: [] });
      await board.withdraw('a');
    });

    it('forgets who fell silent, not its neighbours', async () => {
      const { board, other, pass } = made;
      await board.tell(worker('a'), 200);
      await other.tell(worker('b'), 60_000);
      await pass(250);
      expect((await board.read()).workers.map((load) => load.name)).toEqual(['b']);
      await board.withdraw('b');
    });
  });
}
