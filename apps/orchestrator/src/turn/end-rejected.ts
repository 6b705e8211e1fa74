import { defaultTenant, type RejectedTurn, submittedAtOf } from '@turnfleet/contract';
import { activeTraceId, failSpan, traceHeaders } from '@turnfleet/telemetry';
import type { LogRecord } from '@turnfleet/turn-engine';
import { appendDeadLetter } from './dead-letter.ts';
import type { AcceptedParts } from './end-accepted.ts';
import { endWithReply } from './end-turn.ts';
import { failedOutcome, replyOf } from './reply.ts';
import { type Run, refOf } from './run.ts';
import type { Work } from './tell-journal.ts';

/** Stands for the text of a message that could not be read, where its conversation is shown. */
const unreadable = { zh: '(无法读取的消息)', en: '(a message that could not be read)' };

/** A record that is not a turn: to the dead letters, and a `failed` reply if it is certain whose turn it was meant to be. */
export async function endRejected(
  parts: AcceptedParts,
  record: LogRecord,
  rejected: RejectedTurn,
  run: Run,
): Promise<void> {
  const { error, locale } = rejected;
  failSpan(run.span, error);
  await appendDeadLetter(parts, record, error, 1, run);
  const ref = refOf(rejected);
  if (!ref) return;
  const at = parts.clock.now();
  const submittedAt = submittedAtOf(record);
  const times = { submittedAt, startedAt: at, endedAt: at };
  const ending = {
    ...ref,
    text: locale.startsWith('zh') ? unreadable.zh : unreadable.en,
    submittedAt: new Date(submittedAt).toISOString(),
    tenant: defaultTenant,
    userId: undefined,
    traceparent: rejected.traceHeaders['traceparent'] ?? traceHeaders()['traceparent'] ?? '',
  };
  const work: Work = async ({ conversation: { version } }) => ({
    reply: replyOf(failedOutcome(error, locale), {
      ...ref,
      ...times,
      locale,
      traceId: activeTraceId(),
      version: version + 1,
    }),
    held: null,
  });
  const ended = await endWithReply(parts, ending, run, work);
  if (ended !== 'suspect' && ended.here) parts.metrics.ended(ended.reply);
}
