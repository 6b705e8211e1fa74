import { SpanKind } from '@opentelemetry/api';
import { encodeChange, type PlacedRecord, topics } from '@turnfleet/contract/events';
import { type Clock, endsWithin, type Logger, momentOf, msSince, type NewId, type Timer } from '@turnfleet/core';
import type { Database } from '@turnfleet/sql';
import { attributes, contextOf, counter, observeGauge, traceHeaders, withSpan } from '@turnfleet/telemetry';
import { type NoteChange, noteChanges } from './note-changes.ts';
import type { OutboxTables } from './outbox-tables.ts';
import { telling } from './telling.ts';
import { forgetOld, forgetTold, type WaitingChange, waitingChanges } from './waiting-changes.ts';

/** Where changes are told. `append` resolves once the record is safe. */
export interface ChangeLog {
  partitionsOf(topic: string): Promise<number>;
  append(record: PlacedRecord): Promise<unknown>;
}

interface RelayDeps {
  readonly database: Pick<Database<OutboxTables>, 'query'>;
  /** Domain of the service: `inventory`. */
  readonly service: string;
  /** Opened when it is first needed, and again if that failed; undefined: nobody is told. */
  readonly log: (() => Promise<ChangeLog>) | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly newId: NewId;
}

export interface ChangeRelay {
  readonly note: NoteChange;
  /** Tells what waits, if that takes no longer than 2 s, then leaves the rest to the next teller. */
  stop(): Promise<void>;
}

/** How often the teller looks for changes of other instances; its own it tells at once. */
const lookMs = 100;
/** How often the others look whether there is a teller. */
const watchMs = 1_000;
const beatMs = 1_000;
/** After a commit, which follows a note at once. */
const soonMs = 5;
const lastMs = 2_000;
const atOnce = 500;
/** Nobody holds anything that was read longer ago, so nobody has to be told. */
const keptMs = 24 * 3_600_000;
const forgetMs = 60_000;

/** Tells what a service's transactions changed: at least once, of each thing in the order of its changes. See docs/adr/0063. */
export function relayChanges({ database, service, log, clock, logger, newId }: RelayDeps): ChangeRelay {
  const noteInOutbox = noteChanges(newId);
  const lead = telling(newId(), clock);
  const told = counter('turnfleet.changes.told');
  let opened: Promise<readonly [ChangeLog, number]> | undefined;
  let timer: Timer | undefined;
  let looking: Promise<unknown> | undefined;
  let hurry = false;
  let stopped = false;
  let failing = false;
  let beat = momentOf(clock);
  let leads = false;
  let forgot: ReturnType<typeof momentOf> | undefined;
  /** Unix milliseconds; of what this instance has to tell. */
  let oldest: number | undefined;
  const unobserve = observeGauge('turnfleet.changes.untold_age', (result) => {
    if (leads) result.observe(oldest === undefined ? 0 : Math.max(0, clock.now() - oldest) / 1_000, { service });
  });

  const open = (from: () => Promise<ChangeLog>) =>
    (opened ??= from()
      .then(async (it) => [it, await it.partitionsOf(topics.changes)] as const)
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      }));

  const tell = (to: ChangeLog, partitions: number, row: WaitingChange): Promise<void> =>
    withSpan({ ...span, parent: contextOf({ traceparent: row.traceparent ?? undefined }) }, async () => {
      const { id, kind, subject, changed_at: at } = row;
      const change = { id, service, kind, subject, at: new Date(at).toISOString() };
      await to.append(encodeChange(change, partitions, traceHeaders()));
      told.add(1, { kind: change.kind });
    });

  /** Milliseconds until the next look. */
  async function look(from: () => Promise<ChangeLog>): Promise<number> {
    if (!leads || msSince(clock, beat) >= beatMs) await claim();
    if (!leads) return watchMs;
    const rows = await database.query((db) => waitingChanges(db, clock.now(), atOnce));
    oldest = rows[0]?.changed_at;
    if (rows.length === 0) return lookMs;
    const [to, partitions] = await open(from);
    // Opening may have taken long; whoever was silent does not tell.
    await claim();
    if (!leads) return watchMs;
    const ends = await Promise.allSettled(rows.map((row) => tell(to, partitions, row)));
    await database.query((db) =>
      forgetTold(
        db,
        rows.filter((_, i) => ends[i]?.status === 'fulfilled').map(({ id }) => id),
      ),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    oldest = undefined;
    return rows.length === atOnce ? 0 : lookMs;
  }

  async function claim(): Promise<void> {
    beat = momentOf(clock);
    leads = await database.query((db) => lead.claim(db));
  }

  async function forget(): Promise<void> {
    if (forgot && msSince(clock, forgot) < forgetMs) return;
    await database.query((db) => forgetOld(db, clock.now() - keptMs));
    forgot = momentOf(clock);
  }

  async function turn(): Promise<void> {
    hurry = false;
    let pauseMs = watchMs;
    try {
      await forget();
      if (log) pauseMs = await look(log);
      if (failing) logger.info({ service }, 'changes of the shop are told again');
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ err: error, service }, untold);
      failing = true;
    }
    looking = undefined;
    if (!stopped) schedule(hurry && !failing ? 0 : pauseMs);
  }

  function schedule(ms: number): void {
    timer?.cancel();
    timer = clock.setTimer(ms, () => void (looking = turn()));
  }

  schedule(0);
  return {
    note: async (within, change) => {
      await noteInOutbox(within, change);
      hurry = true;
      if (!looking && leads && !failing && !stopped) schedule(soonMs);
    },
    stop: async () => {
      stopped = true;
      timer?.cancel();
      await looking;
      if (log && leads) await endsWithin(clock, lastMs, look(log));
      if (leads)
        await endsWithin(
          clock,
          lastMs,
          database.query((db) => lead.release(db)),
        );
      leads = false;
      unobserve();
    },
  };
}

const span = {
  scope: 'turnfleet/service',
  name: `send ${topics.changes}`,
  kind: SpanKind.PRODUCER,
  attributes: {
    [attributes.messagingSystem]: 'kafka',
    [attributes.messagingOperation]: 'send',
    [attributes.messagingOperationType]: 'send',
    [attributes.messagingDestination]: topics.changes,
  },
} as const;

const untold =
  'changes of the shop cannot be told: they stay in the outbox, and readers may use what they have as long as it is fresh';
