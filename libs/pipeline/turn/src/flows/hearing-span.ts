import type { Heard } from '@turnfleet/flows';
import { attributes, withSpan } from '@turnfleet/telemetry';

/**
 * Runs what flows make of a message in a span that tells what they heard, where they stand now and what happened on the way,
 * an event each. Slots are named in it, their values are not.
 */
export function hearingSpan<T extends Heard | null>(hearing: () => Promise<T>): Promise<T> {
  return withSpan({ scope: 'turnfleet/orchestrator', name: 'hear flows' }, async (span) => {
    const heard = await hearing();
    if (!heard) return heard;
    const { wish, move } = heard;
    if (wish) {
      span.setAttribute(attributes.dialogueIntent, wish.intent);
      span.setAttribute(attributes.dialogueConfidence, Math.round(wish.confidence * 1_000) / 1_000);
    }
    span.setAttribute(attributes.flowOutcome, outcomeOf(heard));
    const running = move?.kept.flows.at(-1);
    if (running) {
      span.setAttribute(attributes.flowName, running.flow);
      span.setAttribute(attributes.flowStep, running.step);
    }
    for (const flow of heard.started) span.addEvent('flow began', { [attributes.flowName]: flow });
    for (const { event, changed = [] } of move?.happened ?? [])
      span.addEvent(`dialogue ${event}`, changed.length > 0 ? { [attributes.flowSlots]: [...changed] } : {});
    for (const { flow, as } of heard.ended)
      span.addEvent('flow ended', { [attributes.flowName]: flow, [attributes.flowOutcome]: as });
    return heard;
  });
}

/** `nothing`: no flow has to do with the message. */
function outcomeOf({ move, toModel, holds }: Heard): 'nothing' | 'left_to_model' | 'asked' | 'answered' {
  if (!move) return 'nothing';
  if (toModel) return 'left_to_model';
  return holds ? 'asked' : 'answered';
}
