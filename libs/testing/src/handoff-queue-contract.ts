import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Handoff } from '@turnfleet/contract/schemas';
import type { AgentPresence, HandoffQueue, QueueChange, QueueNews } from '@turnfleet/handoff';
import fc from 'fast-check';
import { eventually } from './eventually.ts';

interface HandoffQueueHarness {
  readonly queue: HandoffQueue;
  /** Another process's way to the same. */
  readonly other: HandoffQueue;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  /** Unix milliseconds by the store's clock, about. */
  readonly now: () => number;
  readonly stop: () => Promise<void>;
}

let count = 0;
const newTenant = (): string => `店 ${process.pid}-${Date.now()}-${count++}`;
const minute = 60_000;

const waits: Handoff = {
  ...{ id: 't-1', tenant: 'default', state: 'waiting', since: '2026-01-01T00:00:00.000Z' },
  ...{ reason: 'wish', summary: '要退货' },
  ...{ skill: 'general', locale: 'zh-CN', priority: 3, level: null, wanted: null },
  ...{ agent: null, agentName: null, claimedAt: null, moves: 0, notes: [] },
};
const takenBy = (agent: string, at: number): Handoff => ({
  ...waits,
  ...{ state: 'claimed', agent, agentName: agent, claimedAt: new Date(at).toISOString(), moves: 1 },
});
const wang: AgentPresence = { id: 'wang', name: '小王', skills: ['general'], languages: ['zh'], capacity: 3 };
const ana: AgentPresence = { ...wang, id: 'ana', name: 'Ana' };

