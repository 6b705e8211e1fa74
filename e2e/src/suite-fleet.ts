import { afterAll, beforeAll } from '@jest/globals';
import { type RunningFleet, startFleet } from './fleet.ts';

interface SuiteFleet extends Pick<RunningFleet, 'url' | 'addresses' | 'cli'> {
  /** Has its simulated model fail so from now on. */
  behave(faults: readonly object[]): Promise<void>;
}

/** One fleet for all of a suite, started before it and stopped after it. To be made within a `describe`, as what is left is ended behind those; of use inside tests and hooks only. */
export function suiteFleet(): SuiteFleet {
  let fleet: RunningFleet;
  beforeAll(async () => {
    fleet = await startFleet();
  }, 30_000);
  afterAll(async () => {
    await fleet.stop();
  }, 40_000);
  return {
    get url() {
      return fleet.url;
    },
    get addresses() {
      return fleet.addresses;
    },
    cli: (...args) => fleet.cli(...args),
    async behave(faults) {
      const url = `${fleet.addresses['sim-llm.http']}/_sim/behaviour`;
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify({ faults }) });
      if (!answer.ok) throw new Error(`The simulated model refuses to behave so: ${await answer.text()}`);
    },
  };
}
