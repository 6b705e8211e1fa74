import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { emptyConversation, type Handoff } from '@turnfleet/contract/schemas';
import { atStart, claimAll, replyTo } from '@turnfleet/conversation/testing';
import { silentLogger, TurnfleetError } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { createMemoryHandoffs, createMemoryState } from '@turnfleet/embedded';
import type { HandoffQueue } from '@turnfleet/handoff';
import { notingQueue, tendQueue } from './tend-queue.ts';

const partitions = 4;
const waits: Handoff = {
  ...{ id: 't-1', tenant: 'default', state: 'waiting', since: '2026-01-01T00:00:00.000Z' },
  ...{ reason: 'wish', summary: '要退货', skill: 'general', locale: 'zh-CN', priority: 3, level: null, wanted: null },
  ...{ agent: null, agentName: null, claimedAt: null, moves: 0, notes: [] },
};

/** Workers over one store, and a queue that can be lost. */
async function scene() {
  const clock = new ManualClock();
  const state = createMemoryState({ clock, partitions, journalTtlMs: 3_600_000 });
  const fences = await claimAll(state.store, partitions);
  const now = { queue: createMemoryHandoffs(clock), away: false };
  const calls = new Proxy({} as HandoffQueue, {
    ownKeys: () => Object.keys(now.queue),
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get:
      (_, name: keyof HandoffQueue) =>
      (...args: readonly never[]) => {
        if (now.away) throw new TurnfleetError('overloaded', 'away');
        return (now.queue[name] as (...all: readonly never[]) => unknown)(...args);
      },
  });
  const stops: (() => Promise<void>)[] = [];
  const worker = (owned: (partition: number) => boolean = () => true) => {
    const queue = notingQueue(calls);
    const held = fences.filter(({ partition }) => owned(partition));
    const deps = { queue, store: state.store, partitions, clock, logger: silentLogger };
    const tending = tendQueue({ ...deps, owned: () => held });
    tending.start();
    stops.push(() => tending.stop());
    return queue;
  };
  let turns = 0;
  /** What is committed, without a word to the queue. */
  const commit = async (conversationId: string, handoff: Handoff | null) => {
    const fence = fences[homePartition(conversationId, partitions)];
    if (!fence) throw new Error('no fence');
    const turnId = `t-${++turns}`;
    const begun = await state.store.begin({ conversationId, turnId }, fence, turnId);
    const before = begun.kind === 'fresh' ? begun.conversation : emptyConversation(conversationId);
    const version = before.version + 1;
    const reply = replyTo(conversationId, turnId, version, {});
    const conversation = { ...before, version, handoff: handoff ?? undefined };
    const replies = [{ turnId, reply: JSON.stringify(reply) }];
    await state.store.commit({ conversationId, basedOn: before.version, conversation, replies }, fence);
    await state.store.settle({ conversationId, turnId }, { type: 'reply.completed', turnId, reply }, fence, atStart);
    return { tenant: 'default', conversationId, version, handoff };
  };
  return {
    ...{ worker, commit, now },
    lose: () => (now.queue = createMemoryHandoffs(clock)),
    queued: async () => (await now.queue.waiting('default', 9)).map(({ conversationId }) => conversationId),
    look: async () => {
      await clock.advance(60_000);
      await settle();
    },
    stop: () => Promise.all(stops.map((stop) => stop())),
  };
}

describe('an entry that the queue lost by itself', () => {
  it('is back within a minute, at its version, though its shopper says nothing', async () => {
    const { worker, commit, lose, queued, look, now, stop } = await scene();
    await worker().put(await commit('c-1', waits));
    lose();
    expect(await queued()).toEqual([]);
    await look();
    expect(await now.queue.entry('default', 'c-1')).toMatchObject({ version: 1, handoff: { summary: '要退货' } });
    await stop();
  });

  it('is back, too, where another worker put it before this one took the partition', async () => {
    const { worker, commit, lose, queued, look, now, stop } = await scene();
    await now.queue.put(await commit('c-1', waits));
    worker();
    await look();
    lose();
    await look();
    expect(await queued()).toEqual(['c-1']);
    await stop();
  });

  it('stays away once nobody waits any more, and is nobody else’s to put back', async () => {
    const { worker, commit, lose, queued, look, stop } = await scene();
    const mine = homePartition('c-1', partitions);
    const other = ['c-2', 'c-3', 'c-4', 'c-5'].find((id) => homePartition(id, partitions) !== mine) ?? '';
    const queue = worker((partition) => partition === mine);
    await queue.put(await commit('c-1', waits));
    await queue.put(await commit(other, waits));
    await commit('c-1', null);
    lose();
    await look();
    expect([await queued(), [...queue.known.keys()]]).toEqual([[], []]);
    await stop();
  });

  it('is back once the queue can be reached again', async () => {
    const { worker, commit, lose, queued, look, now, stop } = await scene();
    await worker().put(await commit('c-1', waits));
    lose();
    now.away = true;
    await look();
    now.away = false;
    expect(await queued()).toEqual([]);
    await look();
    expect(await queued()).toEqual(['c-1']);
    await stop();
  });
});