/** What every `HandoffQueue` must do. */
export function handoffQueueContract(name: string, makeHarness: () => Promise<HandoffQueueHarness>): void {
  describe(`${name} as a HandoffQueue`, () => {
    let made: HandoffQueueHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    const idsOf = async (tenant: string): Promise<readonly string[]> =>
      (await made.other.waiting(tenant, 100)).map(({ conversationId }) => conversationId);

    it('serves priority first, then level, then who has waited longest, each tenant by itself', async () => {
      const [tenant, neighbour] = [newTenant(), newTenant()];
      const put = (conversationId: string, more: Partial<Handoff>, where = tenant) =>
        made.queue.put({ tenant: where, conversationId, version: 1, handoff: { ...waits, ...more } });
      await put('c-late', { since: '2026-01-01T00:00:09.000Z' });
      await put('c-early', {});
      await put('c-gold', { level: 'gold', since: '2026-01-01T00:00:30.000Z' });
      await put('c-first', { priority: 1, since: '2026-01-01T00:01:00.000Z' });
      await put('c-theirs', {}, neighbour);
      expect(await idsOf(tenant)).toEqual(['c-first', 'c-gold', 'c-early', 'c-late']);
      expect(await idsOf(neighbour)).toEqual(['c-theirs']);
      expect(await made.other.waiting(tenant, 2)).toHaveLength(2);
      expect(await made.other.waiting(tenant, 0)).toEqual([]);
      expect(await made.other.tenants()).toEqual(expect.arrayContaining([tenant, neighbour]));
    });

    it('finds those of a priority who wait since a time or before, whoever is served before them', async () => {
      const tenant = newTenant();
      const put = (conversationId: string, more: Partial<Handoff>) =>
        made.queue.put({ tenant, conversationId, version: 1, handoff: { ...waits, ...more } });
      const later = '2026-01-01T00:00:00.001Z';
      await put('c-first', { priority: 1 });
      await put('c-gold', { level: 'gold' });
      await put('c-late', { since: later });
      await put('c-1', {});
      await put('c-2', { since: '2025-12-31T00:00:00.000Z' });
      await put('c-had', takenBy('wang', made.now()));
      const overdue = async (since: string, limit: number) =>
        (await made.other.overdue(tenant, 3, Date.parse(since), limit)).map(({ conversationId }) => conversationId);
      expect(await overdue(waits.since, 9)).toEqual(['c-gold', 'c-2', 'c-1']);
      expect(await overdue(later, 9)).toEqual(['c-gold', 'c-2', 'c-1', 'c-late']);
      expect(await overdue(waits.since, 1)).toEqual(['c-gold', 'c-2']);
      expect(await made.other.overdue(tenant, 2, Date.parse(later), 9)).toEqual([]);
    });

    it('moves a conversation from those that wait to those that somebody has, and out when it is over', async () => {
      const tenant = newTenant();
      const put = (conversationId: string, version: number, handoff: Handoff | null) =>
        made.queue.put({ tenant, conversationId, version, handoff });
      const handoff = takenBy('wang', made.now());
      await put('c-1', 3, waits);
      await put('c-2', 3, waits);
      await put('c-1', 4, handoff);
      expect(await idsOf(tenant)).toEqual(['c-2']);
      expect(await made.other.claimed(tenant)).toEqual([{ conversationId: 'c-1', version: 4, handoff }]);
      expect(await made.other.entry(tenant, 'c-1')).toEqual({ conversationId: 'c-1', version: 4, handoff });
      await put('c-1', 5, null);
      await put('c-2', 9, null);
      expect(await made.other.claimed(tenant)).toEqual([]);
      expect(await idsOf(tenant)).toEqual([]);
      expect(await made.other.entry(tenant, 'c-1')).toBeNull();
    });

    it('ends as the highest version, in whatever order and however often versions are put', async () => {
      const version = fc.record({
        version: fc.integer({ min: 1, max: 12 }),
        handoff: fc.constantFrom(null, waits, takenBy('wang', Date.parse(waits.since)), takenBy('ana', 0)),
      });
      const history = fc.uniqueArray(version, { selector: (one) => one.version, minLength: 1 });
      const order = history.chain((all) =>
        fc.array(fc.constantFrom(...all), { maxLength: 12 }).map((again) => [...again, ...all, ...again.toReversed()]),
      );
      await fc.assert(
        fc.asyncProperty(order, fc.boolean(), async (puts, atOnce) => {
          const tenant = newTenant();
          const change = (one: (typeof puts)[number]): QueueChange => ({ tenant, conversationId: 'c-1', ...one });
          const [mine, theirs] = [made.queue, made.other];
          if (atOnce) await Promise.all(puts.map((one, i) => (i % 2 ? mine : theirs).put(change(one))));
          else for (const one of puts) await mine.put(change(one));
          const last = puts.reduce((a, b) => (b.version > a.version ? b : a));
          const entry = last.handoff && { conversationId: 'c-1', version: last.version, handoff: last.handoff };
          expect(await theirs.entry(tenant, 'c-1')).toEqual(entry);
          expect(await theirs.waiting(tenant, 9)).toEqual(entry?.handoff.state === 'waiting' ? [entry] : []);
          expect(await theirs.claimed(tenant)).toEqual(entry?.handoff.state === 'claimed' ? [entry] : []);
        }),
        { numRuns: 40 },
      );
    });

    it('tells the place, and how long it takes at the rate of those who are there', async () => {
      const tenant = newTenant();
      const { queue, other } = made;
      await queue.put({ tenant, conversationId: 'c-1', version: 1, handoff: waits });
      await queue.put({ tenant, conversationId: 'c-2', version: 1, handoff: { ...waits, priority: 2 } });
      expect(await other.placeOf(tenant, 'c-1')).toEqual({ place: 2, ahead: 1, estimateMs: null });
      await queue.beat(tenant, wang, minute);
      for (const ago of [1, 5]) {
        const handoff = takenBy('wang', made.now() - ago * minute);
        const claimed = { tenant, conversationId: `c-ago-${ago}`, version: 1, handoff };
        await queue.put(claimed);
        await other.put(claimed);
      }
      // Two in five minutes.
      const place = await other.placeOf(tenant, 'c-1');
      expect(place).toEqual({ place: 2, ahead: 1, estimateMs: expect.any(Number) });
      expect(Math.abs((place?.estimateMs ?? 0) - 5 * minute)).toBeLessThan(5_000);
      await queue.leave(tenant, 'wang');
      expect((await other.placeOf(tenant, 'c-1'))?.estimateMs).toBeNull();
      expect(await other.placeOf(tenant, 'c-ago-1')).toBeNull();
      expect(await other.placeOf(tenant, 'c-never')).toBeNull();
    });

    it('knows who is there by their last beat, and who has gone', async () => {
      const tenant = newTenant();
      const { queue, other } = made;
      await queue.beat(tenant, wang, 400);
      await queue.beat(tenant, ana, 30 * minute);
      await made.pass(250);
      await other.beat(tenant, { ...wang, capacity: 1 }, 400);
      await made.pass(250);
      const there = await other.present(tenant);
      expect(there.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([ana, { ...wang, capacity: 1 }]);
      expect(await other.gone(tenant, ['wang', 'ana'], minute)).toEqual([]);
      await made.pass(450);
      expect(await other.present(tenant)).toEqual([ana]);
      expect(await other.gone(tenant, ['wang', 'ana'], minute)).toEqual(['wang']);
      await queue.leave(tenant, 'ana');
      expect(await other.gone(tenant, ['wang', 'ana'], minute)).toEqual(['wang', 'ana']);
      await queue.beat(tenant, wang, minute);
      expect(await other.gone(tenant, ['wang'], minute)).toEqual([]);
    });

    it('waits for an agent whom it has lost, before it takes them for gone', async () => {
      const tenant = newTenant();
      expect(await made.queue.gone(tenant, ['wang'], 300)).toEqual([]);
      expect(await made.other.gone(tenant, ['wang'], 300)).toEqual([]);
      expect(await made.queue.present(tenant)).toEqual([]);
      await made.pass(350);
      expect(await made.other.gone(tenant, ['wang'], 300)).toEqual(['wang']);
    });

    it('tells all who listen whose entry is another one, and that an agent came or left', async () => {
      const tenant = newTenant();
      const heard: (QueueNews | null)[] = [];
      const listening = await made.other.listen((news) => {
        if (news?.tenant === tenant) heard.push(news);
      });
      await made.queue.put({ tenant, conversationId: 'c-1', version: 1, handoff: waits });
      await made.queue.beat(tenant, wang, minute);
      // That somebody is still there is no news.
      await made.queue.beat(tenant, wang, minute);
      await made.queue.leave(tenant, 'wang');
      const wanted = [{ tenant, conversationId: 'c-1' }, ...[1, 2].map(() => ({ tenant, conversationId: null }))];
      await eventually('all is heard', 5_000, async () => (heard.length < wanted.length ? null : heard));
      expect(heard).toEqual(wanted);
      listening.close();
    });
  });
}
