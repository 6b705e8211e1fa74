import { metrics } from '@opentelemetry/api';
import type { Reply } from '@turnfleet/contract/schemas';
import type { ErrorKind } from '@turnfleet/core';

export interface TurnMetrics {
  /** A turn ended with this reply; its duration counts from the record's timestamp. */
  ended(reply: Reply): void;
  /** Work on a turn begins for the first time, `queueAgeMs` after it came; `ignored` of its extensions could not be read. */
  began(queueAgeMs: number, ignored: number): void;
  deadLettered(): void;
  /** A turn was refused because it is older than what the ledger knows. */
  expired(): void;
  misrouted(): void;
  /** So many replies were shortened, before they were committed or because the log had refused them. */
  abridged(when: 'before_commit' | 'refused', replies: number): void;
  /** A record of `chat.usage` was not written. */
  usageRefused(kind: ErrorKind): void;
}

const secondsBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Units follow OpenTelemetry: durations in seconds. */
export function turnMetrics(): TurnMetrics {
  const meter = metrics.getMeter('turnfleet/orchestrator');
  const histogram = (name: string, description: string) =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: secondsBuckets } });
  const duration = histogram('turnfleet.turn.duration', 'Time from submission to the end of a turn');
  const queueAge = histogram('turnfleet.turn.queue_age', 'Time a turn waited in the log before work began');
  const firstToken = histogram('turnfleet.turn.first_token', 'Time from submission to the first word of the answer');
  const toolDuration = histogram('turnfleet.tool.duration', 'Time of a tool call as the turn saw it');
  const turns = meter.createCounter('turnfleet.turns', { description: 'Turns that ended, by status and error kind' });
  const tokens = meter.createCounter('turnfleet.tokens', {
    description: 'Tokens, by model and direction',
    unit: '{token}',
  });
  const cost = meter.createCounter('turnfleet.cost', { description: 'Model cost', unit: 'USD' });
  const deadLetters = meter.createCounter('turnfleet.dead_letters', {
    description: 'Records sent to the dead letters',
  });
  const expired = meter.createCounter('turnfleet.expired', {
    description:
      'Turns refused because they are older than what the ledger knows: whether they were answered is not known',
  });
  const misrouted = meter.createCounter('turnfleet.misrouted', {
    description: 'Records forwarded to their home partition',
  });
  const ignoredExtensions = meter.createCounter('turnfleet.ignored_extensions', {
    description: 'CloudEvents extensions that could not be read',
  });
  const abridged = meter.createCounter('turnfleet.replies.abridged', {
    description: 'Replies shortened to fit into a record, before their commit or after the log refused them',
  });
  const usageRefused = meter.createCounter('turnfleet.usage.refused', {
    description: 'Records that chat.usage refused for good, by error kind',
  });
  return {
    ended: (reply) => {
      const { model, status, usage, timings, toolCalls } = reply;
      turns.add(1, { status, kind: reply.error?.kind ?? '' });
      duration.record(timings.totalMs / 1000, { status });
      if (timings.firstTokenMs > 0) firstToken.record(timings.firstTokenMs / 1000);
      if (model !== '') {
        tokens.add(usage.inputTokens, { model, direction: 'input' });
        tokens.add(usage.outputTokens, { model, direction: 'output' });
        cost.add(usage.costUsd, { model });
      }
      for (const { name, outcome, ms } of toolCalls) toolDuration.record(ms / 1000, { tool: name, outcome });
    },
    began: (queueAgeMs, ignored) => {
      queueAge.record(queueAgeMs / 1000);
      if (ignored > 0) ignoredExtensions.add(ignored);
    },
    deadLettered: () => deadLetters.add(1),
    expired: () => expired.add(1),
    misrouted: () => misrouted.add(1),
    abridged: (when, replies) => {
      if (replies > 0) abridged.add(replies, { when });
    },
    usageRefused: (kind) => usageRefused.add(1, { kind }),
  };
}
