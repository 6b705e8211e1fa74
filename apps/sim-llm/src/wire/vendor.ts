import type { IncomingHttpHeaders } from 'node:http';
import type { TurnfleetError } from '@turnfleet/core';
import type { Exchange } from '../exchange.ts';
import type { Generation, Piece } from '../generation.ts';

/** What a request asks for, read from a vendor's shape. */
export interface Asked {
  readonly exchange: Exchange;
  readonly stream: boolean;
  /** OpenAI's `stream_options.include_usage`. */
  readonly includeUsage: boolean;
}

/** What every part of one answer repeats. */
export interface Envelope {
  readonly id: string;
  readonly model: string;
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly includeUsage: boolean;
  readonly inputTokens: number;
}

/** The server-sent events of one answer, in order: `begin`, one text per piece, `end`. */
export interface Framing {
  begin(): string;
  piece(piece: Piece): string;
  end(generation: Generation): string;
  /** Instead of `end`: an error in the open stream, or an end that no answer has when it is complete. */
  brokenOff(kind: 'error_mid_stream' | 'half_told'): string;
}

/** A wire format: it reads a request into an `Exchange`, and writes the one model's answer. */
export interface Vendor {
  readonly path: string;
  readonly idPrefix: { readonly answer: string; readonly toolCall: string };
  readonly requestIdHeader: string;
  /** Throws `invalid_request`, or `not_found` for a model that is not in the catalogue. */
  read(body: unknown, headers: IncomingHttpHeaders): Asked;
  whole(envelope: Envelope, generation: Generation): object;
  frames(envelope: Envelope): Framing;
  error(error: TurnfleetError, status: number, requestId: string): object;
}
