import type { ChangeKind } from '@turnfleet/contract/events';
import type { NewId } from '@turnfleet/core';
import { traceHeaders } from '@turnfleet/telemetry';
import type { Kysely, Transaction } from 'kysely';
import type { OutboxTables } from './outbox-tables.ts';

export interface ShopChange {
  readonly kind: ChangeKind;
  /** SKU or code, as the shop spells it. */
  readonly subject: string;
  /** Unix milliseconds. */
  readonly at: number;
  /** It takes effect by itself only then, as a reservation ends; left out: with the transaction. */
  readonly dueAt?: number;
}

/** Writes a change down within the transaction that makes it: it is told if that ends well, and only then. */
export type NoteChange = (within: Transaction<OutboxTables>, change: ShopChange) => Promise<void>;

/**
 * Of one thing only the last change has to be told, so a second one before the first is told takes its row over. The row lock
 * puts transactions on one thing in the order of their commits; `id` is new to each.
 */
async function writeChange(within: Kysely<OutboxTables>, change: ShopChange, id: string): Promise<void> {
  const { kind, subject, at, dueAt } = change;
  const { traceparent = null } = traceHeaders();
  await within
    .insertInto('outbox')
    .values({ id, kind, subject, due_at: dueAt ?? 0, changed_at: dueAt ?? at, traceparent })
    .onConflict((conflict) => conflict.columns(['kind', 'subject', 'due_at']).doUpdateSet({ id }))
    .execute();
}

/** `newId` is asked for each change. */
export const noteChanges =
  (newId: NewId): NoteChange =>
  (within, change) =>
    writeChange(within, change, newId());
