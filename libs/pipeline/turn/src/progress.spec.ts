import { describe, expect, it } from '@jest/globals';
import type { TurnProgress } from '@turnfleet/conversation';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock, seededRandom } from '@turnfleet/core/testing';
import fc from 'fast-check';
import { startProgress } from './progress.ts';

/** A journal that is idempotent by number and, like a real one, may apply an append whose answer is lost. */
function journal(fate: () => 'ok' | 'lost before' | 'lost after' = () => 'ok') {
  const held: TurnProgress[] = [];
  let appends = 0;
  return {
    held,
    appends: () => appends,
    text: () =>
      held.reduce(
        (text, event) => (event.type === 'reply.delta' ? text + event.text : event.type === 'reply.reset' ? '' : text),
        '',
      ),
    append: async (events: readonly TurnProgress[], first: number): Promise<void> => {
      appends++;
      const outcome = fate();
      if (outcome !== 'lost before') {
        events.forEach((event, i) => {
          if (first + i === held.length + 1) held.push(event);
        });
      }
      if (outcome !== 'ok') throw new TurnfleetError('overloaded', 'The journal cannot be reached.');
    },
  };
}

const given = (clock: ManualClock, { append }: Pick<ReturnType<typeof journal>, 'append'>) =>
  startProgress({ clock, turnId: 't-1', numbering: { next: 1 }, append, refused: () => undefined });

describe('progress', () => {
  it('sends the first word at once and the next ones in frames', async () => {
    const clock = new ManualClock();
    const target = journal();
    const progress = given(clock, target);

    progress.delta('In');
    await clock.advance(0);
    for (const word of [' stock', ' in', ' Shanghai']) progress.delta(word);
    await clock.advance(5);
    expect(target.text()).toBe('In');

    await clock.advance(15);
    expect(target.text()).toBe('In stock in Shanghai');
    expect(target.appends()).toBe(2);
    expect(clock.pending).toBe(0);
  });

  it('keeps events in order around a reset and knows which text stands', async () => {
    const target = journal();
    const progress = given(new ManualClock(), target);

    progress.event({ type: 'turn.started', turnId: 't-1' });
    progress.delta('Wrong');
    progress.reset('another model took over');
    progress.delta('Right');
    await progress.flush();

    expect(target.held.map(({ type }) => type)).toEqual(['turn.started', 'reply.delta', 'reply.reset', 'reply.delta']);
    expect(progress.text).toBe('Right');
  });

  it('reports at the flush that the journal cannot be reached, and sends everything when it is back', async () => {
    let away = true;
    const target = journal(() => (away ? 'lost before' : 'ok'));
    const progress = given(new ManualClock(), target);

    progress.delta('In stock');
    await expect(progress.flush()).rejects.toMatchObject({ kind: 'overloaded' });
    away = false;
    await progress.flush();

    expect(target.text()).toBe('In stock');
  });

  it('loses and doubles no text when answers of the journal are lost while deltas keep coming', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.array(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 }),
        async (seed, words) => {
          const random = seededRandom(seed);
          const fates = ['ok', 'lost before', 'lost after'] as const;
          const target = journal(() => fates[Math.floor(random() * 3)] ?? 'ok');
          const clock = new ManualClock();
          const progress = given(clock, target);
          for (const word of words) {
            progress.delta(word);
            if (random() < 0.5) await clock.advance(Math.floor(random() * 30));
          }
          const flushed = async (): Promise<boolean> =>
            progress.flush().then(
              () => true,
              () => false,
            );
          while (!(await flushed()));
          expect(target.text()).toBe(words.join(''));
        },
      ),
      { numRuns: 100 },
    );
  });
});
