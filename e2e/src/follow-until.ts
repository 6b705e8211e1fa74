import { type SseEvent, SseReader } from '@turnfleet/core/sse';
import { eventually } from '@turnfleet/testing/eventually';

const openedWithinMs = 60_000;

/**
 * Events up to one that ends it, over as many streams as that takes: `open` asks for those after an id, of whichever instance;
 * what it throws and what is refused is tried again. `opened` is called for each stream.
 */
export async function followUntil(
  open: (lastId: string) => Promise<Response>,
  isEnd: (event: SseEvent) => boolean,
  opened: () => void = () => undefined,
): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = [];
  for (let last = ''; ; ) {
    const stream = await eventually('the events can be read', openedWithinMs, async () => {
      const answer = await open(last).catch(() => null);
      if (answer?.status === 200) return answer;
      await answer?.body?.cancel();
      return null;
    });
    opened();
    const reader = new SseReader();
    try {
      for await (const bytes of (stream.body ?? []) as AsyncIterable<Uint8Array>)
        for (const event of reader.push(bytes)) {
          events.push(event);
          if (isEnd(event)) return events;
        }
    } catch {
      // Cut: the next one goes on.
    }
    last = reader.lastId || last;
  }
}
