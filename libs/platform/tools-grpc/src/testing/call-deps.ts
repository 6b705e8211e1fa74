import { silentLogger, systemClock } from '@turnfleet/core';
import type { CallDeps } from '../calls/service-group.ts';

/** For specs: real time, no region. */
export const callDeps: CallDeps = {
  clock: systemClock,
  random: Math.random,
  logger: silentLogger,
  balancing: () => 'latency',
  region: '',
};
