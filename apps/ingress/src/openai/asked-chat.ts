import { maxTextCodePoints, type SaidBefore } from '@turnfleet/contract/schemas';
import { TurnfleetError } from '@turnfleet/core';
import { invalidField } from '@turnfleet/model';
import { z } from 'zod';

/** What a client of OpenAI's asks, as a turn of ours. */
export interface AskedChat {
  readonly text: string;
  /** What the client says was said before, oldest first. */
  readonly context: readonly SaidBefore[];
  /** As the client names it. */
  readonly model: string;
  /** Null: whichever the rules say. */
  readonly group: string | null;
  readonly stream: boolean;
  /** Null: it is a conversation of its own. */
  readonly conversationId: string | null;
  readonly user: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

const notTheirs = 'is not possible: the tools are those of the fleet';
export const refused = (why: string) => z.null(why).optional();

/** What both protocols have, and what would make the answer another one than was asked for. */
export const sharedFields = {
  tools: z.array(z.unknown()).max(0, notTheirs).nullish(),
  tool_choice: z.enum(['none', 'auto'], notTheirs).nullish(),
  top_logprobs: z.literal(0, 'is not possible').nullish(),
  user: z.string().max(128).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
};

/** Changes at most how an answer is worded or kept, which is the fleet's own business: taken and ignored. */
const sharedHarmless = [
  ...['model', 'stream', 'stream_options', 'temperature', 'top_p', 'parallel_tool_calls', 'store', 'service_tier'],
  ...['prompt_cache_key', 'prompt_cache_retention', 'prompt_cache_options', 'safety_identifier'],
];

/** Throws `invalid_request` that names the first field that is neither known nor harmless. */
export function expectKnown(asked: object, known: object, harmless: readonly string[]): void {
  const unknown = Object.keys(asked).find(
    (name) => !sharedHarmless.includes(name) && !harmless.includes(name) && !Object.hasOwn(known, name),
  );
  if (unknown !== undefined) throw invalidField(unknown, 'is not known here.');
}

/** Who says the last thing, and what; null is a message that nobody is told. */
type Last = { readonly role: string; readonly text?: string } | null | undefined;

/** What a shopper says; `place` is the field's name. */
export function saidLast(last: Last, place: string): string {
  if (last?.role !== 'user' || last.text === undefined)
    throw invalidField(place, 'must be of the user: a turn answers what somebody said.');
  if (last.text.trim() === '') throw invalidField(place, 'must say something.');
  if ([...last.text].length > maxTextCodePoints) throw tooLong(place);
  return last.text;
}

/** The conversation that `metadata` names, and the rest of it. */
export function conversationIn(
  metadata: Readonly<Record<string, unknown>> | null | undefined,
): Pick<AskedChat, 'conversationId' | 'metadata'> {
  const { conversation_id: conversation, ...others } = metadata ?? {};
  if (conversation !== undefined && typeof conversation !== 'string')
    throw invalidField('metadata.conversation_id', 'must be a text.');
  return { conversationId: conversation ?? null, metadata: others };
}

export const modelName = 'turnfleet';

/** Of `turnfleet` and `turnfleet/GROUP`. */
export function groupIn(model: string): string | null {
  if (model === modelName) return null;
  if (model.startsWith(`${modelName}/`)) return model.slice(modelName.length + 1);
  throw noModel(model);
}

export function noModel(name: string): TurnfleetError {
  return new TurnfleetError(
    'not_found',
    `The model "${name}" does not exist here: GET /v1/models lists those that do.`,
    {
      resource: { type: 'model', name },
      violations: [{ field: 'model', description: 'does not exist' }],
    },
  );
}

function tooLong(field: string): TurnfleetError {
  const message = `${field}: a message has at most ${maxTextCodePoints} characters.`;
  return new TurnfleetError('context_too_long', message, { violations: [{ field, description: 'is too long' }] });
}
