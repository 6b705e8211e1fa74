import { TurnfleetError } from '@turnfleet/core';
import { type SseEvent, SseReader } from '@turnfleet/core/sse';

/** Bytes of an answer that came whole; a long one has some ten thousand. */
const longestWhole = 1_048_576;

/**
 * The events in a body, as its bytes come. One that is no stream of events is one event if it is JSON – a whole completion,
 * or an error under a 200 – and fails with `model_unavailable` if it is a web page.
 */
export class BodyEvents {
  #sse: SseReader | null = null;
  #whole: Uint8Array[] = [];
  #length = 0;
  #isJson = false;

  push(bytes: Uint8Array): readonly SseEvent[] {
    if (this.#sse) return this.#sse.push(bytes);
    this.#whole.push(bytes);
    this.#length += bytes.length;
    if (this.#length > longestWhole) throw tooLong();
    const kind = this.#isJson ? 'json' : kindOf(this.#whole);
    this.#isJson = kind === 'json';
    if (kind !== 'events') return [];
    this.#sse = new SseReader(endlessEvent);
    return this.#sse.push(this.#taken());
  }

  end(): readonly SseEvent[] {
    if (this.#sse) return this.#sse.end();
    if (!this.#isJson) return [];
    return [{ event: 'message', data: textOf(this.#taken()) }];
  }

  #taken(): Uint8Array {
    const [first, ...more] = this.#whole;
    this.#whole = [];
    return first && more.length === 0 ? first : Buffer.concat(first ? [first, ...more] : more);
  }
}

/** What the first character that is not blank begins. */
function kindOf(portions: readonly Uint8Array[]): 'unknown' | 'events' | 'json' {
  const [first] = portions.length === 1 ? portions : [Buffer.concat(portions)];
  const [mark] = first ? textOf(first.subarray(0, longestBlank)).trimStart() : '';
  if (mark === undefined) return first && first.length > longestBlank ? 'events' : 'unknown';
  if (mark === '<') throw webPage();
  return mark === '{' || mark === '[' ? 'json' : 'events';
}

/** Bytes that may stand before the first character. */
const longestBlank = 1_024;

const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('utf8')
    .replace(/^\uFEFF/, '');

function webPage(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model endpoint answered with a web page.', {
    suggestion: 'Check the base URL (it may lack /v1) and whether a login page or a proxy stands before the endpoint.',
  });
}

const endlessEvent = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model endpoint sent an event that is too long to be one.');

const tooLong = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model endpoint sent a whole answer that is too long to be one.');
