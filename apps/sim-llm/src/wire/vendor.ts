import type { IncomingHttpHeaders } from 'node:http';
import type { TurnfleetError } from '@turnfleet/core';
import type { AskedOfModel, Envelope, Framing, WholeAnswer } from '@turnfleet/model';

/** A wire format: it reads requests, and writes the one model's answer. */
export interface Vendor {
  readonly path: string;
  readonly idPrefix: { readonly answer: string; readonly toolCall: string };
  readonly requestIdHeader: string;
  /** Throws `invalid_request`. */
  read(body: unknown, headers: IncomingHttpHeaders): AskedOfModel;
  whole(envelope: Envelope, answer: WholeAnswer): object;
  frames(envelope: Envelope): Framing;
  error(error: TurnfleetError, status: number, requestId: string): object;
}
