import type { ModelChunk, ModelClient, ModelRequest } from '@turnfleet/model';
import type { Billed, ReservedCall } from './call-book.ts';

/** Sends a call that is written down, and settles it however it ends: answered, failed, called off, or left early. */
export async function* bookedCall(
  model: ModelClient,
  reserved: ReservedCall,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelChunk> {
  let billed: Billed | null = null;
  let end: 'answered' | 'failed' | 'cancelled' = 'cancelled';
  const ticket = {
    id: reserved.id,
    billed: (usage: Billed['usage'], estimated: boolean): void => void (billed = { usage, estimated }),
  };
  try {
    for await (const chunk of model.stream({ ...request, ticket }, signal)) {
      if (chunk.kind === 'end') {
        end = 'answered';
        billed ??= { usage: chunk.usage, estimated: false };
      }
      yield chunk;
    }
  } catch (error) {
    if (!signal.aborted) end = 'failed';
    throw error;
  } finally {
    if (billed) reserved.settle(end, billed);
  }
}
