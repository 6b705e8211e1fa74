import { encodeHandoffChanged, homePartition } from '@turnfleet/contract/events';
import type { Reply, Snapshot } from '@turnfleet/contract/schemas';
import { type Clock, endsWithin, type Logger } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import { untilAvailable } from '@turnfleet/ownership';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Written } from '../ending.ts';
import type { Run } from '../run.ts';
import type { HandoffMetrics } from './handoff-metrics.ts';

interface HandoffTellerDeps {
  readonly queue: Pick<HandoffQueue, 'put'>;
  readonly log: Pick<TurnLog, 'append'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly partitions: number;
  readonly metrics: Pick<HandoffMetrics, 'changed' | 'untold'>;
}

/** To be awaited between the publishing of replies and their settling, so that a worker that dies has it told by the next. */
export type TellHandoffs = (written: Written, run: Pick<Run, 'signal'>) => Promise<void>;

/** What tells upstreams is worth a moment of the lane, and no more. */
const longestTellMs = 10_000;

/**
 * Puts into the queue what became of a conversation's handoff, and tells `chat.handoffs`: each at least once, and the queue
 * by version. A command that was refused has the queue put right as well: whoever gave it went by what that said. So does
 * what a shopper says meanwhile: an entry that alone was lost comes back when they ask where anybody is.
 */
export function handoffTeller({ queue, log, clock, logger, partitions, metrics }: HandoffTellerDeps): TellHandoffs {
  let refusing = false;
  return async ({ snapshot, endings }, { signal }) => {
    const [touching] = endings.filter(({ reply }) => reply.handoff ?? reply.command ?? reply.toAgent);
    if (!touching) return;
    const { conversation } = JSON.parse(snapshot) as Snapshot;
    const { conversationId, version, handoff = null } = conversation;
    const tenant = handoff?.tenant ?? touching.turn.tenant;
    await untilAvailable(clock, signal, () => queue.put({ tenant, conversationId, version, handoff }));
    for (const { reply } of endings) {
      if (!reply.handoff) continue;
      metrics.changed(reply.handoff.change);
      const record = encodeHandoffChanged(
        {
          ...{
            conversationId,
            tenant,
            version: reply.version,
            turnId: reply.turnId,
            at: new Date(clock.now()).toISOString(),
          },
          ...{
            handoffId: reply.handoff.id,
            change: reply.handoff.change,
            handoff,
            agent: reply.command?.agent ?? null,
          },
          ...textOf(reply, conversation),
        },
        homePartition(conversationId, partitions),
      );
      const taken = await endsWithin(clock, longestTellMs, log.append(record));
      if (!taken) metrics.untold();
      if (!taken && !refusing)
        logger.warn({}, 'chat.handoffs does not take what happened: agents go on, and upstreams are not told');
      refusing = !taken;
    }
  };
}

/** Of a note what it says, of a conversation that was given back what was agreed. */
function textOf(reply: Reply, { handoff }: Snapshot['conversation']): { readonly text?: string } {
  const note = reply.handoff?.change === 'noted' ? handoff?.notes.at(-1)?.text : undefined;
  const agreed = reply.handoff?.change === 'handed_back' ? reply.text : undefined;
  const text = note ?? agreed;
  return text === undefined ? {} : { text };
}
