import type { Socket } from 'node:net';

const sizeBytes = 4;

/**
 * The complete responses at the front of a byte stream: each is a big-endian int32 size and that many bytes
 * (https://kafka.apache.org/protocol#protocol_common). Invariant: what is held is less than one response.
 */
export class WholeResponses {
  #buffered: Buffer[] = [];
  #bytes = 0;
  /** Bytes to be held before there can be anything complete. */
  #needed = sizeBytes;

  /** The responses that are complete with this chunk, one after another as they came; null if none is. */
  push(chunk: Buffer): Buffer | null {
    this.#buffered.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes < this.#needed) return null;
    const all = this.#buffered.length === 1 ? chunk : Buffer.concat(this.#buffered);
    let end = 0;
    this.#needed = sizeBytes;
    while (all.length - end >= sizeBytes) {
      const size = sizeBytes + all.readInt32BE(end);
      if (all.length - end < size) {
        this.#needed = size;
        break;
      }
      end += size;
    }
    this.#buffered = end === all.length ? [] : [all.subarray(end)];
    this.#bytes = all.length - end;
    return end === 0 ? null : all.subarray(0, end);
  }
}

/**
 * Makes a socket hand on whole responses only. kafkajs keeps half of one over a reconnect and takes the bytes of the next
 * connection for its other half: it then waits for ever, or breaks down on a size that is none.
 */
export function handOnWholeResponses(socket: Socket): Socket {
  const responses = new WholeResponses();
  const emit = socket.emit.bind(socket) as (event: string | symbol, ...args: unknown[]) => boolean;
  socket.emit = (event: string | symbol, ...args: unknown[]): boolean => {
    const [chunk] = args;
    if (event !== 'data' || !Buffer.isBuffer(chunk)) return emit(event, ...args);
    const whole = responses.push(chunk);
    return whole === null || emit('data', whole);
  };
  return socket;
}
