import type { VendorPlan } from './catalogue-text.ts';

/** What is away or slow beside the simulator's faults, and for whom. */
interface Scenario {
  readonly name: string;
  readonly vendors: { readonly first: VendorPlan; readonly second: VendorPlan };
  readonly env?: Readonly<Record<string, string>>;
}

/** Nobody listens there. */
const nowhere = '127.0.0.1:1';
const away: VendorPlan = { ailment: 'none', address: `http://${nowhere}` };
const well: VendorPlan = { ailment: 'none' };
const slow = (ttftMs: number): VendorPlan => ({ ailment: 'none', ttftMs, patient: true });

export const scenarios: readonly Scenario[] = [
  { name: 'both vendors cannot be reached', vendors: { first: away, second: away } },
  { name: 'the first vendor takes 5 s to its first token', vendors: { first: slow(5_000), second: well } },
  { name: 'both vendors take a minute to their first token', vendors: { first: slow(60_000), second: slow(60_000) } },
  {
    name: 'the product service cannot be reached',
    vendors: { first: well, second: well },
    env: { PRODUCT_ADDR: nowhere },
  },
  {
    name: 'neither the product service nor a vendor can be reached',
    vendors: { first: away, second: away },
    env: { PRODUCT_ADDR: nowhere },
  },
];

/** Of the state: turns are not taken, rather than lost. */
export const redisAway = 'Redis is away when the turn is posted';

export const scenarioNames: readonly string[] = [...scenarios.map(({ name }) => name), redisAway];
