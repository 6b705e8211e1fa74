import { credentials, Metadata, makeClientConstructor, type ServiceError } from '@grpc/grpc-js';
import { errorOfStatus, serviceDefinition } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Env } from '@turnfleet/service-kit';

/** Domains whose services are asked directly; each listens on its own port. */
const services = {
  product: { name: 'turnfleet.product.v1.ProductService', port: '50051' },
  inventory: { name: 'turnfleet.inventory.v1.InventoryService', port: '50052' },
  pricing: { name: 'turnfleet.pricing.v1.PricingService', port: '50053' },
} as const;

export type ShopDomain = keyof typeof services;

const answerWithinMs = 5_000;

/** `--addr`, else where the environment says the service is, else its port on this machine. */
export function shopAddress(domain: ShopDomain, given: string | undefined, env: Env): string {
  const name = domain.toUpperCase();
  return given ?? (env[`${name}_ADDR`] || `127.0.0.1:${env[`${name}_PORT`] || services[domain].port}`);
}

/** One call of a domain service, which needs no fleet around it. Fails as the service does; `overloaded` if there is none. */
export async function callShop<Answer>(
  { domain, address, clock }: { readonly domain: ShopDomain; readonly address: string; readonly clock: Clock },
  method: string,
  request: object,
): Promise<Answer> {
  const { name } = services[domain];
  const Client = makeClientConstructor(serviceDefinition(name), name);
  const client = new Client(address, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  try {
    return await new Promise<Answer>((resolve, reject) => {
      const options = { deadline: clock.now() + answerWithinMs };
      client[method]?.(request, new Metadata(), options, (error: ServiceError | null, answer: Answer) => {
        if (error) reject(refusal(error, domain, address));
        else resolve(answer);
      });
    });
  } finally {
    client.close();
  }
}

function refusal({ code, details, metadata }: ServiceError, domain: ShopDomain, address: string): TurnfleetError {
  const [bytes] = metadata.get('grpc-status-details-bin');
  if (bytes instanceof Uint8Array) return errorOfStatus(code, details, bytes);
  return new TurnfleetError('overloaded', `No ${domain} service answers at ${address}.`, {
    suggestion: `Name it with --addr or ${domain.toUpperCase()}_ADDR; \`npx turnfleet tools instances\` tells where it is.`,
  });
}
