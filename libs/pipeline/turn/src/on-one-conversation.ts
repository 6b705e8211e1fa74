import type { TurnRef } from '@turnfleet/conversation';
import type { FreshTurn } from './stream-to-journal.ts';

/**
 * The same conversation for all turns of a group. They are begun one by one, and a conversation that the store does not
 * know begins at its partition's floor, which may have risen in between.
 */
export function onOneConversation<T extends TurnRef>(fresh: readonly FreshTurn<T>[]): readonly FreshTurn<T>[] {
  const [newest] = fresh.map(({ begun }) => begun.conversation).sort((a, b) => b.version - a.version);
  return newest ? fresh.map((one) => ({ ...one, begun: { ...one.begun, conversation: newest } })) : fresh;
}
