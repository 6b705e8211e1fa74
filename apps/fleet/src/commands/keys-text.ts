import { type ApiKeyRecord, endOfKey } from '@turnfleet/principal';
import type { MadeKey } from './change-keys.ts';

/** The one time that the key is seen. */
export function madeText({ key, record }: MadeKey, json: boolean): string {
  if (json) return `${JSON.stringify({ key, ...withoutHash(record) })}\n`;
  return `${key}\n\n${record.id}  ${whom(record)}  ${record.scopes.join(' ')}  ${untilText(record)}\nKeep it now: it is kept nowhere, only its hash is.\n`;
}

export function revokedText(records: readonly ApiKeyRecord[], json: boolean): string {
  if (json) return records.map((record) => `${JSON.stringify(withoutHash(record))}\n`).join('');
  return records.map(({ id }) => `${id} is revoked; within 5 s it opens nothing, nor holds anything open\n`).join('');
}

/** Newest last; as JSON one object a line. */
export function listText(all: readonly ApiKeyRecord[], now: number, json: boolean): string {
  const sorted = all.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt));
  if (json)
    return sorted.map((one) => `${JSON.stringify({ ...withoutHash(one), state: stateOf(one, now) })}\n`).join('');
  if (sorted.length === 0) return 'There are no keys.\n';
  const rows = sorted.map((one) => [
    one.id,
    stateOf(one, now),
    whom(one),
    one.scopes.join(' '),
    untilText(one),
    one.name,
  ]);
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const stateOf = (record: ApiKeyRecord, now: number): string => endOfKey(record, now) ?? 'good';

function whom({ tenant, user, wholeFleet }: ApiKeyRecord): string {
  if (wholeFleet) return 'the whole fleet';
  return user === null ? `${tenant}/any user` : `${tenant}/${user}`;
}

const untilText = ({ expiresAt }: ApiKeyRecord): string => (expiresAt === null ? 'without end' : `until ${expiresAt}`);

function withoutHash({ sha256: _, ...rest }: ApiKeyRecord): Omit<ApiKeyRecord, 'sha256'> {
  return rest;
}
