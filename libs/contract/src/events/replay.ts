import { TurnfleetError } from '@turnfleet/core';
import { isObject } from '../schemas/json.ts';
import { instantOf } from '../schemas/turn-extensions.ts';
import { type EventRecord, encodeHeaders, type PlacedRecord } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { submittedAtHeader } from './first-submitted.ts';
import { homePartition, murmur2 } from './home.ts';
import { hopsHeader } from './hops.ts';
import { isStructured, readEvent } from './read-event.ts';
import type { RecordHeaders } from './record-headers.ts';
import { topics } from './topics.ts';
import { decodeTurn } from './turn-record.ts';

/** Header of a replayed turn: the id of the turn it repeats. */
export const replayOfHeader = 'x-replay-of';

/** A dead letter's turn, to be submitted once more. */
export interface Replay {
  readonly conversationId: string;
  /** Of the turn that died. */
  readonly replayOf: string;
  /** Of the new turn: always the same for the same dead letter, so that submitting it twice is harmless. */
  readonly turnId: string;
  readonly record: PlacedRecord;
}

/**
 * The record that submits the turn of a dead letter's original anew, as a turn of its own at the end of its conversation.
 * Data and headers go on as they are, but for what made it the turn it was: id, time, a deadline that has passed, when it
 * was first submitted. `now`: Unix milliseconds. Throws `invalid_request` if the original is no turn, and says why.
 */
export function replay(original: EventRecord, partitions: number, now: number): Replay {
  const decoded = decodeTurn({ ...original, timestamp: now });
  if (decoded.kind === 'rejected') throw decoded.error;
  const { conversationId, turnId: replayOf } = decoded.turn;
  const event = readEvent(original);
  if (!event.data.ok || !isObject(event.data.value))
    throw new TurnfleetError('internal', 'A turn was read from data that is none.');
  const turnId = replayId(replayOf, Object.hasOwn(original.headers, replayOfHeader));
  const attributes = new Map([...event.attributes].map(([name, text]) => [`ce_${name}`, text ?? '']));
  const own = encodeHeaders({
    ...(isStructured(original.headers) ? Object.fromEntries(attributes) : {}),
    'content-type': 'application/json',
    ce_specversion: '1.0',
    ce_id: turnId,
    ce_type: eventTypes.turnSubmitted,
    ce_source: attributes.get('ce_source') || eventSource(conversationId, 'turns'),
    ce_time: new Date(now).toISOString(),
    ce_deadline: deadlineAfter(now, attributes.get('ce_deadline') ?? ''),
    ce_datacontenttype: '',
    [replayOfHeader]: replayOf,
  });
  const record = {
    topic: topics.turns,
    partition: homePartition(conversationId, partitions),
    key: new TextEncoder().encode(conversationId),
    value: new TextEncoder().encode(JSON.stringify({ ...event.data.value, turnId })),
    headers: { ...carried(original.headers), ...own },
  };
  return { conversationId, replayOf, turnId, record };
}

/** A deadline that has passed would only have the replay expire; without one the default runs from its own time. */
function deadlineAfter(now: number, deadline: string): string {
  const instant = instantOf(deadline);
  return instant !== null && instant > now ? deadline : '';
}

function carried(headers: RecordHeaders): RecordHeaders {
  const structured = isStructured(headers);
  const stays = (name: string): boolean =>
    name !== submittedAtHeader &&
    name !== hopsHeader &&
    name !== 'ce_deadline' &&
    !(structured && name.startsWith('ce_'));
  return Object.fromEntries(Object.entries(headers).filter(([name]) => stays(name)));
}

const longestId = 128;

/** `t` → `t~r1`; of a replay `t~r1` → `t~r2`. An id that grows too long is cut, with a hash of what it was. */
function replayId(turnId: string, isReplay: boolean): string {
  const [, first, count] = (isReplay && /^(.+)~r([1-9]\d{0,5})$/.exec(turnId)) || [];
  const base = first ?? turnId;
  const suffix = `~r${Number(count ?? 0) + 1}`;
  if (base.length + suffix.length <= longestId) return base + suffix;
  const hash = (murmur2(new TextEncoder().encode(base)) >>> 0).toString(16).padStart(8, '0');
  return `${base.slice(0, longestId - suffix.length - 1 - hash.length)}~${hash}${suffix}`;
}
