import { availableParallelism, cpus } from 'node:os';
import type { Clock } from '@turnfleet/core';
import type { Servers } from './config.ts';

/** What every benchmark is given. */
export interface BaseSettings {
  /** How often each contender is measured. */
  readonly rounds: number;
  readonly clock: Clock;
  /** Tells what is going on, a line at a time. */
  readonly log: (line: string) => void;
}

/** What those are given that stand on servers. */
export interface Settings extends BaseSettings {
  readonly servers: Servers;
}

/** Where a result was measured: absolute numbers mean nothing without it. */
export function machineOf() {
  return { cpus: availableParallelism(), model: cpus()[0]?.model ?? 'unknown', node: process.version };
}

/** "3 rounds; 2 × AMD EPYC, Node v24.21.0". */
export function machineText({ rounds, machine }: { rounds: number; machine: ReturnType<typeof machineOf> }): string {
  return `${rounds} rounds; ${machine.cpus} × ${machine.model}, Node ${machine.node}`;
}
