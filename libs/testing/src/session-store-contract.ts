import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BusMessage, newSession, noticesKept, type SessionState, type SessionStore } from '@turnfleet/session';
import { eventually } from './eventually.ts';

interface SessionStoreHarness {
  readonly store: SessionStore;
  /** Another process's way to the same. */
  readonly other: SessionStore;
  /** Lets that much time pass by the store's clock. */
  readonly pass: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

const later: SessionState = {
  acknowledged: 7,
  positions: { 'c-1': { after: '17-3', since: 1 }, '/notices': { after: null, since: 1 } },
  runs: [
    { from: 8, source: 'c-1', after: '17-3' },
    { from: 9, source: 'c-1', after: '17-9', alone: true },
  ],
};

let count = 0;
const newName = (): string => `${process.pid}-${Date.now()}-${count++}`;
const minute = 60_000;

/** What every `SessionStore` must do. */
export function sessionStoreContract(name: string, makeHarness: () => Promise<SessionStoreHarness>): void {
  describe(`${name} as a SessionStore`, () => {
    let made: SessionStoreHarness;
    beforeAll(async () => {
      made = await makeHarness();
    });
    afterAll(() => made.stop());

    it('gives a session to whoever takes it over, as it was saved last, under a higher epoch', async () => {
      const id = newName();
      await made.store.open(id, 'me', newSession, minute);
      expect(await made.store.save(id, 'me', { epoch: 1, state: later }, minute)).toBe(true);
      expect(await made.other.take(id, 'me', minute)).toEqual({ epoch: 2, state: later });
      expect(await made.store.take(id, 'me', minute)).toEqual({ epoch: 3, state: later });
    });

    it('refuses what somebody saves or ends whom another has taken over from', async () => {
      const id = newName();
      await made.store.open(id, 'me', newSession, minute);
      await made.other.take(id, 'me', minute);
      expect(await made.store.save(id, 'me', { epoch: 1, state: later }, minute)).toBe(false);
      await made.store.end(id, 1);
      expect(await made.other.take(id, 'me', minute)).toEqual({ epoch: 3, state: newSession });
    });

    it('gives nobody the session of another, one that has ended, or one that never was', async () => {
      const id = newName();
      await made.store.open(id, 'me', newSession, minute);
      expect(await made.other.take(id, 'somebody else', minute)).toBeNull();
      await made.store.end(id, 1);
      expect(await made.other.take(id, 'me', minute)).toBeNull();
      expect(await made.other.take(newName(), 'me', minute)).toBeNull();
    });

    it('forgets a session after its time, which every save begins anew', async () => {
      const id = newName();
      await made.store.open(id, 'me', newSession, 400);
      await made.pass(250);
      await made.store.save(id, 'me', { epoch: 1, state: later }, 400);
      await made.pass(250);
      expect(await made.other.take(id, 'me', 400)).toEqual({ epoch: 2, state: later });
      await made.pass(450);
      expect(await made.other.take(id, 'me', 400)).toBeNull();
    });

    it('keeps a session that it had lost, when it is saved again', async () => {
      const id = newName();
      expect(await made.store.save(id, 'me', { epoch: 4, state: later }, minute)).toBe(true);
      expect(await made.other.take(id, 'me', minute)).toEqual({ epoch: 5, state: later });
    });

    it('numbers notices of a tenant without gaps, and gives those that came after one', async () => {
      const tenant = `店 ${newName()}`;
      expect(await made.store.noticesAfter(tenant, null)).toEqual({ notices: [], end: null });
      const first = await made.store.post(tenant, '一');
      const second = await made.other.post(tenant, '二');
      const [generation, number] = first.split('-');
      expect(second).toBe(`${generation}-${Number(number) + 1}`);
      const both = [
        { id: first, text: '一' },
        { id: second, text: '二' },
      ];
      expect(await made.other.noticesAfter(tenant, null)).toEqual({ notices: both, end: second });
      expect(await made.store.noticesAfter(tenant, first)).toEqual({ notices: both.slice(1), end: second });
      expect(await made.store.noticesAfter(tenant, second)).toEqual({ notices: [], end: second });
      expect(await made.store.noticesAfter(tenant, '1-999')).toEqual({ notices: both, end: second });
      expect(await made.store.noticesAfter(newName(), null)).toEqual({ notices: [], end: null });
    });

    it('keeps so many notices, the latest', async () => {
      const tenant = newName();
      for (let i = 0; i < noticesKept + 3; i++) await made.store.post(tenant, String(i));
      const { notices } = await made.store.noticesAfter(tenant, null);
      expect(notices).toHaveLength(noticesKept);
      expect(notices[0]?.text).toBe('3');
    });

    it('tells all who listen who has taken a session over, of notices, and what was told', async () => {
      const heard: (BusMessage | null)[] = [];
      const listening = await made.other.listen((message) => heard.push(message));
      const id = newName();
      const tenant = newName();
      const signal: BusMessage = {
        ...{ kind: 'signal', conversationId: 'c-1', from: id, user: 'ana', what: 'typing', on: true },
      };
      await made.store.open(id, 'me', newSession, minute);
      await made.store.take(id, 'me', minute);
      await made.store.post(tenant, '!');
      await made.store.tell(signal);
      const wanted = [{ kind: 'taken', session: id, epoch: 2 }, { kind: 'notice', tenant }, signal];
      await eventually('all is heard', 5_000, async () => (heard.length < wanted.length ? null : heard));
      expect(heard).toEqual(wanted);
      listening.close();
      await made.store.tell(signal);
      expect(heard).toEqual(wanted);
    });
  });
}
