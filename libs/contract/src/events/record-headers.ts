/** What stands under a name: its value, null of a header without one; all of them, in their order, of a name sent again. */
export type HeaderValue = Uint8Array | null | readonly (Uint8Array | null)[];

/** Everything that was sent, by name in the order of their first appearance. */
export type RecordHeaders = Readonly<Record<string, HeaderValue>>;

/** One or many, as a list. */
export function headerValues(header: HeaderValue): readonly (Uint8Array | null)[] {
  return header === null || ArrayBuffer.isView(header) ? [header] : header;
}

/** What readers go by: of a name sent twice the last value; null if there is none, or no such header. */
export function headerBytes(headers: RecordHeaders, name: string): Uint8Array | null {
  const header = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return (header !== undefined && headerValues(header).at(-1)) || null;
}

const lengthsBytes = 4;

/** About how many bytes headers take in a record. */
export function headersSize(headers: RecordHeaders): number {
  let bytes = 0;
  for (const [name, header] of Object.entries(headers))
    for (const value of headerValues(header))
      bytes += Buffer.byteLength(name) + (value?.byteLength ?? 0) + lengthsBytes;
  return bytes;
}
