import { toTurnfleetError } from '@turnfleet/core';
import { sseContentType } from '@turnfleet/core/sse';
import type { Framing, WholeAnswer } from '@turnfleet/model';
import type { FastifyReply } from 'fastify';
import type { ToldChat } from './told-chat.ts';

export async function wholeAnswer(told: AsyncIterable<ToldChat>): Promise<WholeAnswer> {
  let text = '';
  for await (const one of told) {
    if (one.kind === 'text') text += one.text;
    else return { text, toolCalls: [], ...one.end };
  }
  throw toTurnfleetError(new Error('A turn ended without an end.'));
}

/** Until there is something to tell an error still has a status of its own; then it is the last event. */
export async function streamAnswer(
  reply: FastifyReply,
  frames: Framing,
  told: AsyncGenerator<ToldChat>,
): Promise<FastifyReply> {
  const first = await told.next();
  reply.hijack();
  const { raw: response } = reply;
  response.on('error', () => undefined);
  const headers = Object.entries(reply.getHeaders()).map(([name, value]) => [name, String(value)] as const);
  response.writeHead(200, {
    ...Object.fromEntries(headers),
    ...{ 'content-type': sseContentType, 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' },
  });
  const write = async (frame: string): Promise<void> => {
    if (response.write(frame) || response.destroyed) return;
    await new Promise<void>((resolve) => void response.once('drain', resolve).once('close', resolve));
  };
  try {
    await write(frames.begin());
    for (let one = first; !one.done; one = await told.next()) {
      await write(one.value.kind === 'text' ? frames.piece(one.value) : frames.end(one.value.end));
      if (response.destroyed) break;
    }
  } catch (error) {
    await write(frames.error(toTurnfleetError(error)));
  }
  response.end();
  return reply;
}
