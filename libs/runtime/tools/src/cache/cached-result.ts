import type { Tool } from '../tool.ts';
import { codesIn } from './codes-in.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a read came to: its result in proto3 JSON, or that what it asked about is not there. */
export type ReadAnswer =
  | { readonly found: true; readonly result: Json }
  | { readonly found: false; readonly message: string; readonly resource: Resource | null };

interface Resource {
  readonly type: string;
  readonly name: string;
}

/** Which changes in the shop make a result another. */
export interface ResultScope {
  /** Kinds of changes. */
  readonly kinds: readonly string[];
  /** Codes in request and result, in upper case; null: whatever code changes, as the request names none. */
  readonly codes: readonly string[] | null;
  readonly tenant: string;
}

/** An answer as it is kept. It is older than everything that happened from `asOf` on, as that is when it was asked for. */
export interface CachedResult {
  readonly answer: ReadAnswer;
  /** When the call began, Unix milliseconds. */
  readonly asOf: number;
  /** The same by the monotonic clock of the process in whose memory it is: nobody can set that back. */
  readonly begunAt?: number;
  readonly scope: ResultScope;
}

export function scopeOf(
  { input, output, freshness }: Pick<Tool, 'input' | 'output' | 'freshness'>,
  { args, answer, tenant }: { readonly args: Json; readonly answer: ReadAnswer; readonly tenant: string },
): ResultScope {
  const asked = codesIn(input, args);
  const told = answer.found ? codesIn(output, answer.result) : [];
  return {
    kinds: freshness?.changedBy ?? [],
    codes: asked.length === 0 ? null : [...new Set([...asked, ...told])],
    tenant,
  };
}
