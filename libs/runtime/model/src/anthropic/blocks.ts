import type { ModelToolCall } from '../model-client.ts';
import { isRecord } from '../stream-fold.ts';

type Fields = Readonly<Record<string, unknown>>;

interface Block {
  readonly start: Fields;
  /** Texts that deltas added, by field: `partial_json`, `thinking`, `signature`. */
  readonly added: Map<string, string>;
}

/** The content blocks of a message other than its text, put together from what opens them and what is added. */
export class Blocks {
  readonly #blocks = new Map<number, Block>();

  /** The text with which the block begins. */
  open(index: number, block: unknown): string {
    if (!isRecord(block)) return '';
    if (block['type'] === 'text') return typeof block['text'] === 'string' ? block['text'] : '';
    this.#blocks.set(index, { start: block, added: new Map() });
    return '';
  }

  /** The text that the delta adds. */
  add(index: number, delta: unknown): string {
    if (!isRecord(delta)) return '';
    const { text } = delta;
    const block = this.#blocks.get(index);
    for (const [name, value] of Object.entries(delta)) {
      if (block && name !== 'type' && name !== 'text' && typeof value === 'string')
        block.added.set(name, (block.added.get(name) ?? '') + value);
    }
    return typeof text === 'string' ? text : '';
  }

  /** With ids that are there and differ. */
  calls(responseId: string): ModelToolCall[] {
    const used = new Set<string>();
    return this.#of((type) => type === 'tool_use').map(({ start, added }, place) => {
      const { id, name, input } = start;
      const given = typeof id === 'string' && id !== '' && !used.has(id) ? id : `call_${responseId || 'x'}_${place}`;
      used.add(given);
      const json = added.get('partial_json') || (typeof input === 'string' ? input : JSON.stringify(input ?? {}));
      return { id: given, name: typeof name === 'string' ? name : '', arguments: json };
    });
  }

  /** Thoughts and what else there is, to be carried back unread. */
  others(): Fields[] {
    return this.#of((type) => type !== 'tool_use').map(({ start, added }) => {
      const begun = (name: string): string => (typeof start[name] === 'string' ? start[name] : '');
      const texts = [...added].map(([name, text]): [string, string] => [name, begun(name) + text]);
      return { ...start, ...Object.fromEntries(texts) };
    });
  }

  #of(wanted: (type: unknown) => boolean): Block[] {
    return [...this.#blocks]
      .sort(([a], [b]) => a - b)
      .flatMap(([, block]) => (wanted(block.start['type']) ? [block] : []));
  }
}
