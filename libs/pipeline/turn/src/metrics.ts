import type { Reply } from '@turnfleet/contract/schemas';
import type { ErrorKind } from '@turnfleet/core';
import { BoundedLabels, counter, histogram } from '@turnfleet/telemetry';

export interface TurnMetrics {
  /** A tenant's turn ended with this reply; its duration counts from the record's timestamp. */
  ended(reply: Reply, tenant: string): void;
  /** Work on a turn begins for the first time, `queueAgeMs` after it came; `ignored` of its extensions could not be read. */
  began(queueAgeMs: number, ignored: number): void;
  deadLettered(): void;
  /** A turn was refused because it is older than what the ledger knows. */
  expired(): void;
  misrouted(): void;
  /** So many replies were shortened, before they were committed or because the log had refused them. */
  abridged(when: 'before_commit' | 'refused', replies: number): void;
  /** A model call was sent that could not be counted against its budget. */
  budgetUncounted(): void;
  /** A record of `chat.usage` was not written. */
  usageRefused(kind: ErrorKind): void;
}

/** With a label of their own; the others share one. */
const mostTenants = 100;

export function turnMetrics(): TurnMetrics {
  const duration = histogram('turnfleet.turn.duration');
  const queueAge = histogram('turnfleet.turn.queue_age');
  const firstToken = histogram('turnfleet.turn.first_token');
  const toolDuration = histogram('turnfleet.tool.duration');
  const turns = counter('turnfleet.turns');
  const tokens = counter('turnfleet.tokens');
  const cost = counter('turnfleet.cost');
  const deadLetters = counter('turnfleet.dead_letters');
  const expired = counter('turnfleet.expired');
  const misrouted = counter('turnfleet.misrouted');
  const ignoredExtensions = counter('turnfleet.ignored_extensions');
  const abridged = counter('turnfleet.replies.abridged');
  const tenants = new BoundedLabels(mostTenants);
  const usageRefused = counter('turnfleet.usage.refused');
  const budgetUncounted = counter('turnfleet.budget.uncounted');
  return {
    ended: (reply, tenant) => {
      const { status, usage, timings, toolCalls } = reply;
      turns.add(1, { status, kind: reply.error?.kind ?? '' });
      duration.record(timings.totalMs / 1000, { status });
      if (timings.firstTokenMs > 0) firstToken.record(timings.firstTokenMs / 1000);
      for (const line of usage.calls ?? []) {
        const labels = { model: line.model, tenant: tenants.labelOf(tenant) };
        tokens.add(line.inputTokens, { ...labels, direction: 'input' });
        tokens.add(line.outputTokens, { ...labels, direction: 'output' });
        cost.add(Number(line.cost), labels);
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
    budgetUncounted: () => budgetUncounted.add(1),
    usageRefused: (kind) => usageRefused.add(1, { kind }),
  };
}
