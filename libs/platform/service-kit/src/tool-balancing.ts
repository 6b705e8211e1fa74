import { type Balancing, balancings } from '@turnfleet/instances';
import { z } from 'zod';

const message = `must be one of ${balancings.join(', ')}, and DOMAIN=ONE of them for a single service, separated by commas`;

const isBalancing = (text: string): text is Balancing => balancings.some((known) => known === text);

/**
 * How calls are spread over the instances of a service: one way for all, others by domain, the second part of a service's
 * name, as in `latency,inventory=least_load`.
 */
export const toolBalancing = z
  .string()
  .default('latency')
  .transform((text, context) => {
    let forAll: Balancing = 'latency';
    const byDomain = new Map<string, Balancing>();
    for (const entry of text.split(',').map((one) => one.trim())) {
      const [, domain, way = entry] = /^(\w+)=(.*)$/.exec(entry) ?? [];
      if (!isBalancing(way)) {
        context.addIssue({ code: 'custom', message });
        return z.NEVER;
      }
      if (domain === undefined) forAll = way;
      else byDomain.set(domain, way);
    }
    return (service: string): Balancing => byDomain.get(service.split('.')[1] ?? '') ?? forAll;
  });
