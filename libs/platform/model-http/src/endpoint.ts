import { Pool } from 'undici';
import { Exchange } from './exchange.ts';
import type { CallLimits, RequestHead } from './vendor.ts';

export interface EndpointLimits {
  /** Sockets to one endpoint at once; further calls wait for one. */
  readonly connections: number;
  /** From the call to the first byte of the answer, waiting for a socket included. */
  readonly headersTimeoutMs: number;
  /** Longest silence within an answer. */
  readonly idleTimeoutMs: number;
}

/** The sockets to one model endpoint. */
export interface Endpoint {
  /**
   * Sends a request; resolves at the head of its answer, whatever its status. Whoever gets it reads it to its end, releases
   * or leaves it. Fails with `model_unavailable` if nothing answers in time, with the reason of `signal` once that aborts.
   */
  ask(head: RequestHead, body: string, limits: CallLimits, signal: AbortSignal): Promise<Exchange>;
  close(): Promise<void>;
}

export function openEndpoint(baseUrl: URL, { connections, headersTimeoutMs, idleTimeoutMs }: EndpointLimits): Endpoint {
  const pool = new Pool(baseUrl.origin, {
    connections,
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: idleTimeoutMs,
    connect: { timeout: headersTimeoutMs },
  });
  return {
    async ask({ path, headers }, body, { firstByteMs, stallMs: bodyTimeout }, signal) {
      const exchange = new Exchange(signal, firstByteMs);
      pool.dispatch({ method: 'POST', path, headers: [...headers], body, bodyTimeout }, exchange);
      await exchange.head;
      return exchange;
    },
    close: () => pool.destroy(),
  };
}
