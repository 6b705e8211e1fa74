import { z } from 'zod';

export const faultKinds = [
  'rate_limited',
  'server_error',
  'hang_before_headers',
  'hang_mid_stream',
  'cut_mid_stream',
  'error_mid_stream',
  'half_told',
  'malformed_arguments',
  'unknown_tool',
  'endless_tool_loop',
  'empty_answer',
  /** States a figure that no tool returned; asked to correct itself, it tells the truth. */
  'lies',
  /** The same, and says it again. */
  'lies_again',
  /** Does what a text in a tool's result tells it to, unless the result is marked as data. */
  'gullible',
] as const;
export type FaultKind = (typeof faultKinds)[number];

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  /** Of the requests it fits, how many it hits. */
  probability: z.number().min(0).max(1).default(1),
  /** Fixes which requests a probability hits. */
  seed: z.int().default(0),
  /** How many requests it hits before it is used up; null for no end. */
  count: z.int().min(1).nullable().default(null),
  /** Only requests to these models; null for all. */
  models: z.array(z.string()).min(1).nullable().default(null),
  /** `Retry-After` of `rate_limited`, seconds; null for none. */
  retryAfterSeconds: z.number().min(0).nullable().default(1),
});
export type Fault = z.output<typeof faultSchema>;

/** How the model behaves: what `PUT /_sim/behaviour` and the header `x-sim-behaviour` hold. */
export const behaviourSchema = z.strictObject({
  latency: z
    .strictObject({
      ttftMs: z.number().min(0).max(600_000).optional(),
      tokensPerSecond: z.number().min(0).max(1_000_000).optional(),
    })
    .default({}),
  faults: z.array(faultSchema).max(32).default([]),
});
export type Behaviour = z.output<typeof behaviourSchema>;

export const noBehaviour: Behaviour = { latency: {}, faults: [] };
