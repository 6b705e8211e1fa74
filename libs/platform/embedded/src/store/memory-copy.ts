import type { MemoryData } from './memory-data.ts';

/** A copy that shares only what never changes: texts, events, journal entries. */
export function memoryCopyOf(data: MemoryData): MemoryData {
  return {
    partitions: data.partitions,
    metas: mapped(data.metas, (meta) => ({ ...meta, open: new Map(meta.open) })),
    restores: new Map(data.restores),
    conversations: mapped(data.conversations, (conversation) => ({
      ...conversation,
      unpublished: new Map(conversation.unpublished),
      running: new Map(conversation.running),
    })),
    timers: data.timers.copy(),
    owners: data.owners.copy((owner) => owner),
    turns: data.turns.copy((turn) => ({ ...turn })),
    journals: data.journals.copy((entries) => [...entries]),
  };
}

function mapped<K, V>(map: ReadonlyMap<K, V>, copy: (value: V) => V): Map<K, V> {
  return new Map([...map].map(([key, value]) => [key, copy(value)]));
}
