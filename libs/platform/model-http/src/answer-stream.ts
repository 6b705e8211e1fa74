import type { Readable } from 'node:stream';
import { abortReason, type Clock } from '@turnfleet/core';
import { AnswerText, type Deployment, type ModelChunk, type ModelRequest, type StreamFold } from '@turnfleet/model';
import { CallBill } from './call-bill.ts';
import type { Dialects } from './dialects.ts';
import type { Endpoint } from './endpoint.ts';
import { readBody } from './read-body.ts';
import { calledInWords, readEnd } from './read-end.ts';
import { sdkFailure } from './sdk-failure.ts';
import { send } from './send.ts';
import type { CallLimits, Vendor } from './vendor.ts';

export interface Call {
  readonly vendor: Vendor;
  readonly endpoint: Endpoint;
  readonly request: ModelRequest;
  readonly deployment: Deployment;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: CallLimits;
}

interface AnswerStreamDeps {
  readonly clock: Clock;
  readonly dialects: Dialects;
}

/** What may follow an answer that is complete: usage, `[DONE]`. Nobody waits longer for it. */
const afterEndMs = 2_000;

/** One model call: fails as `ModelClient.stream` does. Leaving it early, or `signal`, closes its socket at once. */
export async function* answerStream(
  call: Call,
  signal: AbortSignal,
  { clock, dialects }: AnswerStreamDeps,
): AsyncGenerator<ModelChunk> {
  const { vendor, endpoint, request } = call;
  const giveUp = new AbortController();
  const bill = new CallBill(request);
  let body: Readable | undefined;
  const stop = (): void => {
    giveUp.abort();
    body?.destroy(abortReason(signal));
  };
  if (signal.aborted) {
    request.ticket?.billed({ inputTokens: 0, outputTokens: 0 }, false);
    throw abortReason(signal);
  }
  signal.addEventListener('abort', stop, { once: true });
  try {
    const response = await send(call, dialects, giveUp.signal);
    body = endpoint.bodyOf(response);
    if (signal.aborted) throw abortReason(signal);
    const fold = vendor.fold(request.tools.map(({ name }) => name));
    bill.hears(fold);
    const shown = new AnswerText();
    const text = yield* readText(body, fold, shown, bill, clock, signal);
    const end = readEnd(fold.end());
    // Where it may not call, what it said beside the call is its answer.
    const mayCall = request.toolChoice !== 'none' || text.trim() === '';
    if (shown.calledInWords && end.toolCalls.length === 0 && mayCall) throw calledInWords();
    endpoint.release(body);
    body = undefined;
    yield { kind: 'end', ...end, usage: bill.ended() };
  } catch (error) {
    bill.failed(error);
    throw signal.aborted ? abortReason(signal) : sdkFailure(error, clock.now());
  } finally {
    signal.removeEventListener('abort', stop);
    body?.destroy();
    bill.tell();
  }
}

/** Yields the text as it arrives and returns all of it, once the vendor or the connection has ended the answer. */
async function* readText(
  body: Readable,
  fold: StreamFold,
  shown: AnswerText,
  bill: CallBill,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ModelChunk, string> {
  let all = '';
  let ending: { cancel(): void } | undefined;
  try {
    for await (const events of readBody(body)) {
      for (const event of events) {
        if (fold.done) break;
        const said = fold.take(event);
        bill.received(said);
        const { text, reset } = shown.push(said);
        if (reset) yield { kind: 'reset' };
        if (text !== '') yield { kind: 'text', text };
        all = reset ? text : all + text;
      }
      if (fold.done) break;
      if (fold.ended) ending ??= clock.setTimer(afterEndMs, () => body.destroy());
    }
  } catch (error) {
    // What breaks behind a whole answer takes nothing of it away.
    if (!fold.ended || signal.aborted) throw error;
  } finally {
    ending?.cancel();
  }
  const rest = shown.end();
  if (rest !== '') yield { kind: 'text', text: rest };
  return all + rest;
}
