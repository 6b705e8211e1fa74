import { homePartition } from '@turnfleet/contract/events';
import { type Conversation, type Reply } from '@turnfleet/contract/schemas';
import type { Random } from '@turnfleet/core';
import type { HistoryEvent, ToldEvent } from '../../history/history-event.ts';
import { partitions, replyOf, type SmallLog } from './small-log.ts';

const windowTurns = 4;
const tool = 'reserve_stock';
const callOf = (outcome: 'ok' | 'skipped') => ({ id: 'call', name: tool, arguments: {}, outcome, ms: 1 });

/** A conversation of a fleet that keeps every promise, with all the harmless things that faults bring about. */
export class SmallConversation {
  readonly conversationId: string;
  readonly home: number;
  readonly journal: ToldEvent[] = [];
  readonly replies: Reply[] = [];
  generation = 1;
  submitted = 0;
  readonly #log: SmallLog;
  readonly #say: (event: HistoryEvent) => void;
  readonly #random: Random;
  readonly #now: () => number;
  /** Turns that say yes to what was asked before. */
  readonly #confirming = new Set<string>();
  readonly #waiting: string[] = [];
  #accepted = new Set<string>();
  #epoch = 1;
  #text: string | null = null;
  #attempt = 0;
  #conversation: Conversation;

  constructor(
    conversationId: string,
    log: SmallLog,
    random: Random,
    now: () => number,
    say: (event: HistoryEvent) => void,
  ) {
    this.conversationId = conversationId;
    this.home = homePartition(conversationId, partitions);
    this.#log = log;
    this.#random = random;
    this.#now = now;
    this.#say = say;
    this.#conversation = { conversationId, version: 0, state: 'init', held: null, results: [], turns: [] };
  }

  submit(): void {
    const { conversationId } = this;
    const at = this.#now();
    const turnId = `t${++this.submitted}`;
    const confirms = this.#conversation.held !== null && this.#waiting.length === 0 && this.#chance(0.8);
    if (confirms) this.#confirming.add(turnId);
    const how = { over: 'http', body: `text of ${turnId}`, ...(confirms && { confirms }) } as const;
    const told = (partition: number, offset: bigint): void =>
      this.#say({ at, event: 'submitted', conversationId, turnId, partition, offset: String(offset), ...how });
    if (!confirms && this.#chance(0.1)) this.#log.garbage(turnId, conversationId);
    else if (this.#chance(0.2)) {
      const elsewhere = (this.home + 1) % partitions;
      told(elsewhere, this.#log.turn(conversationId, turnId, elsewhere));
      this.#log.turn(conversationId, turnId);
    } else {
      const offset = this.#log.turn(conversationId, turnId);
      // A produce that timed out and landed all the same is known to nobody but the log.
      if (confirms || !this.#chance(0.1)) told(this.home, offset);
    }
    if (this.#chance(0.1)) told(this.home, this.#log.turn(conversationId, turnId));
    this.#waiting.push(turnId);
    if (this.#chance(0.7)) this.#accept(turnId);
  }

  /** False if there is nothing to do. */
  work(): boolean {
    const [turnId, next] = this.#waiting;
    if (turnId === undefined) return false;
    this.#accept(turnId);
    if (this.#text === null) {
      if (this.#attempt++ > 0) this.#tell({ type: 'reply.reset', turnId });
      this.#tell({ type: 'turn.started', turnId });
      this.#text = '';
    } else if (this.#chance(0.2)) {
      this.#tell({ type: 'reply.reset', turnId });
      this.#text = '';
    } else if (this.#chance(0.1)) this.#text = null;
    else if (this.#chance(0.6)) {
      const text = `¥${this.journal.length} `;
      this.#tell({ type: 'reply.delta', turnId, text });
      this.#text += text;
    } else if (this.#text === '' && next !== undefined && this.#chance(0.3)) {
      this.#accept(next);
      this.#end([turnId, next]);
    } else this.#end([turnId]);
    return true;
  }

  /** The store was lost and rebuilt: the journal begins anew, and so does the turn that was running. */
  rebuild(): void {
    this.generation += 1 + Math.floor(this.#random() * 1_000);
    this.#epoch = 1;
    this.journal.length = 0;
    this.#accepted = new Set();
    this.#text = null;
    this.#attempt = 0;
  }

  /** The owner puts what it knows behind what others may have written late. */
  mend(): void {
    if (this.#conversation.version > 0) this.#log.snapshot(this.#snapshot([]));
  }

  get view(): Conversation {
    return this.#conversation;
  }

  #end(turnIds: readonly string[]): void {
    const { conversationId } = this;
    const { held } = this.#conversation;
    const [only] = turnIds.length === 1 ? turnIds : [];
    const done = held !== null && only !== undefined && this.#confirming.has(only);
    const asks = only !== undefined && !done && this.#chance(0.4);
    if (done) this.#say({ at: this.#now(), event: 'effect', tool, key: held.key, intent: held.key, conversationId });
    const before = this.#snapshot([]);
    const last = turnIds.at(-1);
    const replies = turnIds.map((turnId, i): Reply => {
      const reply = replyOf(conversationId, turnId, this.#conversation.version + 1 + i, this.#text || 'an answer');
      const toolCalls = asks ? [callOf('skipped')] : done ? [callOf('ok')] : [];
      return { ...reply, toolCalls, answeredBy: turnId === last ? null : (last ?? null) };
    });
    for (const reply of replies) {
      const turn = { turnId: reply.turnId, submittedAt: '', text: 'text', reply };
      const turns = [...this.#conversation.turns, turn].slice(-windowTurns);
      this.#conversation = { ...this.#conversation, version: reply.version, turns };
    }
    const question = {
      key: `key of ${conversationId}/${only}`,
      callId: 'call',
      tool,
      arguments: {},
      expiresAt: '',
      shopper: null,
      askedAt: null,
      publishedAt: null,
    };
    this.#conversation = { ...this.#conversation, held: asks ? { ...question, turnId: only } : null };
    this.#log.snapshot(this.#snapshot(replies));
    // Of a worker that lost the partition, or met an older state.
    if (this.#chance(0.1)) this.#log.snapshot(before);
    if (this.#chance(0.1)) this.#log.snapshot(this.#snapshot(replies));
    for (const reply of replies) this.#log.reply(reply);
    this.replies.push(...replies);
    for (const reply of replies) {
      if (this.#chance(0.1)) this.#log.reply(reply);
      this.#tell({ type: 'reply.completed', turnId: reply.turnId, reply });
    }
    this.#waiting.splice(0, turnIds.length);
    this.#text = null;
    this.#attempt = 0;
    if (this.#chance(0.1)) this.#epoch++;
  }

  #snapshot(replies: readonly Reply[]) {
    const unpublished = replies.map((reply) => ({ turnId: reply.turnId, reply: JSON.stringify(reply) }));
    return { generation: this.generation, epoch: this.#epoch, conversation: this.#conversation, unpublished };
  }

  #accept(turnId: string): void {
    if (this.#accepted.has(turnId)) return;
    this.#accepted.add(turnId);
    this.#tell({ type: 'turn.accepted', turnId, text: `text of ${turnId}` });
  }

  #tell(event: Omit<ToldEvent, 'id'>): void {
    this.journal.push({ id: `${this.generation}-${this.journal.length + 1}`, ...event });
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }
}
