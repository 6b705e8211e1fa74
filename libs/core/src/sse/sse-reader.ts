import { TurnfleetError } from '../turnfleet-error.ts';

export interface SseEvent {
  /** The last id that the stream named so far; model streams name none. */
  readonly id?: string;
  /** `message` if the stream named none. */
  readonly event: string;
  readonly data: string;
}

/** Characters of one event; a model's chunk has a few hundred. */
const longestEvent = 1_048_576;

const endless = (): TurnfleetError =>
  new TurnfleetError('internal', 'The other side sent an event that is too long to be one.');

/**
 * Server-sent events from bytes in any portions: https://html.spec.whatwg.org/multipage/server-sent-events.html
 * Every byte is looked at once, however small the portions. An event that the stream cuts short is never returned.
 */
export class SseReader {
  readonly #decoder = new TextDecoder();
  readonly #tooLong: () => Error;
  #line = '';
  #afterCr = false;
  #id = '';
  #lastId = '';
  #event = '';
  #data: string[] = [];
  #held = 0;

  /** `tooLong`: what `push` throws when an event grows past all measure. */
  constructor(tooLong: () => Error = endless) {
    this.#tooLong = tooLong;
  }

  /** To resume after, `''` if the stream named none: the id of the last whole block, with an event in it or without. */
  get lastId(): string {
    return this.#lastId;
  }

  /** The events that end within `bytes`. */
  push(bytes: Uint8Array): SseEvent[] {
    const text = this.#decoder.decode(bytes, { stream: true });
    const events: SseEvent[] = [];
    const cr = text.includes('\r');
    let start = this.#afterCr && text.startsWith('\n') ? 1 : 0;
    for (let at = endOfLine(text, start, cr); at >= 0; at = endOfLine(text, start, cr)) {
      const event = this.#endLine(this.#line + text.slice(start, at));
      if (event) events.push(event);
      start = text.startsWith('\r\n', at) ? at + 2 : at + 1;
    }
    if (text.length > 0) this.#afterCr = text.endsWith('\r');
    this.#line += text.slice(start);
    if (this.#held + this.#line.length > longestEvent) {
      throw this.#tooLong();
    }
    return events;
  }

  /** What the body ended behind, without the blank line that ends an event: whole or cut, whoever reads it will see. */
  end(): SseEvent[] {
    const line = this.#line + this.#decoder.decode();
    if (line !== '') this.#endLine(line);
    const event = this.#dispatch();
    return event ? [event] : [];
  }

  #endLine(line: string): SseEvent | undefined {
    this.#line = '';
    if (line === '') return this.#dispatch();
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line.startsWith(' ', colon + 1) ? colon + 2 : colon + 1);
    if (field === 'id' && !value.includes('\0')) this.#id = value;
    else if (field === 'event') this.#event = value;
    else if (field === 'data') {
      this.#data.push(value);
      this.#held += value.length;
    }
    return undefined;
  }

  #dispatch(): SseEvent | undefined {
    const [first = '', ...more] = this.#data;
    const data = more.length === 0 ? first : this.#data.join('\n');
    const event = { event: this.#event || 'message', data, ...(this.#id !== '' && { id: this.#id }) };
    const empty = this.#data.length === 0;
    this.#lastId = this.#id;
    this.#event = '';
    this.#data = [];
    this.#held = 0;
    return empty ? undefined : event;
  }
}

/** Where the line ends that begins at `start`, -1 for nowhere. `cr`: the text has ends of lines other than LF. */
function endOfLine(text: string, start: number, cr: boolean): number {
  if (!cr) return text.indexOf('\n', start);
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return -1;
}
