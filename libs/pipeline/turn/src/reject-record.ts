import { type RejectedTurn } from '@turnfleet/contract/events';
import { defaultTenant, type Reply } from '@turnfleet/contract/schemas';
import { allOf } from '@turnfleet/ownership';
import { activeTraceId, failSpan, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import { commitTurns } from './commit-turns.ts';
import { withDropped } from './confirmation/dropped-text.ts';
import { appendDeadLetter } from './dead-letter.ts';
import type { HandleTurnsDeps } from './handle-turns.ts';
import { failedOutcome, replyOf } from './reply.ts';
import { type Attempt, type Run, refOf } from './run.ts';
import { type FreshTurn, streamToJournal } from './stream-to-journal.ts';

/** Stands for the text of a message that could not be read, where its conversation is shown. */
const unreadable = { zh: '(无法读取的消息)', en: '(a message that could not be read)' };

/** A record that is not a turn: to the dead letters, and a `failed` reply if it is certain whose turn it was meant to be. */
export async function rejectRecord(
  deps: HandleTurnsDeps,
  record: LogRecord,
  rejected: RejectedTurn,
  attempt: Attempt,
  run: Run,
): Promise<void> {
  const { error, locale, submittedAt } = rejected;
  failSpan(run.span, error);
  await appendDeadLetter(deps, record, error, 1, run);
  const ref = refOf(rejected);
  if (!ref) return;
  const at = deps.clock.now();
  const times = { submittedAt, startedAt: at, endedAt: at };
  const ending = {
    ...ref,
    text: locale.startsWith('zh') ? unreadable.zh : unreadable.en,
    submittedAt: new Date(submittedAt).toISOString(),
    tenant: defaultTenant,
    userId: undefined,
    traceparent: rejected.traceHeaders['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
    attempt,
  };
  const replyTo = ({ begun: { conversation } }: FreshTurn): Reply =>
    replyOf(withDropped(failedOutcome(error, locale), conversation, locale), {
      ...ref,
      ...times,
      locale,
      traceId: activeTraceId(),
      version: conversation.version + 1,
    });
  const workOn = async (one: FreshTurn) => ({
    reply: await streamToJournal(deps, one, run, async () => replyTo(one)),
    held: null,
  });
  await commitTurns(deps, [ending], run, {
    work: (fresh) => allOf(fresh.map(workOn)),
    ended: (_turn, reply) => deps.metrics.ended(reply),
  });
}
