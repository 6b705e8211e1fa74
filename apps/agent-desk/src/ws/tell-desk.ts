import { type JsonObject, payloadOf } from '@turnfleet/contract/envelope';
import type { DeskEntry, DeskQueue } from '@turnfleet/contract/http';
import { isTurnfleetError, type Logger, wait } from '@turnfleet/core';
import type { HandoffQueue } from '@turnfleet/handoff';
import type { StreamDeps } from '@turnfleet/streams';
import { type DeskEvent, deskEvents } from '../events/desk-events.ts';
import type { AgentSocket } from './agent-socket.ts';

export interface TellDeps extends StreamDeps {
  readonly handoffs: HandoffQueue;
  readonly logger: Logger;
}

/** After which a store that cannot be read is tried again, milliseconds. */
const retryMs = 500;

/** Tells an agent what they have to see, after an event, until `signal` aborts. Never rejects. */
export async function tellDesk(deps: TellDeps, agent: AgentSocket, after: string | null, signal: AbortSignal) {
  let last = after;
  while (!signal.aborted) {
    try {
      for await (const event of deskEvents(deps, agent.asking, last, signal)) {
        if (signal.aborted) return;
        note(agent, event);
        await agent.tell(
          payloadOf('deskEvent', { eventId: event.id, type: event.type, data: event.data as JsonObject }),
          signal,
        );
        last = event.id;
      }
    } catch (error) {
      if (!isTurnfleetError(error, 'overloaded')) deps.logger.error({ err: error }, 'an agent cannot be told the desk');
    }
    await wait(deps.clock, retryMs, signal).catch(() => undefined); // called off: the loop ends
  }
}

/** Which conversations the agent has from this event on. */
function note({ has, asking }: AgentSocket, { type, data }: DeskEvent): void {
  if (type === 'queue') {
    has.clear();
    for (const entry of (data as DeskQueue).claimed)
      if (entry.handoff.agent === asking.id) has.add(entry.conversationId);
  } else if (type === 'queue.changed') {
    const { conversationId, entry } = data as { readonly conversationId: string; readonly entry: DeskEntry | null };
    if (entry?.handoff.agent === asking.id) has.add(conversationId);
    else has.delete(conversationId);
  }
}
