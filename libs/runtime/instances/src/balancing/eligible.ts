import type { Random } from '@turnfleet/core';
import type { InstanceHealth } from './instance-health.ts';

/** Who may get a call, as far as its caller knows. */
export interface Callable {
  readonly weight: number;
  readonly draining: boolean;
  /** Whether there is a connection. */
  readonly connected: boolean;
  readonly health: InstanceHealth;
}

/**
 * Those that may get a call now: none that is draining or has no weight; those connected before others; without the
 * ejected, and those that come back only with their share – unless nobody would be left: a call to a doubtful instance is
 * better than none.
 */
export function eligible<C extends Callable>(all: readonly C[], random: Random, now: number): readonly C[] {
  const open = all.filter(({ draining, weight }) => !draining && weight > 0);
  const there = orAll(open, ({ connected }) => connected);
  const sound = orAll(there, ({ health }) => health.share(now) > 0);
  return orAll(sound, ({ health }) => {
    const share = health.share(now);
    return share >= 1 || random() < share;
  });
}

function orAll<C>(all: readonly C[], fits: (one: C) => boolean): readonly C[] {
  const some = all.filter(fits);
  return some.length > 0 ? some : all;
}

/** Ejects who should be left alone, as long as more than half of all stay. The ones that it ejected now. */
export function ejectOutliers<C extends Pick<Callable, 'health'>>(all: readonly C[], now: number): readonly C[] {
  const ejected = all.filter(({ health }) => health.share(now) === 0).length;
  const room = Math.ceil(all.length / 2) - 1 - ejected;
  if (room <= 0) return [];
  const neighbours = (of: C): readonly number[] =>
    all.filter((one) => one !== of).flatMap(({ health }) => health.latencyMs(now) ?? []);
  const out = all
    .filter((one) => one.health.share(now) > 0 && one.health.isOutlier(neighbours(one), now))
    .slice(0, room);
  for (const { health } of out) health.eject(now);
  return out;
}
