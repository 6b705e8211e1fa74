import { describe, expect, it } from '@jest/globals';
import { Accounts } from '../load/accounts.ts';
import type { Death } from './deaths.ts';
import { askedByTurn, reExecutedAfter } from './re-execution.ts';

const [ofTheDead, movedBesides, unmoved] = [0, 5, 7];
const death: Death = {
  worker: 'a',
  how: 'kill',
  at: 100,
  until: 200,
  inFlight: 50,
  lost: [ofTheDead],
  movedBesides: [movedBesides],
  progressMs: [],
};

interface Turn {
  readonly asked: readonly (readonly [worker: string, at: number])[];
  readonly partition?: number;
  readonly answeredAt?: number;
}

function measured(...turns: readonly Turn[]) {
  const accounts = new Accounts();
  const tap = askedByTurn();
  for (const [i, { asked, partition = ofTheDead, answeredAt = 150 }] of turns.entries()) {
    accounts.replied(`t${i}`, partition, answeredAt);
    for (const [worker, at] of asked) tap.add(worker, `t${i}`, at);
  }
  const { again, beyondRunning } = reExecutedAfter(death, tap.turns, accounts);
  return { again, beyondRunning };
}

const [byTheDead, byAnother, after] = [['a', 90] as const, ['b', 90] as const, ['c', 120] as const];

describe('reExecutedAfter', () => {
  it('counts what ran on the dead worker as done again, and not as more than that', () => {
    expect(measured({ asked: [byTheDead, after] })).toEqual({ again: 1, beyondRunning: 0 });
  });

  it('hears late of what was asked before the death, and knows when it was asked', () => {
    expect(measured({ asked: [after, byTheDead] })).toEqual({ again: 1, beyondRunning: 0 });
  });

  it('counts what was answered already as beyond', () => {
    expect(measured({ asked: [byTheDead, after], answeredAt: 95 })).toEqual({ again: 1, beyondRunning: 1 });
  });

  it('counts what another worker was doing as beyond if its partition moved at this death', () => {
    expect(measured({ asked: [byAnother, after], partition: movedBesides })).toEqual({ again: 1, beyondRunning: 1 });
    expect(measured({ asked: [byAnother, after], partition: unmoved })).toEqual({ again: 0, beyondRunning: 0 });
  });

  it('does not count what had come to the dead worker half done, and waited there', () => {
    expect(measured({ asked: [byAnother, after] })).toEqual({ again: 0, beyondRunning: 0 });
  });

  it('counts no question that the same worker repeats, nor one after the worker is back, nor a first one', () => {
    const repeated = { asked: [byAnother, ['b', 120]], partition: movedBesides } as const;
    expect(measured(repeated, { asked: [byTheDead, ['b', 250]] }, { asked: [after] })).toEqual({
      again: 0,
      beyondRunning: 0,
    });
  });
});
