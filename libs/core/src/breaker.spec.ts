import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Breaker, defaultBreaker, type Pass, type Verdict } from './breaker.ts';

const { fewest, openMs, slowMs } = defaultBreaker;

/** Of a call that began before anything else. */
const early: Pass = { since: 0 };

function pass(breaker: Breaker, now: number): Pass {
  const admitted = breaker.admit(now);
  if (!admitted) throw new Error('The breaker admits nothing.');
  return admitted;
}

function after(verdicts: readonly Verdict[], now = 0): Breaker {
  const breaker = new Breaker();
  for (const verdict of verdicts) breaker.report(verdict, now, early);
  return breaker;
}
const times = (count: number, verdict: Verdict): Verdict[] => Array<Verdict>(count).fill(verdict);

describe('a breaker', () => {
  it('opens by its share of failures, not before there were enough calls', () => {
    expect(after(times(fewest - 1, 'failed')).state(0)).toBe('closed');
    expect(after([...times(fewest / 2, 'ok'), ...times(fewest / 2, 'failed')]).state(0)).toBe('open');
  });

  it('opens by its share of slow calls, too', () => {
    expect(after([...times(2, 'ok'), ...times(8, 'slow')]).state(0)).toBe('open');
    expect(after([...times(3, 'ok'), ...times(7, 'slow')]).state(0)).toBe('closed');
  });

  it('forgets calls that are older than its window', () => {
    const breaker = after(times(fewest - 1, 'failed'));
    breaker.report('failed', defaultBreaker.windowMs, early);
    expect(breaker.state(defaultBreaker.windowMs)).toBe('closed');
  });

  it('lets exactly one call try when it has been open long enough', () => {
    const breaker = after(times(fewest, 'failed'));
    expect(breaker.admit(openMs - 1)).toBeNull();
    expect([breaker.admit(openMs), breaker.admit(openMs)]).toEqual([{ since: openMs }, null]);
  });

  it('closes when the probe goes well, and stays open twice as long when it does not', () => {
    const breaker = after(times(fewest, 'failed'));
    breaker.report('failed', openMs, pass(breaker, openMs));
    expect(breaker.state(3 * openMs - 1)).toBe('open');
    breaker.report('ok', 3 * openMs, pass(breaker, 3 * openMs));
    expect(breaker.state(3 * openMs)).toBe('closed');
  });

  it('hears only its probe while that is out, not what began before it opened', () => {
    const breaker = after(times(fewest, 'failed'));
    const probe = pass(breaker, openMs);
    breaker.report('ok', openMs, early);
    breaker.withdraw(early);
    expect(breaker.admit(openMs)).toBeNull();
    breaker.report('ok', openMs, probe);
    expect(breaker.state(openMs)).toBe('closed');
  });

  it('does not wait for ever for a probe that is never heard of again, nor hears it when it has another', () => {
    const breaker = after(times(fewest, 'failed'));
    const lost = pass(breaker, openMs);
    expect(breaker.admit(openMs + slowMs - 1)).toBeNull();
    pass(breaker, openMs + slowMs);
    breaker.report('ok', openMs + slowMs, lost);
    expect(breaker.state(openMs + slowMs)).toBe('open');
  });

  it('gives a withdrawn probe to the next', () => {
    const breaker = after(times(fewest, 'failed'));
    breaker.withdraw(pass(breaker, openMs));
    expect(breaker.state(openMs)).toBe('half_open');
  });

  it('opens again after a few failures once it was closed by a probe', () => {
    const breaker = after(times(fewest, 'failed'));
    breaker.report('ok', openMs, pass(breaker, openMs));
    for (let i = 0; i < fewest; i++) breaker.report('failed', openMs, early);
    expect(breaker.state(openMs)).toBe('open');
  });

  it('never lets two calls through at one instant while it is not closed', () => {
    const step = fc.record({ wait: fc.nat(20_000), verdict: fc.constantFrom<Verdict>('ok', 'slow', 'failed') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const breaker = new Breaker();
        let now = 0;
        for (const { wait, verdict } of steps) {
          now += wait;
          const closed = breaker.state(now) === 'closed';
          const admitted = breaker.admit(now);
          if (!closed && admitted) expect(breaker.admit(now)).toBeNull();
          if (admitted) breaker.report(verdict, now, admitted);
        }
      }),
    );
  });
});
