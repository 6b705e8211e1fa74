import { Readable } from 'node:stream';
import type { Behaviour, Fault, FaultKind } from '@turnfleet/contract/simulator';
import { type Clock, type Random, TurnfleetError } from '@turnfleet/core';
import { sseContentType } from '@turnfleet/core/sse';
import type { AskedOfModel, Envelope, Framing } from '@turnfleet/model';
import { answer } from './answer.ts';
import type { Bill, Books } from './books.ts';
import { fits, spoiled } from './faults/answer-faults.ts';
import { breaks, broken, failBefore, isRefusal, lastFrame } from './faults/connection-faults.ts';
import { FaultPlan } from './faults/fault-plan.ts';
import { endOf, type Generation, generate, type Piece, wholeOf } from './generation.ts';
import type { Work } from './in-flight.ts';
import { type Latency, paced } from './pace.ts';
import { seededRandom, vendorId } from './seeded-random.ts';
import { exchangeOf } from './wire/exchange-of.ts';
import type { SimulatedVendor } from './wire/vendors.ts';

interface Answering {
  readonly clock: Clock;
  readonly random: Random;
  readonly work: Work;
  readonly books: Books;
  /** What the client calls this request, null if nothing. */
  readonly call: string | null;
  /** Global faults, counted across requests. */
  readonly faults: FaultPlan;
  readonly latency: Latency;
  /** What this one request asked for on top. */
  readonly own: Behaviour;
}

interface Answered {
  readonly type: typeof sseContentType | 'application/json; charset=utf-8';
  readonly body: Readable | string;
}

/** One request to the model, from what it asks to the bytes of the answer. Faults of the status come as errors. */
export async function answerRequest(vendor: SimulatedVendor, asked: AskedOfModel, scene: Answering): Promise<Answered> {
  const exchange = exchangeOf(asked);
  const random = exchange.seed === null ? scene.random : seededRandom(exchange.seed, exchange.messages, exchange.tools);
  const idPrefix = vendor.idPrefix.toolCall;
  const honest = { exchange, answer: answer(exchange, random, idPrefix), random, idPrefix };
  const fault = chosenFault(scene, exchange.model, (kind) => fits(kind, honest));
  if (fault && isRefusal(fault)) await failBefore(fault, scene.work);
  const generation = generate(exchange, spoiled(fault?.kind, honest));
  const bill = scene.books.take(exchange, scene.call, generation.inputTokens, scene.clock.now());
  if (fault) await failBefore(fault, scene.work);
  const envelope: Envelope = {
    id: vendorId(random, vendor.idPrefix.answer),
    model: exchange.model,
    createdAt: scene.clock.now(),
    includeUsage: asked.includeUsage,
    inputTokens: generation.inputTokens,
  };
  const latency = { ...scene.latency, ...scene.own.latency };
  const pieces = paced(generation.pieces, latency, scene.clock, scene.work.signal);
  if (asked.stream) {
    const frames = vendor.frames(envelope);
    const whole = streamed(frames, generation, pieces, bill);
    const texts = broken(whole, fault, generation.pieces.length, scene.work, (kind) =>
      lastFrame(kind, frames, endOf(generation)),
    );
    return { type: sseContentType, body: Readable.from(texts) };
  }
  // A whole answer comes when its last token would.
  for await (const batch of pieces) for (const { tokens } of batch) bill.outputTokens += tokens;
  if (fault?.kind === 'error_mid_stream') throw new TurnfleetError('internal', 'The server gave up while answering.');
  const body = JSON.stringify(vendor.whole(envelope, wholeOf(generation)));
  const halves = [body.slice(0, body.length / 2), body.slice(body.length / 2)];
  return {
    type: 'application/json; charset=utf-8',
    body: breaks(fault) ? Readable.from(broken(halves, fault, 0, scene.work, () => '')) : body,
  };
}

function chosenFault(scene: Answering, model: string, fitting: (kind: FaultKind) => boolean): Fault | null {
  const own = new FaultPlan(scene.own.faults).take(model, ({ kind }) => fitting(kind));
  return own ?? scene.faults.take(model, ({ kind }) => fitting(kind));
}

async function* streamed(
  frames: Framing,
  generation: Generation,
  batches: AsyncIterable<readonly Piece[]>,
  bill: Bill,
): AsyncGenerator<string> {
  let begin = frames.begin();
  for await (const batch of batches) {
    for (const piece of batch) {
      bill.outputTokens += piece.tokens;
      yield begin + frames.piece(piece);
      begin = '';
    }
  }
  yield begin + frames.end(endOf(generation));
}
