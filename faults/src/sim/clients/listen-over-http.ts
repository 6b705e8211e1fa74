import { SseReader } from '@turnfleet/core/sse';
import { HttpAnswer } from '../http/http-answer.ts';
import type { HttpDoor } from '../http/http-door.ts';
import { requestText } from '../http/http-request.ts';
import type { Outside } from '../outside.ts';
import type { PlannedReader } from '../plan/plan.ts';
import { type StreamEvent, tell } from './follow.ts';

const isEnd = ({ type }: StreamEvent): boolean => type === 'reply.completed' || type === 'reply.failed';

/**
 * One connection of a client that follows a conversation or a turn by its event stream, byte by byte; resolves when it ends,
 * for whatever reason, with whether there is nothing more to come.
 */
export function listenOverHttp(
  { recorder }: Pick<Outside, 'recorder'>,
  door: HttpDoor,
  { name, conversationId, turnId, slowMs }: PlannedReader,
  heard: { last: string | null },
  left: AbortSignal,
): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const after = heard.last;
  const answer = new HttpAnswer();
  const sse = new SseReader();
  let open = false;
  let isOver = false;
  const end = (how: 'complete' | 'cut' | 'left'): void => {
    left.removeEventListener('abort', leave);
    if (open) recorder.see({ event: 'closed', reader: name, how });
    open = false;
    resolve(isOver || answer.status === 204);
  };
  const leave = (): void => {
    connection.leave();
    end('left');
  };
  const begin = (): void => {
    open = true;
    const from = sse.lastId === '' || after !== null ? {} : { from: sse.lastId };
    const about = { reader: name, conversationId, ...(turnId !== undefined && { turnId }), after, ...from };
    recorder.see({ event: 'opened', ...about, ...(slowMs > 0 && { slow: true }) });
  };
  const told = (bytes: Uint8Array): void => {
    const body = answer.push(bytes);
    if (answer.status !== 200) return;
    const before = sse.lastId;
    const events = sse.push(body);
    // A stream of a conversation begins with an id; what is cut before that has told nothing.
    if (!open && (turnId !== undefined || after !== null || sse.lastId !== before)) begin();
    for (const { id = '', event, data } of events) {
      const seen = { id, type: event, data: JSON.parse(data) as unknown } as StreamEvent;
      isOver ||= turnId !== undefined && isEnd(seen);
      tell(recorder, name, seen);
    }
    heard.last = sse.lastId || heard.last;
  };
  const connection = door.connect({ slowMs, told, over: () => end(answer.complete ? 'complete' : 'cut') });
  left.addEventListener('abort', leave, { once: true });
  const headers = { accept: 'text/event-stream', ...(after !== null && { 'last-event-id': after }) };
  const path = `/v1/conversations/${conversationId}/events${turnId === undefined ? '' : `?turn=${turnId}`}`;
  connection.send(requestText({ method: 'GET', path, headers }));
  return promise;
}
