import { describe, expect, it } from '@jest/globals';
import { fleetLoad } from './fleet-load.ts';

describe('the load of a fleet', () => {
  it('is shared over all workers, and its queue is as old as the oldest of them', () => {
    const reports = [
      { inFlight: 90, capacity: 100, queueAgeMs: 10 },
      { inFlight: 10, capacity: 300, queueAgeMs: 700 },
    ];
    expect(fleetLoad(reports)).toEqual({ inFlightRatio: 0.25, queueAgeMs: 700 });
  });

  it('is none where nobody reports', () => {
    expect(fleetLoad([])).toEqual({ inFlightRatio: 0, queueAgeMs: 0 });
  });
});
