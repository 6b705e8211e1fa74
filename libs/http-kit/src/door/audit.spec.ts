import { expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { logAudit } from './audit.ts';

it('fills no disk for whoever knocks all the time, and says how often it was silent', async () => {
  const clock = new ManualClock();
  const warn = jest.fn<Logger['warn']>();
  const audit = logAudit(clock, { ...silentLogger, warn });
  const knock = (): void =>
    audit.refused({ method: 'GET', route: '/v1/x', by: 'unknown' }, new TurnfleetError('unauthenticated', 'No.'));
  for (let i = 0; i < 1_000; i++) knock();
  expect(warn).toHaveBeenCalledTimes(20);
  expect(warn.mock.calls[0]?.[0]).toEqual({
    ...{ audit: 'refused', method: 'GET', route: '/v1/x', by: 'unknown' },
    ...{ kind: 'unauthenticated', reason: 'No.' },
  });
  await clock.advance(10_000);
  knock();
  expect(warn.mock.calls.slice(20).map(([fields]) => fields)).toMatchObject([{ lines: 980 }, { audit: 'refused' }]);
});
