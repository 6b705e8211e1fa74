import { TurnfleetError } from '@turnfleet/core';

/** Answers with which a healthy connection says that the server cannot serve us now; https://redis.io/docs/latest/commands/ */
const passing = {
  LOADING: 'is still loading its data',
  MASTERDOWN: 'has lost its master',
  READONLY: 'is a replica now and takes no writes',
  NOREPLICAS: 'has too few replicas to take writes safely',
  OOM: 'is out of memory (raise maxmemory)',
  BUSY: 'is busy with a script that does not end',
  MISCONF: 'cannot persist its data and takes no writes (see its log)',
  CLUSTERDOWN: 'is part of a cluster that is down',
  TRYAGAIN: 'is moving this slot',
  ASK: 'is moving this slot',
  MOVED: 'has handed this slot to another server of the cluster',
  NOAUTH: 'wants a password (put it into REDIS_URL)',
  WRONGPASS: 'refuses the user or password of REDIS_URL',
  NOPERM: 'does not let the user of REDIS_URL run this command',
} as const;

/**
 * The one translation of what ioredis throws: `overloaded` when asking again may help, `internal` for a bug of ours. Its
 * errors carry the command with all its arguments, so only their message is kept.
 */
export function translateRedisError(error: unknown, host: string): TurnfleetError {
  if (error instanceof TurnfleetError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isReply = error instanceof Error && error.name === 'ReplyError';
  if (!isReply) return unreachable(host, inPlainWords(message));
  const meaning = Object.entries(passing).find(([prefix]) => message.startsWith(prefix))?.[1];
  if (meaning !== undefined) return refused(`Redis at ${host} ${meaning}.`, new Error(message));
  return new TurnfleetError('internal', `Redis at ${host} refused a command: ${message}`, {
    suggestion: 'This is a fault of Turnfleet or a Redis older than 7; please report it.',
  });
}

export function unreachable(host: string, reason: string): TurnfleetError {
  return refused(`Redis at ${host} cannot be reached: ${reason}.`, Object.assign(new Error(reason), { name: away }));
}

/** Whether Redis did not answer, rather than refuse. */
export function isUnreachable({ cause }: TurnfleetError): boolean {
  return cause instanceof Error && cause.name === away;
}

const away = 'Unreachable';

/** ioredis names its own options where the connection went away under a command. */
function inPlainWords(message: string): string {
  if (message.includes('timed out')) return 'no answer in time';
  return /enableOfflineQueue|maxRetriesPerRequest|Connection is closed|aborted/.test(message)
    ? 'the connection was lost'
    : message;
}

function refused(message: string, cause: Error): TurnfleetError {
  return new TurnfleetError('overloaded', message, {
    suggestion: 'Check that Redis runs and that REDIS_URL names it; work goes on by itself when it is back.',
    retryAfterMs: 1_000,
    cause,
  });
}
