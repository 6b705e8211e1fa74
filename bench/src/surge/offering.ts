import { type Clock, wait } from '@turnfleet/core';
import { Pool } from 'undici';

/** One request for a turn, as the client saw it. Milliseconds of one clock. */
export interface Offered {
  readonly tenant: string;
  readonly conversationId: string;
  readonly sentAt: number;
  readonly ackMs: number;
  readonly status: number;
  readonly retryAfter: number | null;
}

export interface Offering {
  /** Adds turns of a tenant, `perSecond(t)` of them a second at `t` milliseconds from now, for so long; taken or not. */
  offer(tenant: string, forMs: number, perSecond: (t: number) => number): Promise<void>;
  /** Keeps so many turns of a tenant in hand for so long: each waits for its reply. Resolves to how many ended a second. */
  saturate(tenant: string, forMs: number, inHand: number): Promise<number>;
  readonly offered: readonly Offered[];
  close(): Promise<void>;
}

const tickMs = 10;
/** Who is in a hurry comes back sooner than told. */
const refusedMs = 200;
const text = JSON.stringify({ text: '你好' });

/** A client of many connections. Each turn is of a conversation of its own. */
export function offering(clock: Clock, url: string, keys: ReadonlyMap<string, string>): Offering {
  const pool = new Pool(url, { connections: 512, pipelining: 1 });
  const offered: Offered[] = [];
  const run = clock.now().toString(36);
  let count = 0;
  const pause = (ms: number) => wait(clock, ms);

  const send = async (tenant: string, more: Record<string, string> = {}): Promise<number> => {
    const conversationId = `${run}-${tenant}-${count++}`;
    const sentAt = clock.monotonic();
    const { statusCode, headers, body } = await pool.request({
      path: `/v1/conversations/${conversationId}/turns`,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${keys.get(tenant)}`, ...more },
      body: text,
    });
    await body.dump();
    const ackMs = clock.monotonic() - sentAt;
    const retryAfter = headers['retry-after'] === undefined ? null : Number(headers['retry-after']);
    if (more['prefer'] === undefined)
      offered.push({ tenant, conversationId, sentAt, ackMs, status: statusCode, retryAfter });
    return statusCode;
  };

  return {
    offered,
    async offer(tenant, forMs, perSecond) {
      const startedAt = clock.monotonic();
      const sending: Promise<unknown>[] = [];
      let [due, last] = [0, 0];
      for (;;) {
        const t = Math.min(forMs, clock.monotonic() - startedAt);
        due += (perSecond(t) * (t - last)) / 1_000;
        last = t;
        for (; due >= 1; due--) sending.push(send(tenant));
        if (t >= forMs) break;
        await pause(tickMs);
      }
      await Promise.all(sending);
    },
    async saturate(tenant, forMs, inHand) {
      const startedAt = clock.monotonic();
      const warmMs = forMs / 3;
      let ended = 0;
      const chat = async (): Promise<void> => {
        while (clock.monotonic() - startedAt < forMs) {
          const status = await send(tenant, { prefer: 'wait=30' });
          const t = clock.monotonic() - startedAt;
          if (status === 200 && t >= warmMs && t < forMs) ended++;
          if (status !== 200) await pause(refusedMs);
        }
      };
      await Promise.all(Array.from({ length: inHand }, chat));
      return (1_000 * ended) / (forMs - warmMs);
    },
    close: () => pool.close(),
  };
}
