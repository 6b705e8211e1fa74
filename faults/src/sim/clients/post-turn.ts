import type { Reply } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import type { Outside } from '../outside.ts';
import type { PlannedTurn } from '../plan/plan.ts';
import { ask } from './ask.ts';
import type { IngressPool } from './ingress-pool.ts';

type Ref = Pick<PlannedTurn, 'conversationId' | 'turnId'>;

const patienceMs = 15_000;
const pathOf = ({ conversationId }: Ref): string => `/v1/conversations/${conversationId}/turns`;

/** `POST …/turns`, its id the key, perhaps waiting for the reply; rejects as `submitTurn` does. */
export async function postTurn(outside: Outside, pool: IngressPool, turn: PlannedTurn, text: string): Promise<void> {
  const { time, recorder } = outside;
  const { conversationId, turnId, waitSeconds: seconds = 0 } = turn;
  const sentAt = time.monotonic();
  const headers = { 'idempotency-key': turnId, ...(seconds > 0 && { prefer: `wait=${seconds}` }) };
  const request = { method: 'POST', path: pathOf(turn), headers, body: JSON.stringify({ text }) } as const;
  const { status, body } = await ask(outside, pool, request, patienceMs + seconds * 1_000);
  if (status !== 200 && status !== 202) throw refused(status, body);
  const reply = status === 200 ? { ...(JSON.parse(body) as Reply) } : null;
  if (seconds > 0 || reply) recorder.see({ event: 'waited', conversationId, turnId, sentAt, seconds, reply });
}

/** `DELETE …/turns/{turn}`; whether there is such a turn. */
export async function cancelTurn(outside: Outside, pool: IngressPool, ref: Ref): Promise<boolean> {
  const { status, body } = await ask(outside, pool, { method: 'DELETE', path: `${pathOf(ref)}/${ref.turnId}` });
  if (status !== 202 && status !== 404) throw refused(status, body);
  return status === 202;
}

/** What an ingress may say to a request that is right; anything else is a bug, and ends the run. */
function refused(status: number, body: string): Error {
  if (status === 503) return new TurnfleetError('overloaded', body);
  if (status === 409) return new TurnfleetError('conflict', body);
  return new Error(`The ingress answered ${status}: ${body}`);
}
