import { isUtf8 } from 'node:buffer';
// @ts-expect-error: kafkajs declares no types of its insides.
import Decoder from 'kafkajs/src/protocol/decoder.js';
// @ts-expect-error: kafkajs declares no types of its insides.
import Encoder from 'kafkajs/src/protocol/encoder.js';

interface NameEncoder {
  writeVarIntBytes(bytes: Buffer): NameEncoder;
  writeVarIntString: (this: NameEncoder, name: string | Buffer) => NameEncoder;
}

interface NameDecoder {
  readVarIntBytes(): Buffer | null;
  readVarIntString: (this: NameDecoder) => string | null;
}

const encoder = (Encoder as { readonly prototype: NameEncoder }).prototype;
const decoder = (Decoder as { readonly prototype: NameDecoder }).prototype;

const firstEscape = 0xdc00;
const escaped = /[\udc80-\udcff]/;

/**
 * A header's name as text. Of one that is no UTF-8 each byte from 0x80 on becomes half a surrogate, which no UTF-8 has: so the
 * name stays apart from all others, and goes on as the bytes that it came as.
 */
export function nameOfBytes(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  return String.fromCharCode(...[...bytes].map((byte) => (byte < 0x80 ? byte : firstEscape + byte)));
}

/** Null for a name that is text. */
export function bytesOfName(name: string): Buffer | null {
  if (name.isWellFormed() || !escaped.test(name)) return null;
  return Buffer.from(Array.from({ length: name.length }, (_, i) => name.charCodeAt(i) & 0xff));
}

/**
 * The values of a header as kafkajs takes them. It makes pairs of name and value with `map` of the list, measures both and
 * writes them: where the name is no text, it is handed the bytes.
 */
export function valuesUnder(name: string, values: Buffer[]): Buffer[] {
  const key = bytesOfName(name);
  return key ? Object.assign([...values], { map: () => values.map((value) => ({ key, value })) }) : values;
}

const writeText = encoder.writeVarIntString;

/** kafkajs reads names as UTF-8 whatever they are: two that are not may become one. Of its protocol only they are read so. */
export function keepHeaderNames(): void {
  encoder.writeVarIntString = function (this: NameEncoder, name): NameEncoder {
    return typeof name === 'string' ? writeText.call(this, name) : this.writeVarIntBytes(name);
  };
  decoder.readVarIntString = function (this: NameDecoder): string | null {
    const bytes = this.readVarIntBytes();
    return bytes && nameOfBytes(bytes);
  };
}
