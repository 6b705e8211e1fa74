import type { Readable } from 'node:stream';
import { TurnfleetError } from '@turnfleet/core';
import { type SseEvent, SseReader } from '@turnfleet/core/sse';

/** Bytes of an answer that came whole; a long one has some ten thousand. */
const longestWhole = 1_048_576;

/**
 * The events of a body, in the portions in which they came. One that is no stream of events is one event if it is JSON – a
 * whole completion, or an error under a 200 – and fails with `model_unavailable` if it is a web page. Leaves the body open.
 */
export async function* readBody(body: Readable): AsyncGenerator<readonly SseEvent[]> {
  const portions = body.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
  const reader = new SseReader(endlessEvent);
  const whole: Uint8Array[] = [];
  let kind: 'unknown' | 'events' | 'json' = 'unknown';
  for await (const portion of portions) {
    if (kind === 'unknown') kind = kindOf(Buffer.concat([...whole, portion]));
    if (kind === 'events') {
      for (const bytes of [...whole.splice(0), portion]) yield reader.push(bytes);
      continue;
    }
    whole.push(portion);
    if (whole.reduce((sum, { length }) => sum + length, 0) > longestWhole) throw tooLong();
  }
  if (kind === 'json')
    yield [
      {
        event: 'message',
        data: Buffer.concat(whole)
          .toString('utf8')
          .replace(/^\uFEFF/, ''),
      },
    ];
  else yield reader.end();
}

/** What the first character that is not blank begins. */
function kindOf(bytes: Buffer): 'unknown' | 'events' | 'json' {
  const [first] = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (first === undefined) return 'unknown';
  if (first === '<') throw webPage();
  return first === '{' || first === '[' ? 'json' : 'events';
}

function webPage(): TurnfleetError {
  return new TurnfleetError('model_unavailable', 'The model endpoint answered with a web page.', {
    suggestion: 'Check the base URL (it may lack /v1) and whether a login page or a proxy stands before the endpoint.',
  });
}

const endlessEvent = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model endpoint sent an event that is too long to be one.');

const tooLong = (): TurnfleetError =>
  new TurnfleetError('model_unavailable', 'The model endpoint sent a whole answer that is too long to be one.');
