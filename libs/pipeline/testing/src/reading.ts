import type { JournalEntry } from '@turnfleet/conversation';

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

/** What a reader of the journal has on the screen before the terminal event. */
export function streamedText(events: readonly JournalEntry['event'][]): string {
  return events.reduce(
    (text, event) => (event.type === 'reply.delta' ? text + event.text : event.type === 'reply.reset' ? '' : text),
    '',
  );
}
