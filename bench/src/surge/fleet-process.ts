import { startInProcess } from '@turnfleet/fleet/in-process';
import type { PartOfFleet } from './part-of-fleet.ts';

/** A part of the fleet in a process of its own: until its parent is gone or says stop. */
const { env, only } = JSON.parse(process.argv[2] ?? '') as PartOfFleet;
const fleet = await startInProcess(env, only);
process.once('disconnect', () => process.exit(1));
process.once('message', () => {
  process.removeAllListeners('disconnect');
  void fleet.stop().then(() => process.exit());
});
process.send?.(fleet.addresses);
