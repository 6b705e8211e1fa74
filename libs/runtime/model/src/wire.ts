import type { TurnfleetError } from '@turnfleet/core';
import type { ModelMessage, ModelTool, ModelToolCall, ModelUsage, ToolChoice } from './model-client.ts';

/** What a request of either protocol asks for, as whoever answers it reads it. */
export interface AskedOfModel {
  /** As the client names it. */
  readonly model: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  readonly toolChoice: ToolChoice;
  /** False: at most one tool call per step. */
  readonly parallelToolCalls: boolean;
  /** Null for no limit. */
  readonly maxOutputTokens: number | null;
  readonly seed: number | null;
  readonly temperature: number | null;
  readonly stop: readonly string[];
  readonly stream: boolean;
  /** Usage is wanted at the end of a stream. */
  readonly includeUsage: boolean;
}

/** What every part of one answer repeats. */
export interface Envelope {
  readonly id: string;
  readonly model: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly includeUsage: boolean;
  /** Known before the answer begins. */
  readonly inputTokens: number;
}

/** The smallest thing a stream brings. */
export type AnswerPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** A tool call begins; its arguments follow. */
  | { readonly kind: 'call'; readonly index: number; readonly id: string; readonly name: string }
  | { readonly kind: 'arguments'; readonly index: number; readonly text: string };

export interface AnswerEnd {
  readonly finish: 'stop' | 'tool_calls' | 'length' | 'refusal';
  readonly usage: ModelUsage;
}

export interface WholeAnswer extends AnswerEnd {
  readonly text: string;
  readonly toolCalls: readonly ModelToolCall[];
}

/** The server-sent events of one answer, in order: `begin`, one text per piece, then `end`, or `error` where it breaks off. */
export interface Framing {
  begin(): string;
  piece(piece: AnswerPiece): string;
  end(end: AnswerEnd): string;
  error(error: TurnfleetError): string;
}
