import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { orAbort } from './or-abort.ts';
import { TurnfleetError } from './turnfleet-error.ts';

const reason = new TurnfleetError('cancelled', 'The shopper left.');

describe('work or the end of a signal', () => {
  it('is what the work says, and leaves nothing on the signal', async () => {
    const { signal } = new AbortController();
    expect(await orAbort(Promise.resolve(7), signal)).toBe(7);
    await expect(orAbort(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is the reason of the signal, when it aborts first and when it had aborted before', async () => {
    const controller = new AbortController();
    const work = orAbort(new Promise(() => undefined), controller.signal);
    controller.abort(reason);
    await expect(work).rejects.toBe(reason);
    await expect(orAbort(new Promise(() => undefined), controller.signal)).rejects.toBe(reason);
  });

  it('lets no failure escape that comes after the signal', async () => {
    const escaped: unknown[] = [];
    const escape = (error: unknown): void => void escaped.push(error);
    process.on('unhandledRejection', escape);
    const late = Promise.withResolvers<never>();
    await expect(orAbort(late.promise, AbortSignal.abort(reason))).rejects.toBe(reason);
    late.reject(new Error('too late'));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', escape);
    expect(escaped).toEqual([]);
  });
});
