import { type AcceptedTurn, homePartition } from '@turnfleet/contract/events';
import { defaultPriority } from '@turnfleet/contract/schemas';
import type { Decode } from '@turnfleet/turn';
import { refOf } from '@turnfleet/turn';
import type { Lane, LogRecord } from '@turnfleet/turn-engine';

/**
 * A conversation is a lane, and the turns of a tenant are a sharer; a record of which nobody can tell the conversation is alone
 * in its own.
 */
export function laneOf(decode: Decode): (record: LogRecord) => Lane {
  return (record) => {
    const decoded = decode(record);
    const lane = refOf(decoded)?.conversationId ?? `${record.partition}/${record.offset}`;
    if (decoded.kind !== 'turn') return { lane, priority: defaultPriority };
    return { lane, sharer: decoded.tenant, priority: decoded.priority };
  };
}

/** The same for a worker that answers together what a shopper sends in quick succession: only turns at home join. */
export function joiningLaneOf(decode: Decode, partitions: number): (record: LogRecord) => Lane {
  const plain = laneOf(decode);
  return (record) => {
    const lane = plain(record);
    const decoded = decode(record);
    const joins = decoded.kind === 'turn' && homePartition(lane.lane, partitions) === record.partition;
    return joins ? { ...lane, joins: askerOf(decoded) } : lane;
  };
}

/** What has to be the same for messages to be one question: who asks, and as what. */
function askerOf({ turn: { user }, tenant }: AcceptedTurn): string {
  return JSON.stringify([tenant, user?.id, user?.level, user?.city]);
}
