import { abortReason, isTurnfleetError, TurnfleetError, wait } from '@turnfleet/core';
import { type ConversationEvents, openConversationEvents } from '@turnfleet/streams';
import type { Outside } from '../outside.ts';
import type { PlannedReader } from '../plan/plan.ts';
import type { Ingress, IngressPool } from './ingress-pool.ts';
import { listenOverHttp } from './listen-over-http.ts';
import { HeardOverWs, listenOverWs } from './listen-over-ws.ts';

export type StreamEvent = ConversationEvents['events'] extends AsyncGenerator<infer Event> ? Event : never;

/** What a client takes along from connection to connection. */
interface Heard {
  last: string | null;
  readonly overWs: HeardOverWs;
}

const reconnectMs = 400;
/** One for all: to make an error of each goodbye takes longer than all else that is done about it. */
const hungUp = new TurnfleetError('cancelled', 'The client hung up.');

/**
 * A client that follows a conversation, leaves, comes back and resumes after the last event it heard. `back` is called
 * when it comes for the last time, to stay.
 */
export async function follow(
  outside: Outside,
  pool: IngressPool,
  reader: PlannedReader,
  back: () => void,
): Promise<void> {
  const { time } = outside;
  const heard: Heard = { last: null, overWs: new HeardOverWs() };
  await wait(time, reader.at);
  for (const { stayMs, awayMs } of reader.visits) {
    const left = new AbortController();
    const timer = time.setTimer(stayMs, () => left.abort(hungUp));
    await stay(outside, pool, reader, heard, left.signal);
    timer.cancel();
    await wait(time, awayMs);
  }
  back();
  await stay(outside, pool, reader, heard, new AbortController().signal);
}

/** Listens until it leaves, connecting again whenever the stream is cut. */
async function stay(
  outside: Outside,
  pool: IngressPool,
  reader: PlannedReader,
  heard: Heard,
  left: AbortSignal,
): Promise<void> {
  while (!left.aborted) {
    const ingress = pool.any();
    if (ingress?.door && reader.also)
      await listenOverWs(outside, ingress.door, { ...reader, also: reader.also }, heard.overWs, left);
    else if (ingress?.door) {
      if (await listenOverHttp(outside, ingress.door, reader, heard, left)) return;
    } else if (ingress) await listen(outside, ingress, reader, heard, left);
    if (!left.aborted) await wait(outside.time, reconnectMs);
  }
}

/** One connection; resolves when it ends, for whatever reason. */
function listen(
  { recorder }: Outside,
  ingress: Ingress,
  { name, conversationId, slowMs }: PlannedReader,
  heard: { last: string | null },
  left: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    let open = false;
    let over = false;
    const end = (how: 'cut' | 'left'): void => {
      if (over) return;
      over = true;
      gone.abort(hungUp);
      left.removeEventListener('abort', leave);
      if (open) recorder.see({ event: 'closed', reader: name, how });
      resolve();
    };
    const leave = (): void => end('left');
    const gone = new AbortController();
    left.addEventListener('abort', leave, { once: true });
    ingress.process.onDeath(() => end('cut'));
    const serve = async (): Promise<void> => {
      const { from, events } = await openConversationEvents(ingress, conversationId, heard.last, gone.signal);
      if (over) return;
      open = true;
      const slow = slowMs > 0 ? { slow: true } : {};
      recorder.see({
        event: 'opened',
        reader: name,
        conversationId,
        after: heard.last,
        ...(from !== null && { from }),
        ...slow,
      });
      heard.last ??= from;
      for await (const event of events) {
        if (over) return;
        heard.last = event.id;
        tell(recorder, name, event);
        if (slowMs > 0) await wait(ingress.clock, slowMs, gone.signal);
      }
    };
    ingress.process.run(() => {
      serve().then(
        () => end('cut'),
        (error: unknown) => {
          const expected =
            isTurnfleetError(error, 'overloaded') || error === abortReason(gone.signal) || gone.signal.aborted;
          if (!expected) throw error;
          end('cut');
        },
      );
    });
  });
}

export function tell(recorder: Outside['recorder'], reader: string, { id, type, data }: StreamEvent): void {
  // What the stream sends as JSON; the checker reads it as a client does.
  const fields = data as { readonly turnId: string; readonly text?: string; readonly reply?: Record<string, unknown> };
  const { turnId } = fields;
  if (type === 'journal.gap') recorder.see({ event: 'gap', reader, id, turnId, reply: fields.reply ?? null });
  else if (type === 'reply.delta') recorder.see({ event: 'heard', reader, id, type, turnId, text: fields.text });
  else if (type === 'reply.completed' || type === 'reply.failed')
    recorder.see({ event: 'heard', reader, id, type, turnId, reply: { ...fields } });
  else if (type !== 'turn.queued') recorder.see({ event: 'heard', reader, id, type, turnId });
}
