import { type ErrorKind, TurnfleetError, toTurnfleetError } from '@turnfleet/core';

/** Connection failures as Node names them. */
const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
]);

/** What pg says, without any code, when a connection is lost or none is free in time. */
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed)/;

/** SQLSTATE classes and codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const bySqlState: readonly (readonly [prefix: string, kind: ErrorKind])[] = [
  ['08', 'overloaded'], // connection exception
  ['53', 'overloaded'], // insufficient resources, too many connections
  ['57014', 'deadline_exceeded'], // statement timeout
  ['57P', 'overloaded'], // shutdown, crash, cannot connect now
  ['55P03', 'overloaded'], // lock not available
  ['23', 'conflict'], // integrity constraint violation
  ['40', 'conflict'], // serialisation failure, deadlock
];

/** Primary result codes: https://www.sqlite.org/rescode.html */
const bySqliteCode: Readonly<Record<number, ErrorKind>> = { 5: 'overloaded', 6: 'overloaded', 19: 'conflict' };

const retryAfterMs = 1_000;

/**
 * A driver's error as one of ours: `overloaded` when the database cannot be reached or has no room, `deadline_exceeded`
 * when the statement took too long, `conflict` for constraints, else `internal`. `where` names the database for people,
 * without credentials.
 */
export function fromSqlError(error: unknown, where: string): TurnfleetError {
  const kind = kindOf(error);
  switch (kind) {
    case 'overloaded':
      return new TurnfleetError('overloaded', `${where} cannot be reached or takes no more work right now.`, {
        suggestion: 'Try again in a moment; operators check that the database runs and that DATABASE_URL is right.',
        retryAfterMs,
        cause: error,
      });
    case 'deadline_exceeded':
      return new TurnfleetError(kind, `${where} took too long.`, { retryAfterMs, cause: error });
    case 'conflict':
      return new TurnfleetError(kind, `${where} holds something that contradicts this.`, { cause: error });
    default:
      return toTurnfleetError(error);
  }
}

/** Whether the connection that met this error must not be used again. */
export function breaksConnection(error: unknown): boolean {
  return kindOf(error) === 'overloaded';
}

function kindOf(error: unknown): ErrorKind {
  if (typeof error !== 'object' || error === null) return 'internal';
  const { code, errcode, message } = error as { code?: unknown; errcode?: unknown; message?: unknown };
  if (typeof errcode === 'number') return bySqliteCode[errcode & 0xff] ?? 'internal';
  if (typeof code !== 'string') return lostConnection.test(String(message)) ? 'overloaded' : 'internal';
  if (unreachable.has(code)) return 'overloaded';
  return bySqlState.find(([prefix]) => code.startsWith(prefix))?.[1] ?? 'internal';
}
