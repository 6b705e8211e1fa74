import { isErrorKind } from '@turnfleet/core';
import { callLineSchema } from './call-line.ts';
import { isObject } from './json.ts';
import { nothingChecked, type Reply, replySchema, toolCallRecordSchema, toolOutcomes } from './reply.ts';

type Fields = Readonly<Record<string, unknown>>;

const noUsage = { inputTokens: 0, outputTokens: 0, costUsd: 0 };
const noTimings = { queuedMs: 0, firstTokenMs: 0, totalMs: 0 };
const empty = {
  text: '',
  locale: 'en',
  model: '',
  suggestions: [],
  sources: [],
  traceId: '',
  version: 1,
  answeredBy: null,
} as const;

/**
 * A reply as some version of ours has written it: what it does not have is empty, what this one does not know is ignored. Null
 * for what is no reply, or does not say whose.
 */
export function readStoredReply(value: unknown): Reply | null {
  const { data } = replySchema.safeParse(value);
  if (data || !isObject(value)) return data ?? null;
  return replySchema.safeParse(completed(value)).data ?? null;
}

function completed(value: Fields): Fields {
  const { error, status, usage, timings, grounding, toolCalls } = value;
  const ended = ['completed', 'degraded', 'failed'].includes(String(status)) ? status : error ? 'failed' : 'completed';
  return {
    ...over(empty, value),
    status: ended,
    usage: usageOf(usage),
    timings: over(noTimings, timings),
    grounding: over(nothingChecked, grounding),
    toolCalls: Array.isArray(toolCalls) ? toolCalls.flatMap(toolCallOf) : [],
    error: isObject(error) ? errorOf(error) : undefined,
  };
}

/** What is told, and what is missing or null from `defaults`. */
function over(defaults: Fields, told: unknown): Fields {
  const given = isObject(told) ? Object.entries(told).filter(([, value]) => value !== null && value !== undefined) : [];
  return { ...defaults, ...Object.fromEntries(given) };
}

function usageOf(value: unknown): Fields {
  const usage = over(noUsage, value);
  if (!Array.isArray(usage['calls'])) return { ...usage, calls: undefined };
  return { ...usage, calls: usage['calls'].flatMap((line) => callLineSchema.safeParse(line).data ?? []) };
}

function toolCallOf(value: unknown): unknown[] {
  if (!isObject(value)) return [];
  const call = over({ id: '', name: '', arguments: {}, ms: 0 }, value);
  const outcome = toolOutcomes.find((one) => one === call['outcome']) ?? 'skipped';
  const { data } = toolCallRecordSchema.safeParse({ ...call, outcome });
  return data ? [data] : [];
}

function errorOf(value: Fields): Fields {
  const kind = isErrorKind(value['kind']) ? value['kind'] : 'internal';
  return { ...over({ message: '', suggestion: '', retryable: false }, value), kind };
}
