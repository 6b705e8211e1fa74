import { describe, expect, it } from '@jest/globals';
import { abortReason, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { ModelChunk } from '@turnfleet/model';
import { HedgedCall } from './hedged-call.ts';
import type { OpenCall } from './open-call.ts';

const end: ModelChunk = { kind: 'end', toolCalls: [], reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } };

/** A call that begins to speak after so many milliseconds, or fails then; what becomes of it is noted in `log`. */
function scripted(name: string, clock: ManualClock, log: string[], ms: number, fails = false) {
  const off = new AbortController();
  async function* chunks(): AsyncGenerator<ModelChunk> {
    log.push(`${name} asked`);
    try {
      await new Promise<void>((resolve, reject) => {
        clock.setTimer(ms, () => resolve());
        off.signal.addEventListener('abort', () => reject(abortReason(off.signal)));
      });
      if (fails) throw new TurnfleetError('model_unavailable', `${name} is down.`);
      yield { kind: 'text', text: name };
      yield end;
    } finally {
      log.push(`${name} billed`);
    }
  }
  const note = (what: string) => (): void => void log.push(`${name} ${what}`);
  const watch = {
    began: note('began'),
    ended: note('ended'),
    outrun: note('outrun'),
    withdrawn: note('withdrawn'),
    failed: note('failed'),
  };
  const cancel = (): void => off.abort(new TurnfleetError('cancelled', 'called off'));
  return { chunks: chunks(), watch, cancel } satisfies OpenCall;
}

interface Scene {
  readonly first: readonly [number, boolean?];
  readonly second?: readonly [number, boolean?] | null;
}

/** What a reader hears, after how long, and what became of the calls; the second is asked after 100 ms. */
async function hear({ first, second = [10] }: Scene, read = 10) {
  const clock = new ManualClock();
  const log: string[] = [];
  const hedge = {
    afterMs: 100,
    open: async () => second && scripted('second', clock, log, ...second),
    ended: (winner: string | null) => void log.push(`won by ${winner}`),
  };
  const call = new HedgedCall(clock, scripted('first', clock, log, ...first), hedge, new AbortController().signal);
  const heard: string[] = [];
  const reading = (async () => {
    for await (const chunk of call.chunks()) {
      heard.push(chunk.kind === 'text' ? chunk.text : chunk.kind);
      if (heard.length === read) break;
    }
  })().catch((error: unknown) => heard.push(error instanceof Error ? error.message : ''));
  let done = false;
  void reading.then(() => (done = true));
  while (!done) await clock.advance(10);
  return { heard, log, ms: clock.monotonic(), watch: call.watch };
}

describe('a call with a hedge', () => {
  it('is alone as long as it speaks in time, or fails in time', async () => {
    expect((await hear({ first: [90] })).log).toEqual(['first asked', 'first billed']);
    const { heard, log } = await hear({ first: [90, true] });
    expect([heard, log]).toEqual([['first is down.'], ['first asked', 'first billed']]);
  });

  it('hands over to the second that speaks first, and is called off and billed before the end', async () => {
    const { heard, log, ms } = await hear({ first: [5_000] });
    expect(heard).toEqual(['second', 'end']);
    expect(log).toEqual([
      ...['first asked', 'second asked', 'won by second', 'first outrun', 'first billed', 'second billed'],
    ]);
    expect(ms).toBeLessThan(200);
  });

  it('that speaks first after all goes on, and the second is called off and billed', async () => {
    const { heard, log } = await hear({ first: [150], second: [5_000] });
    expect(heard).toEqual(['first', 'end']);
    expect(log.slice(2)).toEqual(['won by first', 'second withdrawn', 'second billed', 'first billed']);
  });

  it('that fails later leaves it to the second, and is told as failed', async () => {
    const { heard, log } = await hear({ first: [150, true], second: [300] });
    expect(heard).toEqual(['second', 'end']);
    expect(log).toContain('first failed');
  });

  it('goes on when the second fails', async () => {
    const { heard, log } = await hear({ first: [300], second: [10, true] });
    expect(heard).toEqual(['first', 'end']);
    expect(log).toContain('second failed');
  });

  it('fails for its own reason when both fail, and the failure of the second is told', async () => {
    const { heard, log } = await hear({ first: [300, true], second: [10, true] });
    expect(heard).toEqual(['first is down.']);
    expect(log).toEqual(expect.arrayContaining(['won by null', 'second failed', 'second billed', 'first billed']));
    expect(log).not.toContain('first failed');
  });

  it('goes on alone where nobody can be asked', async () => {
    expect(await hear({ first: [300], second: null })).toMatchObject({
      heard: ['first', 'end'],
      log: ['first asked', 'first billed'],
    });
  });

  it('leaves nothing open when its reader leaves early', async () => {
    const { log } = await hear({ first: [5_000] }, 1);
    expect(log).toEqual(expect.arrayContaining(['first billed', 'second billed']));
  });
});
