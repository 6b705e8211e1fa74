import { createServer, type RequestListener } from 'node:http';
import type { Reply } from '@turnfleet/contract/schemas';

/** An HTTP server for specs that answers like an ingress, as far as the spec says. */
export async function serve(
  listener: RequestListener,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    url: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export function aReply(change: Partial<Reply> = {}): Reply {
  return {
    conversationId: 'c-1',
    turnId: 't-1',
    status: 'completed',
    text: 'Yes, 92 of them.',
    locale: 'en',
    model: 'deepseek-v3.2',
    toolCalls: [{ id: 'call-1', name: 'check_inventory', arguments: {}, outcome: 'ok', ms: 4 }],
    suggestions: [],
    sources: [],
    usage: { inputTokens: 412, outputTokens: 63, costUsd: 0.0000677 },
    timings: { queuedMs: 2, firstTokenMs: 31, totalMs: 58 },
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    version: 1,
    answeredBy: null,
    grounding: { checked: 0, held: 0, replaced: 0 },
    ...change,
  };
}
