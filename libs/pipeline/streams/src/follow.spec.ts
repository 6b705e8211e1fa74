import { describe, expect, it } from '@jest/globals';
import type { Journal, JournalEntry, Wake } from '@turnfleet/conversation';
import { ManualClock, settle } from '@turnfleet/core/testing';
import { openConversationEvents } from './conversation-events.ts';
import { type Followed, follow } from './follow.ts';
import { openTurnEvents } from './turn-events.ts';

/** A journal that counts how often it is read. */
function countingJournal(told: (appended: readonly JournalEntry[]) => readonly JournalEntry[] | null = () => null) {
  const entries: JournalEntry[] = [];
  const counted = { reads: 0, watching: 0 };
  let ring: Wake = () => undefined;
  const journal: Pick<Journal, 'read' | 'subscribe'> = {
    async read(_conversationId, after) {
      counted.reads++;
      const from = after === null ? 0 : Number(after.split('-')[1]);
      return { kind: 'entries', entries: entries.slice(from), end: `1-${entries.length}` };
    },
    async subscribe(_conversationId, wake) {
      ring = wake;
      let watches = 1;
      counted.watching += watches;
      const close = (): void => {
        counted.watching -= watches;
        watches = 0;
      };
      return { close };
    },
  };
  const append = (text: string): void => {
    const event = { type: 'reply.delta', turnId: 't-1', text } as const;
    const entry = { id: `1-${entries.length + 1}`, traceparent: '', event };
    entries.push(entry);
    ring(told([entry]));
  };
  return { journal, counted, append };
}

describe('following a journal', () => {
  const seenOf = (steps: readonly Followed[]): string[] =>
    steps.flatMap((step) => (step.kind === 'entries' ? step.entries.map(({ id }) => id) : [step.kind]));

  it('reads once for each append, not once more to find nothing', async () => {
    const { journal, counted, append } = countingJournal();
    const gone = new AbortController();
    const steps: Followed[] = [];
    const following = (async () => {
      for await (const step of follow({ journal, clock: new ManualClock() }, 'c-1', null, gone.signal))
        steps.push(step);
    })();
    await settle();
    const before = counted.reads;
    for (const text of ['one', 'two', 'three']) {
      append(text);
      await settle();
    }
    gone.abort();
    await following;
    expect(seenOf(steps)).toEqual(['quiet', '1-1', '1-2', '1-3']);
    // One of them as it ends: what was there by then is told.
    expect(counted.reads - before).toBe(4);
  });

  it('looks again at once after what was appended while the consumer was busy', async () => {
    const { journal, append } = countingJournal();
    const gone = new AbortController();
    const steps = follow({ journal, clock: new ManualClock() }, 'c-1', null, gone.signal);
    await steps.next();
    append('one');
    const first = await steps.next();
    append('two');
    const second = await steps.next();
    expect(seenOf([first.value, second.value])).toEqual(['1-1', '1-2']);
    gone.abort();
    await steps.return(undefined);
  });

  it('does not read what it is told of', async () => {
    const { journal, counted, append } = countingJournal((appended) => appended);
    const gone = new AbortController();
    const steps = follow({ journal, clock: new ManualClock() }, 'c-1', null, gone.signal);
    const seen = [await steps.next()];
    const before = counted.reads;
    append('one');
    seen.push(await steps.next());
    for (const text of ['two', 'three']) append(text);
    seen.push(await steps.next());
    expect(seenOf(seen.map(({ value }) => value as Followed))).toEqual(['quiet', '1-1', '1-2', '1-3']);
    expect(counted.reads).toBe(before);
    gone.abort();
    await steps.return(undefined);
  });

  it('reads where it is not told, or where what it is told does not come next', async () => {
    const strange: JournalEntry = { id: '2-2', traceparent: '', event: { type: 'turn.started', turnId: 't-1' } };
    let asked = 0;
    const answers = [null, [strange], []];
    const { journal, counted, append } = countingJournal((appended) => {
      const answer = answers[asked++];
      return answer === undefined ? appended : answer;
    });
    const gone = new AbortController();
    const steps = follow({ journal, clock: new ManualClock() }, 'c-1', null, gone.signal);
    const seen = [await steps.next()];
    const before = counted.reads;
    for (const text of ['one', 'two', 'three']) {
      append(text);
      seen.push(await steps.next());
    }
    // Busy while more is appended than is kept for it.
    for (let i = 4; i <= 60; i++) append(`${i}`);
    seen.push(await steps.next());
    expect(seenOf(seen.map(({ value }) => value as Followed))).toEqual([
      'quiet',
      ...Array.from({ length: 60 }, (_, i) => `1-${i + 1}`),
    ]);
    expect(counted.reads - before).toBe(4);
    gone.abort();
    await steps.return(undefined);
  });
});

describe('a reader who comes back', () => {
  const gateway = { view: async () => null, reply: async () => null };
  const ways = {
    'to a conversation': async (deps: ReturnType<typeof depsOf>, signal: AbortSignal) =>
      (await openConversationEvents(deps, 'c-1', '1-1', signal)).events,
    'to a turn': (deps: ReturnType<typeof depsOf>, signal: AbortSignal) =>
      openTurnEvents(deps, { conversationId: 'c-1', turnId: 't-1' }, '1-1', signal),
  };
  const depsOf = ({ journal }: ReturnType<typeof countingJournal>) => ({ journal, gateway, clock: new ManualClock() });

  describe.each(Object.entries(ways))('%s', (_name, open) => {
    it('has what it missed by one look at the journal, and waits for the rest without another', async () => {
      const scene = countingJournal();
      for (const text of ['one', 'two']) scene.append(text);
      const gone = new AbortController();
      const events = await open(depsOf(scene), gone.signal);
      expect(await events?.next()).toMatchObject({ value: { id: '1-2' } });
      void events?.next();
      await settle();
      expect(scene.counted).toEqual({ reads: 1, watching: 1 });
      gone.abort();
      await settle();
      expect(scene.counted.watching).toBe(0);
    });

    it('holds nothing of the journal once it is gone, also if it never read', async () => {
      const scene = countingJournal();
      for (const text of ['one', 'two']) scene.append(text);
      const gone = new AbortController();
      await open(depsOf(scene), gone.signal);
      expect(scene.counted.watching).toBe(1);
      gone.abort();
      expect(scene.counted.watching).toBe(0);
    });
  });
});
