import { decodeChange, topics } from '@turnfleet/contract/events';
import { isTurnfleetError, silentLogger, TurnfleetError, wait } from '@turnfleet/core';
import { countingIds } from '@turnfleet/core/testing';
import { type ChangeRelay, createOutbox, type OutboxTables, relayChanges } from '@turnfleet/shop';
import { type Database, openDatabase } from '@turnfleet/sql';
import { RefusedWrites } from '../log/refused-writes.ts';
import { createSimLog } from '../log/sim-log.ts';
import type { Outside } from '../outside.ts';
import type { OutboxStrike } from '../plan/plan.ts';
import { Link, type Mishap } from '../process/link.ts';
import { SimProcess } from '../process/sim-process.ts';
import type { Random } from '../time/random.ts';

interface Instance {
  readonly process: SimProcess;
  readonly relay: ChangeRelay;
  readonly toDatabase: Link;
}

const service = 'inventory';
const restartMs = 3_000;
/** What the client of a log waits for an answer. */
const timeoutMs = 1_000;
const hotProducts = 3;

/** A domain service: instances at one database, in which stock changes all the time; outbox and relays are the product's. */
export class OutboxService {
  readonly #outside: Outside;
  readonly #random: Random;
  readonly #database: Promise<Database<OutboxTables>>;
  readonly #instances: (Instance | null)[] = [];
  readonly #strikes: (Extract<OutboxStrike, { when: unknown }> & { readonly forMs: number })[] = [];
  #started = 0;
  #isHealed = false;
  /** What becomes of appends now. */
  #appends: 'fine' | 'refused' | 'unanswered' = 'fine';

  constructor(outside: Outside, instances: number) {
    const { time, shop, cluster } = outside;
    this.#outside = outside;
    this.#random = outside.random.of('outbox');
    const migrations = { '0001_outbox': { up: createOutbox } };
    this.#database = openDatabase({ url: undefined, schema: service, migrations, clock: time, logger: silentLogger });
    for (let i = 0; i < instances; i++) this.#start(i);
    shop.changes = (subject) => this.#change(subject);
    const epoch = this.#epoch;
    cluster.watch((record) => {
      const change = record.topic === topics.changes ? decodeChange(record) : null;
      if (change) shop.tell({ subject: change.subject, changedAt: Date.parse(change.at) - epoch });
    });
    this.#keepChanging();
  }

  /** Happens to whichever instance comes there next; what has to do with the log, for so long from now on. */
  strikeNext(strike: OutboxStrike, forMs: number): void {
    if ('when' in strike) return void this.#strikes.push({ ...strike, forMs });
    this.#appends = strike.how;
    this.#outside.time.setTimer(forMs, () => void (this.#appends = 'fine'));
  }

  /** Nothing changes any more, and all that changed can be told. */
  heal(): void {
    this.#isHealed = true;
    this.#appends = 'fine';
    this.#strikes.length = 0;
    for (const instance of this.#instances) instance?.process.thaw();
  }

  async close(): Promise<void> {
    this.#instances.splice(0).forEach((instance) => void instance?.process.kill('drain'));
    await (await this.#database).stop();
  }

  /** Unix milliseconds at which the clock of the history was 0. */
  get #epoch(): number {
    const { time } = this.#outside;
    return time.now() - time.monotonic();
  }

  #start(index: number): void {
    const { time, cluster, plan } = this.#outside;
    const process = new SimProcess(`${service}${index}.${++this.#started}`, time);
    const random = this.#random.of(process.name);
    const link = (mishap: (call: string) => Mishap | null): Link => {
      const watch = (call: string, when: string): void => this.#come(index, call.split(' ')[0], when);
      return new Link({ time, process, random, latencyMs: () => [1, 4], mishap, watch });
    };
    const toDatabase = link(() => null);
    const toLog = link((call) => (call.startsWith('append') ? this.#mishap(random) : null));
    const log = createSimLog(process, toLog, cluster, new RefusedWrites(process.clock), plan.maintenance.idleMs);
    const relay = relayChanges({
      database: { query: (work) => toDatabase.call('query', async () => (await this.#database).query(work)) },
      service,
      log: async () => log,
      clock: process.clock,
      logger: silentLogger,
      newId: countingIds(process.name),
    });
    this.#instances[index] = { process, relay, toDatabase };
    process.onDeath(() => {
      this.#instances[index] = null;
      this.#outside.recorder.see({ event: 'service_stopped', service });
      time.setTimer(restartMs, () => this.#start(index));
    });
  }

  #mishap(random: Random): Mishap | null {
    if (this.#appends === 'fine' || !random.chance(0.5)) return null;
    const error = new TurnfleetError('overloaded', `The log ${this.#appends} it.`);
    const isRefused = this.#appends === 'refused';
    return { lost: isRefused, toldInstead: { error, afterMs: isRefused ? 1 : timeoutMs } };
  }

  /** An instance comes to a moment of a call. */
  #come(index: number, call: string | undefined, when: string): void {
    const planned = this.#strikes.findIndex((strike) => strike.call === call && strike.when === when);
    const instance = this.#instances[index];
    const [strike] = planned < 0 || !instance ? [] : this.#strikes.splice(planned, 1);
    if (!strike || !instance) return;
    const { process, relay } = instance;
    if (strike.how === 'crash') return process.kill();
    if (strike.how === 'stop') {
      const end = (): void => process.run(() => process.kill('drain'));
      return void relay.stop().then(end, end);
    }
    process.freeze();
    this.#outside.recorder.see({ event: 'service_stopped', service });
    this.#outside.time.setTimer(strike.forMs, () => process.thaw());
  }

  #keepChanging(): void {
    this.#outside.time.setTimer(this.#random.between(5, 400), () => {
      if (this.#isHealed) return;
      this.#change(`HOT-${this.#random.between(1, hotProducts)}`);
      this.#keepChanging();
    });
  }

  /** Commits a change at one instance, if any runs, or rolls it back. */
  #change(subject: string): void {
    const running = this.#instances.filter((instance) => instance?.process.state === 'running');
    const instance = running.length === 0 ? null : this.#random.pick(running);
    if (!instance) return;
    const { process, relay, toDatabase } = instance;
    const { time, recorder } = this.#outside;
    const dueInMs = this.#random.chance(0.2) ? this.#random.between(50, 4_000) : 0;
    const takesMs = this.#random.between(0, 40);
    const rollsBack = this.#random.chance(0.25);
    const change = { kind: 'stock', subject } as const;
    const commit = async (): Promise<void> => {
      let changedAt = 0;
      await (await this.#database).query((db) =>
        db.transaction().execute(async (within) => {
          const at = time.now();
          changedAt = at + dueInMs;
          await relay.note(within, { ...change, at, ...(dueInMs > 0 && { dueAt: changedAt }) });
          await wait(time, takesMs);
          if (rollsBack || process.state === 'dead') throw rolledBack();
        }),
      );
      recorder.see({ event: 'changed', service, ...change, changedAt: changedAt - this.#epoch });
    };
    toDatabase.call('commit', commit).catch((error: unknown) => {
      if (!isTurnfleetError(error, 'conflict')) throw error;
    });
  }
}

const rolledBack = (): TurnfleetError => new TurnfleetError('conflict', 'The transaction is rolled back.');
