import { encodeTurn, homePartition, type Turn, topics } from '@turnfleet/contract';
import { isTurnfleetError, wait } from '@turnfleet/core';
import { submitTurn } from '@turnfleet/ingress/submit-turn';
import type { NewRecord } from '@turnfleet/turn-engine';
import type { Outside } from '../outside.ts';
import type { PlannedTurn } from '../plan/plan.ts';
import { textOf } from '../plan/turn-text.ts';
import { SimProcess } from '../process/sim-process.ts';
import type { IngressPool } from './ingress-pool.ts';
import { request } from './request.ts';

const pauseMs = 700;

/** Those who send turns: over the ingress, or into the log themselves. They repeat what was not confirmed. */
export class Shoppers {
  readonly #outside: Outside;
  readonly #pool: IngressPool;
  readonly #log: Pick<ReturnType<Outside['backboneOf']>['log'], 'append'>;
  #busy = 0;

  constructor(outside: Outside, pool: IngressPool) {
    this.#outside = outside;
    this.#pool = pool;
    this.#log = outside.backboneOf(new SimProcess('upstream', outside.time)).log;
    for (const turn of outside.plan.turns) this.#plan(turn);
  }

  /** Whether anything is still to be sent or confirmed. */
  get busy(): boolean {
    return this.#busy > 0;
  }

  #plan(turn: PlannedTurn): void {
    const { cancelAfterMs, againAfterMs } = turn;
    this.#later(turn.at, () => this.#send(turn));
    if (againAfterMs !== undefined) this.#later(turn.at + againAfterMs, () => this.#send(turn));
    if (cancelAfterMs !== undefined) this.#later(turn.at + cancelAfterMs, () => this.#cancel(turn));
  }

  #later(at: number, work: () => Promise<void>): void {
    this.#busy++;
    this.#outside.time.setTimer(at, () => void work().finally(() => this.#busy--));
  }

  async #send(turn: PlannedTurn): Promise<void> {
    const overIngress = turn.by === 'ingress' && turn.form === 'plain';
    const record = recordOf(turn, this.#outside);
    const send = overIngress
      ? () => request(this.#outside, this.#pool, (ingress) => submitTurn(ingress, turnOf(turn)))
      : () => this.#log.append(record);
    const at = this.#outside.time.monotonic();
    for (;;) {
      try {
        await send();
        this.#accepted(turn, at);
        return;
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) throw error;
        await wait(this.#outside.time, pauseMs);
      }
    }
  }

  #accepted({ conversationId, turnId, form }: PlannedTurn, at: number): void {
    if (form !== 'garbage') this.#outside.recorder.see({ event: 'submitted', conversationId, turnId }, at);
  }

  /** Once: a shopper who is not heard waits for the answer. */
  async #cancel({ conversationId, turnId }: PlannedTurn): Promise<void> {
    await request(this.#outside, this.#pool, ({ desk }) => desk.requestCancel({ conversationId, turnId })).catch(
      () => false,
    );
  }
}

const turnOf = (turn: PlannedTurn): Turn => ({
  conversationId: turn.conversationId,
  turnId: turn.turnId,
  text: textOf(turn),
});

function recordOf(turn: PlannedTurn, { plan, time }: Outside): NewRecord {
  const home = homePartition(turn.conversationId, plan.partitions);
  const deadlineAt = turn.deadlineMs === undefined ? undefined : time.now() + turn.deadlineMs;
  const record = encodeTurn(
    turnOf(turn),
    home,
    {},
    { ...(deadlineAt && { deadlineAt }), priority: turn.priority ?? 2 },
  );
  switch (turn.form) {
    case 'plain':
      return record;
    case 'keyless':
      return { ...record, key: null };
    case 'misrouted':
      return { ...record, partition: (home + 1) % plan.partitions };
    case 'unreadable':
      return { ...record, value: bytes(JSON.stringify({ ...turnOf(turn), text: '' })) };
    case 'garbage':
      return { topic: topics.turns, partition: home, key: null, value: bytes(`{"gar${turn.turnId}`), headers: {} };
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
