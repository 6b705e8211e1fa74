import { encodeAgentCommand, homePartition } from '@turnfleet/contract/events';
import { type AgentCommand, defaultTenant } from '@turnfleet/contract/schemas';
import { isTurnfleetError, wait } from '@turnfleet/core';
import type { QueueEntry } from '@turnfleet/handoff';
import type { Outside } from '../outside.ts';
import { agentsIn } from '../plan/plan-people.ts';
import { SimProcess } from '../process/sim-process.ts';
import type { Random } from '../time/random.ts';

const pauseMs = 700;
/** Behind the last turn, so that what is claimed is given back. */
const stayMs = 15_000;

/** Those who take over: each claims what waits, though another one may have, talks, asks for drafts, passes on and gives back. */
export class Agents {
  readonly #outside: Outside;
  readonly #ports: Pick<ReturnType<Outside['backboneOf']>, 'log' | 'handoffs'>;
  #busy = 0;
  #commands = 0;

  constructor(outside: Outside) {
    this.#outside = outside;
    this.#ports = outside.backboneOf(new SimProcess('desk', outside.time));
    for (let i = 1; i <= agentsIn(outside.plan); i++) void this.#work(`a-${i}`, outside.random.of(`agent ${i}`));
  }

  /** Whether one of them is still to do something. */
  get busy(): boolean {
    return this.#busy > 0;
  }

  async #work(agent: string, random: Random): Promise<void> {
    this.#busy++;
    const { time, plan } = this.#outside;
    const until = time.now() + plan.healedAt + stayMs;
    while (time.now() < until) {
      await wait(time, random.between(300, 2_000));
      try {
        await this.#look(agent, random);
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) throw error;
      }
    }
    this.#busy--;
  }

  async #look(agent: string, random: Random): Promise<void> {
    const { handoffs } = this.#ports;
    for (const entry of await handoffs.claimed(defaultTenant))
      if (entry.handoff.agent === agent) await this.#give(entry, agent, this.#next(random));
    const [next] = await handoffs.waiting(defaultTenant, 1);
    if (next) await this.#give(next, agent, { kind: 'claim' });
  }

  #next(random: Random): Doing {
    const one = random.next();
    if (one < 0.4) return { kind: 'say', text: 'I am looking into it.' };
    if (one < 0.5) return { kind: 'note', text: 'A regular.' };
    if (one < 0.6) return { kind: 'transfer', to: { skill: 'orders' } };
    if (one < 0.7) return { kind: 'return', cause: 'gone' };
    if (one < 0.8) return { kind: 'draft' };
    return { kind: 'hand_back', text: 'Nothing more.' };
  }

  /** Until it is in the log; a repeat is the same command. */
  async #give({ conversationId, handoff }: QueueEntry, agent: string, doing: Doing): Promise<void> {
    const { time, plan } = this.#outside;
    const commandId = `agent~${doing.kind}~${agent}~${++this.#commands}`;
    const about = { conversationId, commandId, tenant: defaultTenant, agent, agentName: agent, handoff: handoff.id };
    const record = encodeAgentCommand({ ...about, ...doing }, homePartition(conversationId, plan.partitions));
    for (;;) {
      try {
        await this.#ports.log.append(record);
        return;
      } catch (error) {
        if (!isTurnfleetError(error, 'overloaded')) throw error;
        await wait(time, pauseMs);
      }
    }
  }
}

type About = 'conversationId' | 'commandId' | 'tenant' | 'agent' | 'agentName' | 'handoff';
type DoingOf<C> = C extends unknown ? Omit<C, About> : never;
type Doing = DoingOf<AgentCommand>;
