/** `ce_type` of what the topics carry. */
export const eventTypes = {
  turnSubmitted: 'com.turnfleet.turn.submitted.v1',
  timerDue: 'com.turnfleet.timer.due.v1',
  agentCommand: 'com.turnfleet.agent.command.v1',
  replyCompleted: 'com.turnfleet.reply.completed.v1',
  replyFailed: 'com.turnfleet.reply.failed.v1',
  conversationUpdated: 'com.turnfleet.conversation.updated.v1',
  conversationForgotten: 'com.turnfleet.conversation.forgotten.v1',
  usageRecorded: 'com.turnfleet.usage.recorded.v1',
  shadowCompared: 'com.turnfleet.shadow.compared.v1',
  priceChanged: 'com.turnfleet.price.changed.v1',
  stockChanged: 'com.turnfleet.stock.changed.v1',
  productChanged: 'com.turnfleet.product.changed.v1',
  dialogueTimedOut: 'com.turnfleet.dialogue.timed_out.v1',
  handoffChanged: 'com.turnfleet.handoff.changed.v1',
} as const;

export type EventType = (typeof eventTypes)[keyof typeof eventTypes];

/**
 * `ce_source` of an event we write. Source and id together name an event (CloudEvents), and a turn id is one only within
 * its conversation; so the source names the conversation, and what of it the event tells.
 */
export function eventSource(
  conversationId: string,
  part: 'turns' | 'replies' | 'snapshots' | 'usage' | 'shadow' | 'events' | 'handoffs',
): string {
  return `/turnfleet/conversations/${conversationId}/${part}`;
}
