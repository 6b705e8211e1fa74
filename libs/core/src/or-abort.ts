import { abortReason } from './clock.ts';

/**
 * What the work says, unless the signal aborts before: then its reason, as one of our errors. For work that does not listen
 * to the signal; what it does later is its own affair, a failure then is ignored.
 */
export async function orAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(abortReason(signal));
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
