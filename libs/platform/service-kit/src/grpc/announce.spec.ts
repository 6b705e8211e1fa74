import { describe, expect, it } from '@jest/globals';
import { type Logger, silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { announce } from './announce.ts';
import type { RegistryClient } from './registry-client.ts';

const instance = { id: 'i', address: '127.0.0.1:1', services: ['x.v1.X'], version: '1' };

function announcing(away = false) {
  const clock = new ManualClock();
  const registry = { known: false, away, calls: [] as string[], asked: 0 };
  const warned: string[] = [];
  const logger: Logger = { ...silentLogger, warn: (_, text) => void warned.push(text) };
  const answers: Record<string, () => object> = {
    Register: () => {
      registry.known = true;
      return { heartbeat_interval: { seconds: '5', nanos: 0 } };
    },
    Heartbeat: () => {
      if (registry.known) return {};
      throw new TurnfleetError('not_found', 'Not listed.');
    },
    Deregister: () => ({}),
  };
  const client = {
    call: async (method: string) => {
      registry.calls.push(method);
      if (registry.away) throw new TurnfleetError('overloaded', 'Nobody there.');
      return answers[method]?.();
    },
    next: () => void registry.asked++,
    close: () => undefined,
  } as unknown as RegistryClient;
  const announced = announce({ addresses: ['a:1', 'b:1'], instance, load: () => 0, clock, logger, client });
  return { clock, registry, warned, announced };
}

describe('an instance that is announced', () => {
  it('registers once, is heard of as often as it is asked to be, and says goodbye', async () => {
    const { clock, registry, announced } = announcing();
    await clock.advance(10_000);
    await announced.stop();
    await announced.stop();
    expect(registry.calls).toEqual(['Register', 'Heartbeat', 'Heartbeat', 'Deregister']);
    expect(clock.pending).toBe(0);
  });

  it('registers again with a registry that forgot it', async () => {
    const { clock, registry } = announcing();
    await clock.advance(0);
    registry.known = false;
    await clock.advance(5_000);
    expect(registry.calls).toEqual(['Register', 'Heartbeat', 'Register']);
  });

  it('asks the next registry every second while none answers, and says so once', async () => {
    const { clock, registry, warned } = announcing(true);
    await clock.advance(3_000);
    expect(registry.asked).toBe(4);
    registry.away = false;
    await clock.advance(1_000);
    expect(registry.calls).toHaveLength(5);
    expect(warned).toEqual([expect.stringContaining('does not take this instance')]);
    await clock.advance(5_000);
    expect(registry.calls.at(-1)).toBe('Heartbeat');
  });

  it('stops although there is nobody to tell', async () => {
    const { clock, registry, announced } = announcing();
    await clock.advance(0);
    registry.away = true;
    await announced.stop();
    expect(clock.pending).toBe(0);
  });
});
