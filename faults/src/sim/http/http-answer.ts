type Part = 'head' | 'size' | 'chunk' | 'chunk end' | 'body' | 'over';

/** One HTTP/1.1 answer from bytes in any portions (RFC 9112): the head, then a body of a length, in chunks, or none. */
export class HttpAnswer {
  readonly headers = new Map<string, string>();
  /** 0 until the head is there. */
  status = 0;
  #part: Part = 'head';
  #held = Buffer.alloc(0);
  #left = 0;

  /** The body came as a whole. */
  get complete(): boolean {
    return this.#part === 'over';
  }

  /** What of the body is in these bytes. */
  push(bytes: Uint8Array): Buffer {
    this.#held = Buffer.concat([this.#held, bytes]);
    const body: Buffer[] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) body.push(next);
    return Buffer.concat(body);
  }

  /** Goes on by one step; null where more bytes are needed. */
  #next(): Buffer | null {
    switch (this.#part) {
      case 'head':
        return this.#upTo('\r\n\r\n', (head) => this.#begin(head));
      case 'size':
        return this.#upTo('\r\n', (size) => {
          this.#left = Number.parseInt(size, 16);
          this.#part = 'chunk';
        });
      case 'chunk':
        return this.#left > 0 ? this.#take('chunk end') : this.#upTo('\r\n', () => void (this.#part = 'over'));
      case 'chunk end':
        return this.#upTo('\r\n', () => void (this.#part = 'size'));
      case 'body':
        return this.#take('over');
      case 'over':
        return null;
    }
  }

  #begin(head: string): void {
    const [first = '', ...fields] = head.split('\r\n');
    this.status = Number(first.split(' ')[1]);
    for (const field of fields) {
      const colon = field.indexOf(':');
      this.headers.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim());
    }
    this.#left = Number(this.headers.get('content-length') ?? 0);
    if (this.headers.get('transfer-encoding') === 'chunked') this.#part = 'size';
    else this.#part = this.#left > 0 ? 'body' : 'over';
  }

  #upTo(mark: string, then: (text: string) => void): Buffer | null {
    const at = this.#held.indexOf(mark);
    if (at < 0) return null;
    const text = this.#held.toString('latin1', 0, at);
    this.#held = this.#held.subarray(at + mark.length);
    then(text);
    return Buffer.alloc(0);
  }

  #take(then: Part): Buffer | null {
    if (this.#held.length === 0) return null;
    const taken = this.#held.subarray(0, this.#left);
    this.#held = this.#held.subarray(taken.length);
    this.#left -= taken.length;
    if (this.#left === 0) this.#part = then;
    return taken;
  }
}
