const text = 0x81;
const close = 0x88;
/** A length that takes two bytes more, and one that takes eight. */
const twoBytes = 126;
const eightBytes = 127;

/** A text of a client as one frame (RFC 6455 §5.2), masked by zeros: its bytes stay readable. */
export function clientFrame(message: string): Buffer {
  const body = Buffer.from(message);
  const length = body.length < twoBytes ? [body.length] : [twoBytes, Math.floor(body.length / 256), body.length % 256];
  return Buffer.concat([Buffer.from([text, 0x80 | (length[0] ?? 0), ...length.slice(1), 0, 0, 0, 0]), body]);
}

/** What a server says on a WebSocket, from bytes in any portions: the answer to the handshake, then texts. */
export class ServerFrames {
  /** The server has agreed, and: it has closed, or never agreed. */
  isOpen = false;
  isOver = false;
  #held = Buffer.alloc(0);

  /** The texts that are whole with these bytes. */
  push(bytes: Uint8Array): string[] {
    this.#held = Buffer.concat([this.#held, bytes]);
    if (!this.isOpen && !this.#readHead()) return [];
    const texts: string[] = [];
    for (let next = this.#next(); next !== null; next = this.#next()) texts.push(next);
    return texts;
  }

  #readHead(): boolean {
    const end = this.#held.indexOf('\r\n\r\n');
    if (end < 0 || this.isOver) return false;
    this.isOpen = this.#held.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ');
    this.isOver = !this.isOpen;
    this.#held = this.#held.subarray(end + 4);
    return this.isOpen;
  }

  #next(): string | null {
    const [first, second = 0] = this.#held;
    if (this.isOver || this.#held.length < 2) return null;
    const more = second === twoBytes ? 2 : second === eightBytes ? 8 : 0;
    if (this.#held.length < 2 + more) return null;
    const length =
      more === 0 ? second : more === 2 ? this.#held.readUInt16BE(2) : Number(this.#held.readBigUInt64BE(2));
    if (this.#held.length < 2 + more + length) return null;
    const body = this.#held.subarray(2 + more, 2 + more + length);
    this.#held = this.#held.subarray(2 + more + length);
    if (first === close) this.isOver = true;
    return first === text ? body.toString() : this.#next();
  }
}
