import { describe, expect, it } from '@jest/globals';
import { breakerHints } from './breaker-hints.ts';
import type { DeploymentReport } from './worker-report.ts';

type Breaker = DeploymentReport['breaker'];

/** Workers w0, w1, … with these breakers for one deployment; `idle`: closed, and not called for long. */
const reports = (...breakers: readonly (Breaker | 'idle')[]) =>
  breakers.map((breaker, i) => ({
    worker: `w${i}`,
    deployments: [
      {
        ...{ model: 'm', endpoint: 'e', inFlight: 0, firstTokenMs: null, firstTokenP95Ms: null },
        ...(breaker === 'idle'
          ? { breaker: 'closed' as const, successes: 0.1, failures: 0 }
          : { breaker, successes: 5, failures: 5 }),
      },
    ],
  }));

const hint = (...breakers: readonly (Breaker | 'idle')[]) =>
  breakerHints(reports('closed', ...breakers), 'w0').get('m@e');

describe('what breakers of other workers say', () => {
  it.each([
    [['open', 'open', 'closed'], 'open'],
    [['open', 'closed'], 'open'],
    [['half_open', 'open', 'open'], 'open'],
    [['half_open', 'half_open', 'open', 'closed'], 'half_open'],
  ] as const)('with %p is %p', (breakers, says) => {
    expect(hint(...breakers)).toBe(says);
  });

  it('is nothing while most of them get answers: the fault is with the one', () => {
    expect(hint('open', 'closed', 'closed')).toBeUndefined();
    expect(hint()).toBeUndefined();
  });

  it('does not count those that have not called for long', () => {
    expect(hint('open', 'idle', 'idle', 'idle')).toBe('open');
    expect(hint('idle')).toBeUndefined();
  });

  it('is no echo of our own', () => {
    expect(breakerHints(reports('open'), 'w0').size).toBe(0);
  });
});
