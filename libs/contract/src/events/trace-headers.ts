import type { TraceHeaders } from './cloud-event.ts';
import { headerText } from './read-event.ts';
import { headerBytes, type RecordHeaders } from './record-headers.ts';

// https://www.w3.org/TR/trace-context/#traceparent-header: neither version ff nor ids of zeros only.
const traceparentPattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/;

function isTraceparent(text: string): boolean {
  return traceparentPattern.test(text);
}

/** Trace context of a record, empty if it has none; null if its `traceparent` is none. */
export function traceHeadersOf(headers: RecordHeaders): TraceHeaders | null {
  if (!headerBytes(headers, 'traceparent')) return {};
  const traceparent = headerText(headers, 'traceparent') ?? '';
  if (!isTraceparent(traceparent)) return null;
  const tracestate = headerText(headers, 'tracestate');
  return tracestate ? { traceparent, tracestate } : { traceparent };
}
