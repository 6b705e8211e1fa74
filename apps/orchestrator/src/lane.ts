import { defaultPriority } from '@turnfleet/contract';
import type { LogRecord, Priority } from '@turnfleet/turn-engine';
import type { Decode } from './turn/decode.ts';
import { refOf } from './turn/run.ts';

/** A conversation is a lane; a record of which nobody can tell the conversation is alone in its own. */
export function laneOf(record: LogRecord, decode: Decode): { readonly lane: string; readonly priority: Priority } {
  const decoded = decode(record);
  const priority = decoded.kind === 'turn' ? decoded.priority : defaultPriority;
  const lane = refOf(decoded)?.conversationId ?? `${record.partition}/${record.offset}`;
  return { lane, priority };
}
