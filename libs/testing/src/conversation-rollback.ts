import { describe, expect, it } from '@jest/globals';
import type { AppliedPositions, ConversationState, Fence, RestoredConversation } from '@turnfleet/conversation';
import { atStart, claimOrRestore, nothingToRestore } from '@turnfleet/conversation/testing';
import { accepted, delta, firstChange, nextChange } from './conversation-changes.ts';
import {
  answerTurn,
  type ConversationHarness,
  claimed,
  fencedCalls,
  newScene,
  none,
  of,
  readersCalls,
  refusedAs,
  type TurnScene,
} from './conversation-harness.ts';

/** A store that goes back to an older copy of itself. */
export function rollbackContract(harness: () => ConversationHarness): void {
  /** A conversation of which the copy has one turn less than readers have seen. */
  async function aTurnTheCopyLacks() {
    const scene = await newScene(harness());
    const { turn } = scene;
    const { fence, applied: before } = await claimed(harness(), scene.fence.partition);
    const applied: AppliedPositions = { conversations: before.conversations + 3n, replies: before.replies + 3n };
    const first = firstChange(turn);
    const second = nextChange({ ...turn, turnId: 't-2' }, first.conversation, 'two');
    await answerTurn(harness(), first, fence, atStart);
    const putBack = await harness().keep(fence.partition);
    await answerTurn(harness(), second, fence, applied);
    const found: RestoredConversation = {
      ...none,
      conversation: second.conversation,
      generation: fence.generation,
      epoch: fence.epoch,
      published: new Map([['t-2', second.reply]]),
    };
    return { ...scene, fence, applied, first, second, putBack, found };
  }

  async function expectReadersWait({ turn }: TurnScene): Promise<void> {
    for (const call of readersCalls(harness(), turn)) expect(await refusedAs('overloaded', call())).toBe(true);
  }

  async function expectAllFenced(state: ConversationState, fence: Fence, scene: TurnScene): Promise<void> {
    for (const call of fencedCalls(state, fence, scene.turn)) expect(await refusedAs('fenced', call())).toBe(true);
  }

  describe.each(['quietly', 'after a failover'] as const)('going back %s', (how) => {
    it('is noticed by whoever wrote since, at the next call, and changed by none', async () => {
      const scene = await aTurnTheCopyLacks();
      await scene.putBack(how);
      await expectAllFenced(harness(), scene.fence, scene);
    });

    it('is told to the claim, which begins a generation and knows from where to catch up', async () => {
      const { fence, applied, putBack } = await aTurnTheCopyLacks();
      await putBack(how);
      const claim = await claimed(harness(), fence.partition);
      expect(claim.rolledBack).toBe(true);
      expect(claim.fence.generation).toBeGreaterThan(fence.generation);
      expect(claim.applied.replies).toBeLessThan(applied.replies);
    });

    it('holds no attempt of before against a turn: nobody knows which were given back, or who else broke off', async () => {
      const { turn, fence } = await newScene(harness());
      const { store } = harness();
      for (const run of ['a', 'b']) await store.begin(turn, fence, run);
      const putBack = await harness().keep(fence.partition);
      await store.release(turn, fence, 'b');
      await putBack(how);
      const next = await claimOrRestore(store, fence.partition);
      const goesOn = await store.begin(turn, next, 'b');
      expect(goesOn).toMatchObject({ attempt: 2, abandoned: 0 });
      expect(await store.begin(turn, next, 'b')).toEqual(goesOn);
      expect(await store.begin(turn, next, 'c')).toMatchObject({ attempt: 3, abandoned: 1 });
    });

    it('keeps readers waiting until the catch-up has ended, and then shows what they have seen', async () => {
      const scene = await aTurnTheCopyLacks();
      const { fence, applied, conversationId, second, found, putBack } = scene;
      await putBack(how);
      const claim = await claimed(harness(), fence.partition);
      const { store, gateway, journal } = harness();
      await journal.accept(conversationId, accepted('t-3'), '');
      await store.catchUp(claim.fence, seenHalfWay(), applied);
      async function* seenHalfWay(): AsyncGenerator<RestoredConversation> {
        await expectReadersWait(scene);
        yield found;
        await expectReadersWait(scene);
      }
      expect(await gateway.view(conversationId)).toEqual({ conversation: second.conversation, running: [] });
      expect(await gateway.reply(second)).toBe(second.reply);
      const third = { conversationId, turnId: 't-3' };
      expect(await store.begin(third, claim.fence, 'a')).toMatchObject({ conversation: second.conversation });
    });

    it('makes every place in a journal from before a gap', async () => {
      const { fence, applied, turn, conversationId, found, putBack } = await aTurnTheCopyLacks();
      await putBack(how);
      const claim = await claimed(harness(), fence.partition);
      await harness().store.catchUp(claim.fence, of(found), applied);
      expect(await harness().journal.read(conversationId, null)).toMatchObject({ kind: 'entries', entries: [] });
      const writer = { fence: claim.fence, attempt: 1 };
      await harness().journal.append(conversationId, [delta('t-9', 'x')], 1, writer);
      for (const number of [1, 2, 3]) {
        const id = `${fence.generation}-${number}`;
        expect(await harness().journal.read(turn.conversationId, id)).toEqual({ kind: 'gap' });
      }
    });

    it('is told to the next claim again if the catch-up broke off half way', async () => {
      const scene = await aTurnTheCopyLacks();
      const { fence, applied, conversationId, second, found, putBack } = scene;
      await putBack(how);
      const first = await claimed(harness(), fence.partition);
      async function* breaksOff(): AsyncGenerator<RestoredConversation> {
        yield found;
        throw new Error('broken off');
      }
      await expect(harness().store.catchUp(first.fence, breaksOff(), applied)).rejects.toThrow('broken off');
      await expectReadersWait(scene);

      const another = await harness().connect();
      const next = await claimed(another, fence.partition);
      expect(next).toMatchObject({ rolledBack: true, applied: first.applied });
      expect(next.fence.generation).toBeGreaterThan(first.fence.generation);
      await another.store.catchUp(next.fence, of(found), applied);
      expect((await harness().gateway.view(conversationId))?.conversation).toEqual(second.conversation);
      const last = await claimed(another, fence.partition);
      expect(last).toMatchObject({ rolledBack: false, fence: { generation: next.fence.generation } });
    });

    it('makes no fence from before good again, although its numbers are given a second time', async () => {
      const scene = await newScene(harness());
      const { partition } = scene.fence;
      const putBack = await harness().keep(partition);
      const zombie = await harness().connect();
      const old = await claimOrRestore(zombie.store, partition);
      await putBack(how);
      const owner = await harness().connect();
      const { epoch, generation } = await claimOrRestore(owner.store, partition);
      if (how === 'quietly') expect({ partition, epoch, generation }).toEqual(old);
      for (let i = 0; i < 10; i++) await owner.store.begin(scene.turn, { partition, epoch, generation }, `run-${i}`);
      await expectAllFenced(zombie, old, scene);
    });
  });

  it('is assumed of a server that was not there before: whoever claims then, also a worker that has seen nothing', async () => {
    const { fence, applied, found, putBack } = await aTurnTheCopyLacks();
    await putBack('after a failover');
    const fresh = await harness().connect();
    const claim = await claimed(fresh, fence.partition);
    expect(claim).toMatchObject({ rolledBack: true });
    await fresh.store.catchUp(claim.fence, of(found), applied);
    expect(await claimed(fresh, fence.partition)).toMatchObject({ rolledBack: false });
  });

  it.each([
    ['has lost the last turn of', 0],
    ['is older than the generation of', 1000],
  ])('is proven to a worker that has seen nothing by a snapshot: the same server %s it', async (_, generationsOn) => {
    const { fence, applied, conversationId, second, found, putBack } = await aTurnTheCopyLacks();
    await putBack('quietly');
    const fresh = await harness().connect();
    const unaware = await claimed(fresh, fence.partition);
    expect(unaware).toMatchObject({ rolledBack: false, fence: { generation: fence.generation } });
    const inLog = { ...found, generation: found.generation + generationsOn };

    expect(await refusedAs('fenced', fresh.store.catchUp(unaware.fence, of(inLog), applied))).toBe(true);

    const aware = await claimed(fresh, fence.partition);
    expect(aware).toMatchObject({ rolledBack: true, applied: unaware.applied });
    expect(aware.fence.generation).toBeGreaterThan(fence.generation);
    if (generationsOn > 0) return;
    await fresh.store.catchUp(aware.fence, of(found), applied);
    expect((await harness().gateway.view(conversationId))?.conversation).toEqual(second.conversation);
  });

  it('is proven to the claim that is told of a higher generation in the log, and begins one above it', async () => {
    const { fence } = await newScene(harness());
    const { store } = harness();
    const current = await store.claim(fence.partition, fence.generation);
    expect(current).toMatchObject({ rolledBack: false, fence: { generation: fence.generation } });
    const years = fence.generation + 10 * 365 * 24 * 3_600_000;
    const next = await store.claim(fence.partition, years);
    expect(next).toMatchObject({ rolledBack: true, fence: { generation: years + 1 } });
  });

  it('is told to an owner who asks, though no turn comes', async () => {
    const { fence, putBack } = await aTurnTheCopyLacks();
    const { store } = harness();
    await store.check(fence);
    await putBack('after a failover');
    expect(await refusedAs('fenced', store.check(fence))).toBe(true);
    const next = await claimOrRestore(store, fence.partition);
    await store.check(next);
    await harness().lose(fence.partition);
    expect(await refusedAs('fenced', store.check(next))).toBe(true);
  });

  it('keeps readers from what a server has that was not there before, also while nobody has claimed', async () => {
    const scene = await aTurnTheCopyLacks();
    await scene.putBack('after a failover');
    await expectReadersWait(scene);
  });

  it('ends a catch-up under way with `fenced`', async () => {
    const { fence, applied, found, putBack } = await aTurnTheCopyLacks();
    await putBack('quietly');
    const claim = await claimed(harness(), fence.partition);
    async function* disturbed(): AsyncGenerator<RestoredConversation> {
      yield found;
      await putBack('after a failover');
    }
    expect(await refusedAs('fenced', harness().store.catchUp(claim.fence, disturbed(), applied))).toBe(true);
  });

  it('lets a worker that lost the partition during its catch-up write no more of it', async () => {
    const { fence, applied, turn, found } = await aTurnTheCopyLacks();
    const slow = await claimed(harness(), fence.partition);
    const owner = await harness().connect();
    async function* overtaken(): AsyncGenerator<RestoredConversation> {
      await claimOrRestore(owner.store, fence.partition);
      const conversation = nextChange({ ...turn, turnId: 't-3' }, found.conversation, 'never').conversation;
      yield { ...found, conversation, published: new Map() };
    }
    expect(await refusedAs('fenced', harness().store.catchUp(slow.fence, overtaken(), applied))).toBe(true);
    const { fence: last } = await claimed(owner, fence.partition);
    await owner.store.catchUp(last, nothingToRestore(), applied);
    const begun = await owner.store.begin({ ...turn, turnId: 't-4' }, last, 'a');
    expect(begun).toMatchObject({ conversation: found.conversation });
  });
}
