import type { SaidBefore } from '@turnfleet/contract/schemas';
import { invalidField, parsedAt, parsedBody } from '@turnfleet/model';
import { z } from 'zod';
import { type AskedChat, conversationIn, expectKnown, groupIn, refused, saidLast, sharedFields } from './asked-chat.ts';

/** Stands for an answer of ours. */
interface AnswerReference {
  readonly role: 'reference';
  readonly id: string;
  readonly place: string;
}

export interface AskedResponse extends Omit<AskedChat, 'context'> {
  readonly said: readonly (SaidBefore | AnswerReference)[];
  /** The id of the response that this one goes on from. */
  readonly previous: string | null;
  readonly instructions: string | null;
}

const otherKind = 'only text is understood here';
const part = z.discriminatedUnion(
  'type',
  [
    z.looseObject({ type: z.enum(['input_text', 'output_text', 'text']), text: z.string() }),
    z.looseObject({ type: z.literal('refusal'), refusal: z.string() }),
  ],
  otherKind,
);
const message = z.looseObject({
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(part)], 'must be a text or a list of text parts'),
});
const item = z.looseObject({ type: z.string().nullish(), id: z.string().nullish(), role: z.unknown().optional() });
/** What came of another's tools, and what a model thought: nobody is told. */
const leftOut = ['reasoning', 'function_call', 'function_call_output'];

const mostReferences = 100;

/** What would make the answer another one than was asked for; docs/guide/openai.md lists them. */
const meaningful = z.looseObject({
  ...sharedFields,
  model: z.string(),
  input: z.union([z.string(), z.array(z.unknown()).min(1, 'must hold at least one message')]),
  instructions: z.string().nullish(),
  previous_response_id: z.string().nullish(),
  stream: z.boolean().nullish(),
  text: z
    .looseObject({ format: z.looseObject({ type: z.literal('text', 'must be text: a shopper reads it') }).nullish() })
    .nullish(),
  include: z.array(z.string().refine((name) => !name.endsWith('logprobs'), 'is not possible')).nullish(),
  background: z.literal(false, 'is not possible: an answer is waited for, or streamed').nullish(),
  conversation: refused('is not known here: name one in metadata.conversation_id, or a previous_response_id'),
  context_management: z.array(z.unknown()).max(0, 'is not possible').nullish(),
  prompt: refused('is not possible: there are no prompts here'),
  moderation: refused('is not possible'),
});

const harmless = ['max_output_tokens', 'max_tool_calls', 'reasoning', 'truncation'];

/** A request of the Responses API as a turn; throws `invalid_request` that names the first parameter in the way. */
export function readResponse(body: unknown): AskedResponse {
  const asked = parsedBody(meaningful, body);
  expectKnown(asked, meaningful.shape, harmless);
  const { model, input, stream, user, previous_response_id: previous, instructions } = asked;
  if (asked['stream_options'] && !stream) throw invalidField('stream_options', "is only allowed when 'stream' is on.");
  const said = typeof input === 'string' ? [{ role: 'user' as const, text: input }] : input.map(saidIn);
  const place = typeof input === 'string' ? 'input' : `input[${input.length - 1}]`;
  const text = saidLast(asText(said.at(-1)), place);
  const before = said.slice(0, -1).filter((one) => one !== null);
  if (before.filter(({ role }) => role === 'reference').length > mostReferences)
    throw invalidField('input', `names more than ${mostReferences} items.`);
  const named = conversationIn(asked.metadata);
  if (previous && named.conversationId !== null)
    throw invalidField('previous_response_id', 'says which conversation it is: leave metadata.conversation_id out.');
  return {
    ...{ text, model, group: groupIn(model), stream: stream ?? false, user: user ?? null, ...named },
    said: [...(instructions ? [{ role: 'instructions' as const, text: instructions }] : []), ...before],
    ...{ previous: previous ?? null, instructions: instructions ?? null },
  };
}

const asText = (last: SaidBefore | AnswerReference | null | undefined): SaidBefore | null =>
  last && last.role !== 'reference' ? last : null;

/** Null: nobody is told. */
function saidIn(given: unknown, index: number): SaidBefore | AnswerReference | null {
  const place = `input[${index}]`;
  const { type, id, role } = parsedAt(place, item, given);
  if (type && leftOut.includes(type)) return null;
  if (id && (type === 'item_reference' || (!type && role === undefined)))
    return { role: 'reference', id, place: `${place}.id` };
  if (type && type !== 'message') throw invalidField(`${place}.type`, otherKind);
  const { role: by, content } = parsedAt(place, message, given);
  const text = typeof content === 'string' ? content : content.map(textOf).join('\n');
  if (by === 'system' || by === 'developer') return { role: 'instructions', text };
  return text === '' && by === 'assistant' ? null : { role: by, text };
}

const textOf = (one: z.output<typeof part>): string => (one.type === 'refusal' ? one.refusal : one.text);
