import { abortReason, type Clock } from '@turnfleet/core';
import type { Deployment, ModelChunk, ModelRequest, StreamFold } from '@turnfleet/model';
import { AnswerReader } from './answer-reader.ts';
import { CallBill } from './call-bill.ts';
import type { CallWatch } from './call-watch.ts';
import type { Dialects } from './dialects.ts';
import type { Endpoint } from './endpoint.ts';
import type { Exchange } from './exchange.ts';
import { calledInWords, readEnd } from './read-end.ts';
import { sdkFailure } from './sdk-failure.ts';
import { send } from './send.ts';
import type { CallLimits, Vendor } from './vendor.ts';

export interface Call {
  readonly vendor: Vendor;
  readonly endpoint: Endpoint;
  readonly request: ModelRequest;
  readonly deployment: Deployment;
  /** Beside those of every call: name, value, name, value. */
  readonly headers: readonly string[];
  readonly limits: CallLimits;
  readonly watch: CallWatch;
}

interface AnswerStreamDeps {
  readonly clock: Clock;
  readonly dialects: Dialects;
}

/** What may follow an answer that is complete: usage, `[DONE]`. Nobody waits longer for it. */
const afterEndMs = 2_000;

/**
 * One model call, begun when its reader begins: fails as `ModelClient.stream` does. Leaving it early, or `signal`, closes its
 * socket at once. One generator all the way: each further one costs every delta.
 */
export async function* answerStream(
  begin: () => Call,
  signal: AbortSignal,
  { clock, dialects }: AnswerStreamDeps,
): AsyncGenerator<ModelChunk> {
  const call = begin();
  const { vendor, request, watch } = call;
  const bill = new CallBill(request);
  let exchange: Exchange | undefined;
  let ending: { cancel(): void } | undefined;
  try {
    if (signal.aborted) throw bill.notSent(abortReason(signal));
    exchange = await send(call, dialects, signal);
    const answering = exchange;
    const fold = vendor.fold(request.tools.map(({ name }) => name));
    bill.hears(fold);
    const answer = new AnswerReader(fold, bill);
    for (let over = false; !over; ) {
      const portions = answer.over ? [] : await next(answering, fold, signal);
      over = portions.length === 0;
      const { text, reset } = over ? answer.end() : answer.read(portions);
      if (reset) yield { kind: 'reset' };
      if (text !== '') yield { kind: 'text', text };
      if (fold.ended) ending ??= clock.setTimer(afterEndMs, () => answering.end());
    }
    const end = readEnd(fold.end());
    // Where it may not call, what it said beside the call is its answer.
    const mayCall = request.toolChoice !== 'none' || answer.text.trim() === '';
    if (answer.calledInWords && end.toolCalls.length === 0 && mayCall) throw calledInWords();
    answering.release();
    const ended = { kind: 'end' as const, ...end, usage: bill.ended() };
    watch.ended(ended);
    yield ended;
  } catch (error) {
    bill.failed(error);
    throw watch.failed(signal.aborted ? abortReason(signal) : sdkFailure(error, clock.now()));
  } finally {
    ending?.cancel();
    exchange?.leave();
    bill.tell();
    watch.left();
  }
}

async function next(exchange: Exchange, fold: StreamFold, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  try {
    return await exchange.take();
  } catch (error) {
    // What breaks behind a whole answer takes nothing of it away.
    if (!fold.ended || signal.aborted) throw error;
    return [];
  }
}
