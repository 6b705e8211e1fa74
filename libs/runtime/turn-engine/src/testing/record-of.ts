import type { LogRecord } from '../turn-log.ts';

/** A record of lane `key`; its value is `key` and its offset. */
export function recordOf(key: string, offset: bigint, partition = 0, headers: LogRecord['headers'] = {}): LogRecord {
  const bytes = new TextEncoder();
  const value = bytes.encode(`${key}@${offset}`);
  return { topic: 'chat.turns', partition, offset, key: bytes.encode(key), value, headers, timestamp: 0 };
}
