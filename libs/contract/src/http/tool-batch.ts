import { z } from 'zod';

const mostBatchedCalls = 32;
/** Of arguments in one call, characters of JSON. */
const longestBatchedArguments = 16_000;

const batchedCallSchema = z.object({
  id: z.string().min(1).max(128).optional().describe('Comes back with the result; left out: the place in the batch.'),
  name: z.string().min(1).max(64).describe('The tool.'),
  arguments: z
    .record(z.string(), z.unknown())
    .default({})
    .refine((args) => JSON.stringify(args).length <= longestBatchedArguments, 'has too much in it')
    .describe(`As a model would give them; at most ${longestBatchedArguments} characters of JSON.`),
  userId: z.string().max(128).optional().describe('Who the call is for, where a tool is about the shopper.'),
  key: z
    .string()
    .regex(/^[!-~]{1,128}$/)
    .optional()
    .describe('Idempotency key: without one a tool that takes effect is not called.'),
  deadlineMs: z
    .int()
    .min(1)
    .max(60_000)
    .optional()
    .describe('How long this call may take; the deadline of the tool holds as well.'),
});

/** `POST /v1/tools:batch`. */
export const toolBatchSchema = z.object({
  calls: z.array(batchedCallSchema).min(1).max(mostBatchedCalls).describe('Made side by side.'),
  deadlineMs: z.int().min(1).max(60_000).default(10_000).describe('After that time what is not there yet is late.'),
});

const callOutcomes = ['ok', 'cached', 'stale', 'not_found', 'timeout', 'failed', 'rejected'] as const;

const batchedResultSchema = z.object({
  id: z.string(),
  name: z.string(),
  outcome: z
    .enum(callOutcomes)
    .describe(
      '`cached`: known already; `stale`: known, but older than its tool likes; `rejected`: not called; `failed`: no answer.',
    ),
  ms: z.int(),
  asOf: z.iso.datetime().nullable().describe('When the service was asked; null if there is no result.'),
  service: z.string().describe('Empty if there is no such tool.'),
  version: z.string(),
  result: z.record(z.string(), z.unknown()).nullable().describe('The response in proto3 JSON; null if there is none.'),
  error: z
    .object({
      kind: z.string(),
      message: z.string(),
      suggestion: z.string().optional(),
      violations: z.array(z.object({ field: z.string(), description: z.string() })).optional(),
    })
    .nullable()
    .describe('Why there is no result.'),
});

export const toolBatchResultSchema = z.object({
  ms: z.int().describe('From the first call to the last answer.'),
  calls: z.array(batchedResultSchema).describe('In the order of the calls.'),
});

export type ToolBatch = z.output<typeof toolBatchSchema>;
export type BatchedCall = ToolBatch['calls'][number];
export type BatchedResult = z.output<typeof batchedResultSchema>;
export type ToolBatchResult = z.output<typeof toolBatchResultSchema>;
