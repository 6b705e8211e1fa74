import { type Clock, type Moment, momentOf } from '@turnfleet/core';
import type { Broker, Cluster } from 'kafkajs';
import { codeOf } from '../errors.ts';

/** What passes between a member and the coordinator of its group; kafkajs' events tell none of it in time. */
export interface CoordinatorTalk {
  /** A join was answered: the generation, and this member's name in it. */
  joined(generation: number, memberId: string): void;
  /** The coordinator confirmed the member with an answer to a request sent at `sentAt`. */
  confirmed(sentAt: Moment): void;
  /** The coordinator said that the group has gone on without this member. */
  disowned(): void;
}

/** The calls of `Broker` that kafkajs makes but does not declare. */
interface Coordinator extends Broker {
  joinGroup(request: object): Promise<{ readonly generationId: number; readonly memberId: string }>;
  syncGroup(request: object): Promise<unknown>;
  heartbeat(request: object): Promise<unknown>;
}

/** Listens to all that a consumer says to its coordinator, without changing it. */
export function tapCoordinator(cluster: Cluster, clock: Clock, talk: CoordinatorTalk): void {
  const find = cluster.findGroupCoordinator.bind(cluster);
  cluster.findGroupCoordinator = async (group) => listening((await find(group)) as Coordinator, clock, talk);
}

function listening(coordinator: Coordinator, clock: Clock, talk: CoordinatorTalk): Broker {
  const heard: Partial<Coordinator> = {
    joinGroup: async (request) => {
      const answer = await coordinator.joinGroup(request);
      talk.joined(answer.generationId, answer.memberId);
      return answer;
    },
    syncGroup: (request) => confirming(() => coordinator.syncGroup(request)),
    heartbeat: (request) => confirming(() => coordinator.heartbeat(request)),
  };

  async function confirming(call: () => Promise<unknown>): Promise<unknown> {
    const sentAt = momentOf(clock);
    try {
      const answer = await call();
      talk.confirmed(sentAt);
      return answer;
    } catch (error) {
      if (meansDisowned.has(codeOf(error))) talk.disowned();
      throw error;
    }
  }

  return new Proxy(coordinator, {
    get: (target, name) => {
      const own: unknown = Reflect.get(heard, name) ?? Reflect.get(target, name, target);
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
}

const meansDisowned: ReadonlySet<string> = new Set(['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'FENCED_INSTANCE_ID']);
