import type { Clock } from '@turnfleet/core';
import type { Instance, InstanceStore } from '@turnfleet/instances';

/** For a registry that nobody else stands beside. */
export function createMemoryInstances(clock: Clock): InstanceStore {
  const listed = new Map<string, { readonly instance: Instance; readonly until: number }>();
  const live = (id: string) => {
    const found = listed.get(id);
    if (found && found.until > clock.monotonic()) return found;
    listed.delete(id);
    return undefined;
  };
  return {
    async put(instance, leaseMs) {
      listed.set(instance.id, { instance, until: clock.monotonic() + leaseMs });
    },
    async renew(id, load, leaseMs) {
      const found = live(id);
      if (found) listed.set(id, { instance: { ...found.instance, load }, until: clock.monotonic() + leaseMs });
      return found !== undefined;
    },
    async leave(id) {
      const found = live(id);
      if (found) listed.set(id, { ...found, instance: { ...found.instance, draining: true } });
    },
    async list() {
      return [...listed.keys()].sort().flatMap((id) => live(id)?.instance ?? []);
    },
  };
}
