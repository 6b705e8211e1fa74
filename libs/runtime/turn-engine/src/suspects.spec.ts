import { describe, expect, it } from '@jest/globals';
import { start } from './testing/index.ts';

describe('Suspects', () => {
  it('run one at a time, alone of their kind, in the order in which they were suspected', async () => {
    const { given, running, texts, end } = await start();
    await given('a@0', 'b@1', 'c@2');
    for (const text of ['c@2', 'a@0', 'b@1']) await end(text, 'suspect');
    for (const text of ['c@2', 'a@0', 'b@1']) {
      expect(texts()).toEqual([text]);
      expect(running[0]?.context.alone).toBe(true);
      await end(text);
    }
  });

  it('hold up their own lane and nobody else', async () => {
    const { given, texts, end } = await start();
    await given('a@0', 'b@1', 'a@2', 'b@3', 'c@4');
    await end('a@0', 'suspect');
    await end('b@1', 'suspect');
    expect(texts()).toEqual(['c@4', 'a@0']);
    await given('c@5', 'd@6');
    await end('c@4');
    expect(texts()).toEqual(['a@0', 'd@6', 'c@5']);
    await end('a@0');
    expect(texts()).toEqual(['d@6', 'c@5', 'b@1', 'a@2']);
  });

  it('are one of the whole worker, not one of each partition', async () => {
    const { given, texts, end } = await start({}, 2);
    await given('a@0/0', 'b@0/1');
    await end('a@0', 'suspect');
    await end('b@0', 'suspect');
    expect(texts()).toEqual(['a@0']);
  });

  it('are counted while they wait, until they run or their partition goes away', async () => {
    const { engine, log, given, end } = await start({}, 2);
    await given('a@0/0', 'b@0/1', 'c@1/1');
    for (const text of ['a@0', 'b@0', 'c@1']) await end(text, 'suspect');
    expect(engine.stats()).toMatchObject({ suspects: 2, running: 1, waiting: 2 });
    await end('a@0');
    expect(engine.stats()).toMatchObject({ suspects: 1, running: 1 });
    await log.assign([0]);
    expect(engine.stats()).toMatchObject({ suspects: 0 });
  });

  it('take a place like everyone: none runs beyond the capacity, and it is the next to get one', async () => {
    const { given, texts, end } = await start({ capacity: { turns: 2, bytes: 10_000 } });
    await given('a@0', 'b@1', 'c@2', 'd@3');
    await end('a@0', 'suspect');
    expect(texts()).toEqual(['b@1', 'a@0']);
    await end('b@1', 'suspect');
    expect(texts()).toEqual(['a@0', 'c@2']);
    await end('a@0');
    expect(texts()).toEqual(['c@2', 'b@1']);
  });

  it('do not wait behind one whose partition went away or is being claimed', async () => {
    const gate = Promise.withResolvers<string>();
    let claims = 0;
    const claim = (partition: number) => (++claims > 3 ? gate.promise : Promise.resolve(`${partition}`));
    const { given, texts, end, log, clock } = await start({ claim }, 3);
    await given('a@0/0', 'b@0/1', 'c@0/2', 'd@1/1');
    for (const text of ['a@0', 'b@0', 'c@0']) await end(text, 'suspect');
    expect(texts()).toEqual(['d@1', 'a@0']);
    await end('d@1', 'reclaim');
    await log.assign([1, 2]);
    await end('a@0', 'released');
    await clock.advance(200);
    expect(texts()).toEqual(['c@0']);
    await end('c@0');
    expect(texts()).toEqual([]);
    gate.resolve('again');
    await clock.advance(200);
    expect(texts()).toEqual(['b@0', 'd@1']);
  });

  it('that fail or are given back while alone are no longer waited for', async () => {
    const { given, running, end, clock } = await start();
    await given('a@0', 'b@1');
    await end('a@0', 'suspect');
    await end('b@1', 'suspect');
    running[0]?.fail(new Error('a bug'));
    await clock.advance(100);
    expect(running.map(({ text, context }) => [text, context.alone])).toEqual([
      ['b@1', true],
      ['a@0', false],
    ]);
  });

  it('rest first when they are suspected even alone', async () => {
    const { given, texts, end, clock } = await start();
    await given('a@0');
    await end('a@0', 'suspect');
    await end('a@0', 'suspect');
    expect(texts()).toEqual([]);
    await clock.advance(100);
    expect(texts()).toEqual(['a@0']);
  });

  it('that the log replaced are let go', async () => {
    const { given, texts, end, log } = await start();
    await given('a@0', 'b@1');
    await end('b@1', 'suspect');
    await end('a@0', 'suspect');
    log.truncate(0);
    await given('x@0', 'y@1');
    expect(texts()).toEqual(['b@1', 'x@0', 'y@1']);
    await end('b@1');
    expect(texts()).toEqual(['x@0', 'y@1']);
  });

  it('are left for the next owner by a drain', async () => {
    const { given, engine, end, clock } = await start();
    await given('a@0', 'b@1');
    await end('a@0', 'suspect');
    await end('b@1', 'suspect');
    const drained = engine.drain();
    await end('a@0');
    expect(await drained).toEqual({ finished: 1, left: 1, committed: true });
    expect(clock.pending).toBe(0);
  });
});
