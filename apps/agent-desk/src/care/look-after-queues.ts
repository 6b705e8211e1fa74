import { type Clock, type Logger, toTurnfleetError } from '@turnfleet/core';
import { type HandoffQueue, type QueueEntry } from '@turnfleet/handoff';
import { anonymous, type Principal } from '@turnfleet/principal';
import type { Running } from '@turnfleet/service-kit';
import { type SubmitDeps, submitCommand } from '@turnfleet/submission';
import { counter, observeGauge } from '@turnfleet/telemetry';
import { commandId, type DeskCommand } from '../commands/desk-command.ts';

/** Milliseconds waited after which priority 3 becomes 2, and after which 2 becomes 1. */
interface EscalateAfter {
  readonly toTwoMs: number;
  readonly toOneMs: number;
}

interface CareDeps extends Omit<SubmitDeps, 'journal'> {
  readonly handoffs: Pick<HandoffQueue, 'tenants' | 'waiting' | 'overdue' | 'claimed' | 'present' | 'gone'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly goneAfterMs: number;
  readonly escalateAfter: EscalateAfter;
}

/** How often queues are looked at, milliseconds; those of agents who may be gone for less than that as often as that. */
const lookEveryMs = 5_000;
/** Of a longer queue no more are counted; of what is overdue, the rest of a level is raised at the next look. */
const lookedAt = 1_000;

interface Seen {
  readonly waiting: number;
  readonly claimed: number;
  readonly agents: number;
}

/**
 * Puts back what agents have who are gone, and raises what has waited for too long. Every instance of the desk does, at the
 * same time: what they send has an id that says what it is about, so that it is done once.
 */
export function lookAfterQueues(deps: CareDeps): Running {
  const { clock, logger, handoffs } = deps;
  const everyMs = Math.min(lookEveryMs, deps.goneAfterMs / 4);
  let seen: Seen = { waiting: 0, claimed: 0, agents: 0 };
  let stopped = false;
  let looking: Promise<void> = Promise.resolve();
  let failing = false;

  const look = async (): Promise<void> => {
    try {
      const all = await handoffs.tenants();
      const each = await Promise.all(all.map((tenant) => lookAfter(deps, tenant)));
      const sum = (field: keyof Seen): number => each.reduce((total, one) => total + one[field], 0);
      seen = { waiting: sum('waiting'), claimed: sum('claimed'), agents: sum('agents') };
      failing = false;
    } catch (error) {
      if (!failing) logger.warn({ err: toTurnfleetError(error) }, 'the queues cannot be looked after right now');
      failing = true;
    }
    if (!stopped) timer = clock.setTimer(everyMs, begin);
  };
  const begin = (): void => void (looking = look());
  let timer = clock.setTimer(everyMs, begin);
  const unobserve = [
    observeGauge('turnfleet.desk.conversations', (result) => {
      result.observe(seen.waiting, { state: 'waiting' });
      result.observe(seen.claimed, { state: 'claimed' });
    }),
    observeGauge('turnfleet.desk.agents', (result) => result.observe(seen.agents)),
  ];
  return {
    stop: async () => {
      stopped = true;
      timer.cancel();
      for (const remove of unobserve) remove();
      await looking;
    },
  };
}

async function lookAfter(deps: CareDeps, tenant: string): Promise<Seen> {
  const { handoffs, clock } = deps;
  const now = clock.now();
  const { toTwoMs, toOneMs } = deps.escalateAfter;
  const [waiting, claimed, present, ...due] = await Promise.all([
    handoffs.waiting(tenant, lookedAt),
    handoffs.claimed(tenant),
    handoffs.present(tenant),
    handoffs.overdue(tenant, 3, now - toTwoMs, lookedAt),
    handoffs.overdue(tenant, 2, now - toOneMs, lookedAt),
  ]);
  const holders = [...new Set(claimed.flatMap(({ handoff }) => handoff.agent ?? []))];
  const gone = holders.length === 0 ? [] : await handoffs.gone(tenant, holders, deps.goneAfterMs);
  const left = claimed.filter(({ handoff }) => handoff.agent !== null && gone.includes(handoff.agent));
  await Promise.all([
    ...left.map((entry) => send(deps, tenant, entry, { kind: 'return', cause: 'gone' })),
    ...due.flat().map((entry) => send(deps, tenant, entry, { kind: 'escalate', cause: 'sla' })),
  ]);
  return { waiting: waiting.length, claimed: claimed.length, agents: present.length };
}

/** What a desk does by itself, it does for the agent who has the conversation, or for nobody. */
const desk = 'desk';

async function send(deps: CareDeps, tenant: string, entry: QueueEntry, command: DeskCommand): Promise<void> {
  const { conversationId, handoff } = entry;
  const { id, moves, priority, agent, agentName } = handoff;
  const about = {
    ...{ conversationId, tenant, handoff: id, agent: agent ?? desk, agentName: agentName ?? desk },
    commandId: commandId(command.kind, id, moves, priority),
  };
  const sender: Principal = { ...anonymous, tenant, reach: 'tenant', scopes: ['agent'], by: desk };
  const isNew = await submitCommand(deps, { ...about, ...command }, sender);
  if (isNew) counter('turnfleet.desk.care').add(1, { kind: command.kind });
}
