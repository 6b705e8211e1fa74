import { encodeTurn, homePartition, topics } from '@turnfleet/contract/events';
import { type Turn } from '@turnfleet/contract/schemas';
import { isTurnfleetError, wait } from '@turnfleet/core';
import { submitTurn } from '@turnfleet/submission';
import type { NewRecord } from '@turnfleet/turn-engine';
import type { Outside } from '../outside.ts';
import type { PlannedTurn } from '../plan/plan.ts';
import { textOf, turnKey } from '../plan/turn-text.ts';
import { SimProcess } from '../process/sim-process.ts';
import type { IngressPool } from './ingress-pool.ts';
import { cancelTurn, postTurn } from './post-turn.ts';
import { request } from './request.ts';

const pauseMs = 700;
/** A shopper who has no answer by then has gone. */
const readsWithinMs = 60_000;

/** Those who send turns: over the ingress, or into the log themselves. They repeat what was not confirmed. */
export class Shoppers {
  readonly #outside: Outside;
  readonly #pool: IngressPool;
  readonly #log: Pick<ReturnType<Outside['backboneOf']>['log'], 'append'>;
  /** Turns by conversation, as soon as they are sent. */
  readonly #sent = new Map<string, Set<string>>();
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
    const { cancelAfterMs, againAfterMs, otherTextAfterMs } = turn;
    const trouble = troubleOf(turn) ?? this.#troubleOfAll();
    const { conversationId, turnId } = turn;
    if (trouble !== null)
      this.#outside.time.setTimer(turn.at, () =>
        this.#outside.recorder.see({ event: 'troubled', conversationId, turnId, why: trouble }),
      );
    this.#later(turn.at, () => this.#sendWhenRead(turn));
    if (againAfterMs !== undefined) this.#later(turn.at + againAfterMs, () => this.#sendWhenRead(turn));
    if (otherTextAfterMs !== undefined)
      this.#later(turn.at + otherTextAfterMs, () => this.#send(turn, `Something else? [${turnKey(turn)}]`));
    if (cancelAfterMs !== undefined) this.#later(turn.at + cancelAfterMs, () => this.#cancel(turn));
  }

  #troubleOfAll(): string | null {
    const isTight = this.#outside.plan.faults.some(({ kind }) => kind === 'budget_tight');
    return isTight ? 'the budget may be spent' : null;
  }

  #later(at: number, work: () => Promise<void>): void {
    this.#busy++;
    this.#outside.time.setTimer(at, () => void work().finally(() => this.#busy--));
  }

  /** What answers a question is said when that has been read, and nothing else is open that may ask another. */
  async #sendWhenRead(turn: PlannedTurn): Promise<void> {
    const { answers, time } = this.#outside;
    const { conversationId, repliesTo } = turn;
    const until = time.now() + readsWithinMs;
    const isRead = (turnId: string): boolean => answers.has(turnKey({ conversationId, turnId }));
    const sent = this.#sent.get(conversationId) ?? new Set();
    this.#sent.set(conversationId, sent);
    while (repliesTo !== undefined && (!isRead(repliesTo) || this.#isAsked(turn))) {
      if (time.now() > until) return;
      await wait(time, pauseMs);
    }
    if (turn.form !== 'garbage') sent.add(turn.turnId);
    await this.#send(turn);
  }

  /** Whether something else of the conversation is open, that may ask another question. */
  #isAsked({ conversationId, turnId: own }: PlannedTurn): boolean {
    const { answers } = this.#outside;
    const sent = [...(this.#sent.get(conversationId) ?? [])];
    return sent.some((turnId) => turnId !== own && !answers.has(turnKey({ conversationId, turnId })));
  }

  async #send(turn: PlannedTurn, text = textOf(turn)): Promise<void> {
    const { recorder, time } = this.#outside;
    const { conversationId, turnId } = turn;
    const over = turn.by === 'ingress' && turn.form === 'plain' ? 'http' : 'log';
    const record = recordOf(turn, text, this.#outside);
    const send = over === 'http' ? () => this.#submit(turn, text) : () => this.#log.append(record);
    const at = time.monotonic();
    for (;;) {
      try {
        await send();
        if (turn.form !== 'garbage') recorder.see({ event: 'submitted', ...whatIs(turn, over, text) }, at);
        return;
      } catch (error) {
        if (isTurnfleetError(error, 'conflict'))
          return recorder.see({ event: 'refused', conversationId, turnId, status: 409, body: text });
        if (!isTurnfleetError(error, 'overloaded')) throw error;
        await wait(time, pauseMs);
        // It would say yes to something else by now.
        if (turn.repliesTo !== undefined && this.#isAsked(turn)) return;
      }
    }
  }

  #submit(turn: PlannedTurn, text: string): Promise<unknown> {
    if (this.#outside.plan.overHttp) return postTurn(this.#outside, this.#pool, turn, text);
    return request(this.#outside, this.#pool, (ingress) => submitTurn(ingress, turnOf(turn, text)));
  }

  /** Once: a shopper who is not heard waits for the answer. */
  async #cancel({ conversationId, turnId }: PlannedTurn): Promise<void> {
    const ref = { conversationId, turnId };
    const cancel = this.#outside.plan.overHttp
      ? cancelTurn(this.#outside, this.#pool, ref)
      : request(this.#outside, this.#pool, ({ gateway }) => gateway.requestCancel(ref));
    if (await cancel.catch(() => false)) this.#outside.recorder.see({ event: 'cancelled', ...ref });
  }
}

const turnOf = ({ conversationId, turnId }: PlannedTurn, text: string): Turn => ({ conversationId, turnId, text });

function whatIs(turn: PlannedTurn, over: 'http' | 'log', body: string) {
  const { conversationId, turnId, saysYes, deadlineMs } = turn;
  const more = {
    ...(saysYes && body === textOf(turn) && { confirms: true }),
    ...(over === 'log' && deadlineMs !== undefined && { deadlineMs }),
  };
  return { conversationId, turnId, over, body, ...more };
}

/** Why a turn may fail although nothing is broken, or null. */
function troubleOf({ form, saysYes, script: { faults, steps, endless, letters } }: PlannedTurn): string | null {
  if (form === 'unreadable' || form === 'garbage') return form;
  // What it says yes to may have been asked of a service that does not answer.
  if (saysYes) return 'says yes';
  if (faults.length > 0) return `its model ${faults[0]}`;
  const odd = steps.flat().find((behaviour) => behaviour !== 'well' && behaviour !== 'reserves');
  if (odd !== undefined) return `its tool ${odd}`;
  if (letters !== undefined) return 'its model talks for long';
  return endless ? 'its model never ends' : null;
}

function recordOf(turn: PlannedTurn, text: string, { plan, time }: Outside): NewRecord {
  const home = homePartition(turn.conversationId, plan.partitions);
  const deadlineAt = turn.deadlineMs === undefined ? undefined : time.now() + turn.deadlineMs;
  const record = encodeTurn(
    turnOf(turn, text),
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
      return { ...record, value: bytes(JSON.stringify(turnOf(turn, ''))) };
    case 'garbage':
      return { topic: topics.turns, partition: home, key: null, value: bytes(`{"gar${turn.turnId}`), headers: {} };
  }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
