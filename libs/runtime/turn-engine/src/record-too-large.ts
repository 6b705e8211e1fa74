import { isTurnfleetError, TurnfleetError } from '@turnfleet/core';
import type { NewRecord } from './turn-log.ts';

const field = 'record';

/** For every log: a record is larger than its topic takes, and was not written. The same bytes are refused again. */
export function recordTooLarge(
  { topic, partition }: Pick<NewRecord, 'topic' | 'partition'>,
  cause?: unknown,
): TurnfleetError {
  return new TurnfleetError('invalid_request', `A record for ${topic}/${partition} is larger than the topic takes.`, {
    violations: [{ field, description: 'must fit into the max.message.bytes of its topic' }],
    suggestion: `Make it shorter, or raise max.message.bytes of ${topic}: \`npx turnfleet topics check\` says what it must be.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether a log refused a record for its size, and for nothing else. */
export function isRecordTooLarge(error: unknown): error is TurnfleetError {
  return isTurnfleetError(error, 'invalid_request') && error.details.violations?.[0]?.field === field;
}
