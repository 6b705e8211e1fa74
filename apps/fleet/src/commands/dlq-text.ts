/** RFC 3339; a producer may send any 64 bits for a timestamp. */
export function instantText(timestamp: number): string {
  const date = new Date(timestamp);
  return Number.isNaN(date.getTime()) ? `timestamp ${timestamp}` : date.toISOString();
}

/** Controls but line break and tab, and those that change the direction of writing. */
const steering = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text of a stranger for a terminal: what would steer it is shown as an escape. */
export function printable(text: string): string {
  return text.replace(steering, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

interface ShownBytes {
  readonly form: 'text' | 'hexadecimal';
  readonly text: string;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Of bytes that are no text so many are shown. */
const longestHex = 1_024;

/** Bytes for a terminal: as text if they are, else in hexadecimal, 32 to a line. */
export function shownBytes(bytes: Uint8Array): ShownBytes {
  try {
    return { form: 'text', text: printable(strictUtf8.decode(bytes)) };
  } catch {
    const shown = Buffer.from(bytes.subarray(0, longestHex)).toString('hex');
    const rest = bytes.length - longestHex;
    const text = `${shown.replace(/.{64}(?=.)/g, '$&\n')}${rest > 0 ? `\n… and ${rest} bytes more` : ''}`;
    return { form: 'hexadecimal', text };
  }
}
