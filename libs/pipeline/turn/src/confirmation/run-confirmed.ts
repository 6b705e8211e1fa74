import type { PendingCall } from '@turnfleet/contract/schemas';
import { answersToQuestion, shopperText } from '@turnfleet/contract/words';
import type { Clock, Deadline } from '@turnfleet/core';
import { asData, type PendingToolCall, type ToolResult, type ToolUse } from '@turnfleet/tools';
import type { Question } from '../converse.ts';
import type { ModelSteps } from '../model-steps.ts';
import { type Outcome, outcomeInOurWords } from '../reply.ts';

/** How long a question to the shopper stays open. */
const openMs = 10 * 60_000;

/** The call as the conversation holds it after the turn in which the shopper is asked; see `heldAfter` for the rest. */
export function pendingFrom(call: PendingToolCall, turnId: string, shopper: string, now: number): PendingCall {
  const expiresAt = new Date(now + openMs).toISOString();
  return { ...call, turnId, expiresAt, shopper, askedAt: null, publishedAt: null };
}

/**
 * The outcome of a turn that says yes to a held call, which is made under its key before any model is asked. What is done,
 * refused or not known is told as docs/adr/0020 says; what is not known stays held. Whether the question was still open
 * counts from when the yes was submitted, which stays the same. `deadline` is without the
 * shopper's calling off, as what was begun cannot be called back. `goOn`: the flow that asked.
 */
export async function runConfirmed(
  { steps, clock }: { readonly steps: ModelSteps; readonly clock: Pick<Clock, 'now'> },
  held: PendingCall,
  submittedAt: number,
  tools: Pick<ToolUse, 'callHeld'>,
  question: Question,
  deadline: Deadline,
  goOn: (made: ToolResult) => Promise<Outcome | null> = async () => null,
): Promise<Outcome> {
  const { locale, progress, suggest, grounding } = question;
  const tell = (status: Outcome['status'], text: string, more: Partial<Outcome>): Outcome => {
    progress.delta(text);
    return outcomeInOurWords(status, text, { firstTokenAt: clock.now(), ...more });
  };
  if (submittedAt > Date.parse(held.expiresAt)) {
    return tell('completed', shopperText('yesTooLate', locale), { suggestions: suggest([]) });
  }
  const made = await tools.callHeld(held, deadline);
  const { record, content, fallback, told } = made;
  grounding.learn([made]);
  const further = await goOn(made);
  if (further) return further;
  const found = { toolCalls: [record], results: grounding.results };
  if (told !== null) return tell('completed', told, { ...found, suggestions: suggest([held.tool]) });
  if (fallback !== null) return tell('degraded', fallback, { ...found, suggestions: answersToQuestion(locale), held });
  return steps(afterRefusal(question, held, { record, content }));
}

/** The question to the model, as if it had made the call itself in this turn. */
function afterRefusal(
  question: Question,
  { callId, tool, arguments: args }: PendingCall,
  { record, content }: Pick<ToolResult, 'record' | 'content'>,
): Question {
  const call = { id: callId, name: tool, arguments: JSON.stringify(args) };
  return {
    ...question,
    called: [record],
    messages: (entry, withHistory) => [
      ...question.messages(entry, withHistory),
      { role: 'assistant', text: '', toolCalls: [call] },
      { role: 'tool', callId, content: asData(content) },
    ],
  };
}
