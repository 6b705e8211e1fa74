import type { FastifyInstance, RouteOptions } from 'fastify';
import { Refusal } from './refusal.ts';

/**
 * Gives every address that is registered from now on a 405 with `Allow` for the methods it does not have. To be called
 * before the routes are; returns what to call after them.
 */
export function watchMethods(app: FastifyInstance): () => void {
  const methodsOf = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }: RouteOptions) => {
    const methods = methodsOf.get(url) ?? new Set();
    methodsOf.set(url, methods);
    for (const one of [method].flat()) methods.add(one);
  });
  return () => {
    for (const [url, methods] of [...methodsOf]) {
      const allow = [...methods].sort().join(', ');
      const others = app.supportedMethods.filter((method) => !methods.has(method));
      app.route({
        url,
        method: others,
        schema: { hide: true },
        config: { may: 'everybody' },
        // Refused before the body is read.
        onRequest: async (request) => {
          const message = `${request.method} is not possible here, only ${allow}.`;
          throw new Refusal(405, message, 'Use one of the methods in Allow; /openapi.json lists them all.', { allow });
        },
        handler: () => {},
      });
    }
  };
}
