import { z } from 'zod';

/** Why a model was asked: for the answer, once more, in the place of one that failed, beside one that is slow, to compare. */
export const callReasons = ['answer', 'retry', 'fallback', 'hedge', 'shadow'] as const;
export type CallReason = (typeof callReasons)[number];

/** How a call ended. `unknown`: the worker that made it went away before it could say. */
export const callEnds = ['answered', 'failed', 'cancelled', 'unknown'] as const;
export type CallEnd = (typeof callEnds)[number];

const tokens = z.number().int().nonnegative();

/** What one call of a model cost. */
export const callLineSchema = z
  .object({
    id: z.string().describe('Id of the call; its endpoint was sent it as `x-client-request-id`.'),
    at: z.string().describe('When the call was booked, before it was sent: RFC 3339.'),
    model: z.string().describe('Id of the model in the catalogue.'),
    endpoint: z.string().describe('Id of the endpoint in the catalogue.'),
    why: z
      .enum(callReasons)
      .describe(
        '`answer`: the first of its step. `retry`: the same again. `fallback`: in the place of one that failed. `hedge`: beside one that was slow. `shadow`: to compare, nothing of it was shown.',
      ),
    end: z
      .enum(callEnds)
      .describe('`unknown`: the worker that made it went away, so it is billed at the most that it can have cost.'),
    inputTokens: tokens.describe('Tokens it read, cached ones included.'),
    cachedInputTokens: tokens.describe('Of these, what the vendor had read before and bills for less.'),
    outputTokens: tokens.describe('Tokens it wrote, thoughts included.'),
    cost: z
      .string()
      .regex(/^\d{1,9}(\.\d{1,12})?$/)
      .describe('US dollars, an exact decimal: sums over lines are exact.'),
    estimated: z.boolean().describe('The vendor said no usage: tokens are counted here, of what was received.'),
  })
  .meta({ id: 'CallLine', description: 'What one call of a model cost.' });

export type CallLine = z.infer<typeof callLineSchema>;
