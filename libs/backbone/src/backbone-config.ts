import { hostPorts, type Mistake, seconds, urlOfSome } from '@turnfleet/service-kit';
import type { z } from 'zod';

/** Where the fleet's log and state are. */
export const backboneFields = {
  KAFKA_BROKERS: hostPorts.optional(),
  REDIS_URL: urlOfSome('redis', 'rediss').optional(),
  JOURNAL_TTL: seconds(3_600, 60),
};

export type BackboneConfig = z.output<z.ZodObject<typeof backboneFields>>;

/** A process that is only a part of the fleet shares log and state with the others, so both need an address. `when`: it is one. */
export function sharingMistakes(config: Partial<BackboneConfig>, when: string): Mistake<BackboneConfig>[] {
  const needed = ['KAFKA_BROKERS', 'REDIS_URL'] as const;
  return needed
    .filter((name) => config[name] === undefined)
    .map((name) => ({ name, message: `is needed when ${when}` }));
}

/** How a process of its own says so. */
export const aloneAs = (what: string): string =>
  `${what} runs as a process of its own (\`npx turnfleet up\` runs everything in one)`;
