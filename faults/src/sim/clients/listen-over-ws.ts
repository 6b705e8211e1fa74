import {
  type Frame,
  frameCodec,
  type LastEvent,
  lastEventOf,
  noEvent,
  type PayloadKind,
  type Payloads,
  payloadOf,
} from '@turnfleet/contract/envelope';
import { entryBefore } from '@turnfleet/session';
import type { HttpDoor } from '../http/http-door.ts';
import { requestText } from '../http/http-request.ts';
import { clientFrame, ServerFrames } from '../http/ws-frames.ts';
import type { Outside } from '../outside.ts';
import type { PlannedReader } from '../plan/plan.ts';
import { type StreamEvent, tell } from './follow.ts';

/** What a client takes along from connection to connection. */
export class HeardOverWs {
  session = '';
  sequence = 0;
  /** Of the message with that sequence. */
  event: LastEvent = noEvent;
  /** By conversation, the id of the last event; null where there was none yet. */
  readonly last = new Map<string, string | null>();

  beginAnew(): void {
    this.session = '';
    this.sequence = 0;
    this.event = noEvent;
  }
}

const codec = frameCodec('turnfleet.json.v1');
const ackEvery = 3;
const handshake = requestText({
  method: 'GET',
  path: '/v1/ws',
  headers: {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  },
});

/**
 * One connection of a client that follows its conversations over one session; resolves when it ends, for whatever reason.
 * What it hears of each conversation is told as by a reader of its own.
 */
export function listenOverWs(
  { recorder, plan }: Pick<Outside, 'recorder' | 'plan'>,
  door: HttpDoor,
  { name, conversationId, also, slowMs }: PlannedReader & Required<Pick<PlannedReader, 'also'>>,
  heard: HeardOverWs,
  left: AbortSignal,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const frames = new ServerFrames();
  const open = new Set<string>();
  let goingOn: readonly string[] = [];
  let sent = 0;
  const readerOf = (conversation: string): string =>
    conversation === conversationId ? name : `${name}/${conversation}`;
  const end = (how: 'cut' | 'left'): void => {
    left.removeEventListener('abort', leave);
    for (const one of open) recorder.see({ event: 'closed', reader: readerOf(one), how });
    open.clear();
    resolve();
  };
  const leave = (): void => {
    connection.leave();
    end('left');
  };
  const send = <Kind extends PayloadKind>(kind: Kind, fields: Partial<Payloads[Kind]>, isNumbered = true): void => {
    const sequence = isNumbered ? ++sent : 0;
    const frame: Frame = {
      sequence,
      at: 0,
      session: '',
      priority: null,
      traceparent: '',
      payload: payloadOf(kind, fields),
    };
    connection.send(clientFrame(String(codec.encode(frame))));
  };
  const begin = (conversation: string, from: string | null): void => {
    const before = heard.last.get(conversation) ?? null;
    // Subscribed to over an earlier connection, it goes on, though nobody heard where it began.
    const after = before ?? (goingOn.includes(conversation) ? from : null);
    const told = after === null && from !== null ? { from } : {};
    if (before === null) heard.last.set(conversation, from);
    open.add(conversation);
    const about = { reader: readerOf(conversation), conversationId: conversation, after, ...told };
    recorder.see({ event: 'opened', ...about, ...(slowMs > 0 && { slow: true }) });
  };
  const hear = (conversation: string, event: StreamEvent): void => {
    if (event.type === 'turn.queued') return;
    if (!open.has(conversation)) begin(conversation, entryBefore(event.id));
    heard.last.set(conversation, event.id || (heard.last.get(conversation) ?? null));
    tell(recorder, readerOf(conversation), event);
  };
  const told = ({ sequence, payload }: Frame): void => {
    if (sequence > 0) {
      heard.sequence = sequence;
      heard.event = lastEventOf(payload);
    }
    switch (payload.kind) {
      case 'welcome':
        if (!payload.resumed) heard.beginAnew();
        heard.session = payload.session;
        goingOn = payload.conversationIds;
        for (const one of [conversationId, ...also]) {
          if (goingOn.includes(one) && heard.last.has(one)) begin(one, null);
          else send('subscribe', { conversationId: one, lastEventId: heard.last.get(one) ?? '' });
        }
        return;
      case 'subscribed':
        if (!open.has(payload.conversationId)) begin(payload.conversationId, payload.afterEventId || null);
        return;
      case 'systemResponse': {
        const { turnId, eventId, text, final, status, reply } = payload;
        const type = !final ? 'reply.delta' : status === 'failed' ? 'reply.failed' : 'reply.completed';
        hear(payload.conversationId, { id: eventId, type, data: final ? reply : { turnId, text } });
        break;
      }
      case 'turnEvent':
        hear(payload.conversationId, { id: payload.eventId, type: payload.type, data: payload.data } as StreamEvent);
        break;
      case 'heartbeat':
        return send('heartbeat', {}, false);
      case 'error':
        // The store of sessions knows less than we have.
        if (payload.code === 'conflict') heard.beginAnew();
        // What cannot be told now is asked for anew.
        if (payload.code !== 'not_found') leave();
        return;
      default:
        break;
    }
    if (sequence > 0 && sequence % ackEvery === 0) send('ack', { sequence }, false);
  };
  const connection = door.connect({
    slowMs,
    told: (bytes) => {
      for (const text of frames.push(bytes)) if (!left.aborted) told(codec.decode(Buffer.from(text)));
      if (frames.isOver) leave();
    },
    over: () => end('cut'),
  });
  left.addEventListener('abort', leave, { once: true });
  connection.send(handshake);
  // A client need not say it; where no session is lost, the server has to know by itself.
  const event = plan.faults.some(({ kind }) => kind === 'sessions_lost') ? heard.event : noEvent;
  send('hello', { session: heard.session, lastSequence: heard.sequence, ...event });
  return promise;
}
