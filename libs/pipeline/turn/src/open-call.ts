import { type Clock, childSignal, TurnfleetError } from '@turnfleet/core';
import type { ModelChunk, ModelClient, ModelRequest, RoutedCall } from '@turnfleet/model';
import { type CallTimer, timeCall } from './call-timer.ts';
import { bookedCall } from './spending/booked-call.ts';
import type { CallBook, PlannedCall } from './spending/call-book.ts';

/** A call that is on the book. It is sent when its chunks are asked for, which has to happen. */
export interface OpenCall {
  readonly chunks: AsyncGenerator<ModelChunk>;
  readonly watch: CallTimer;
  /** The other end stops writing, and what it wrote is billed. */
  readonly cancel: () => void;
}

export interface OpenCallDeps {
  readonly model: ModelClient;
  readonly clock: Clock;
}

/** Books a call that counts as under way. Where it cannot be booked it counts no longer; see `CallBook.reserve`. */
export async function openCall(
  { model, clock }: OpenCallDeps,
  call: RoutedCall,
  book: CallBook,
  planned: PlannedCall & { readonly request: ModelRequest },
  signal: AbortSignal,
): Promise<OpenCall> {
  const reserved = await book.reserve(planned, signal).catch((error: unknown) => {
    call.end({ kind: 'withdrawn' });
    throw error;
  });
  const own = childSignal(signal);
  const { request } = planned;
  async function* chunks(): AsyncGenerator<ModelChunk> {
    try {
      yield* bookedCall(model, reserved, request, own.signal);
    } finally {
      own[Symbol.dispose]();
    }
  }
  return {
    chunks: chunks(),
    watch: timeCall(clock, call),
    cancel: () => own.abort(new TurnfleetError('cancelled', 'Another call was faster.')),
  };
}
