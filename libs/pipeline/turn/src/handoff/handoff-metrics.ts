import type { EndedCommand, HandoffChange } from '@turnfleet/contract/schemas';
import { counter } from '@turnfleet/telemetry';

export interface HandoffMetrics {
  /** A conversation waits for a person, or changed hands, and the queue has it. */
  changed(change: HandoffChange): void;
  /** A command of an agent has ended, for readers too. */
  commanded(command: EndedCommand): void;
  /** `chat.handoffs` did not take what happened. */
  untold(): void;
}

export function handoffMetrics(): HandoffMetrics {
  const changed = counter('turnfleet.handoffs.changed');
  const commands = counter('turnfleet.agent.commands');
  const untold = counter('turnfleet.handoffs.refused');
  return {
    changed: (change) => changed.add(1, { change }),
    commanded: ({ kind, outcome, reason = '' }) => commands.add(1, { kind, outcome, reason }),
    untold: () => untold.add(1),
  };
}
