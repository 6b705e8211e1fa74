import { problemContentType } from '@turnfleet/contract/http';
import { TurnfleetError } from '@turnfleet/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Media type of the answer. */
    produces?: string;
    /** Answered for whoever operates the process: also while it drains, and without a span. */
    isOperational?: boolean;
  }
}

/** Refuses what no handler needs to see. */
export function checkRequest(request: FastifyRequest, isDraining: boolean): void {
  const { config } = request.routeOptions;
  if (isDraining && !config.isOperational) throw draining();
  if (request.raw.httpVersion === '1.1' && !request.headers.host) {
    throw new Refusal(400, 'The Host header is missing.', 'HTTP/1.1 requires it (RFC 9112).');
  }
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new Refusal(415, 'A compressed body is not accepted.', 'Send it without Content-Encoding.');
  }
  const { produces } = config;
  if (produces === undefined || accepts(request.headers.accept, produces)) return;
  throw new Refusal(
    406,
    `This address answers with ${produces}, which the Accept header excludes.`,
    `Send \`Accept: ${produces}\` or none; errors come as ${problemContentType}.`,
  );
}

function draining(): TurnfleetError {
  return new TurnfleetError('overloaded', 'This server is stopping and takes nothing new.', {
    retryAfterMs: 1_000,
    suggestion: 'Send it again: another one, or this one once restarted, answers.',
  });
}

/** Whether an `Accept` header admits a media type (RFC 9110, 12.5.1): the most specific range that fits decides. */
function accepts(header: string | undefined, type: string): boolean {
  if (header === undefined || header.trim() === '') return true;
  const [group = ''] = type.split('/');
  const ranges = new Map(header.split(',').map(rangeOf));
  const quality = ranges.get(type) ?? ranges.get(`${group}/*`) ?? ranges.get('*/*') ?? 0;
  return quality > 0;
}

function rangeOf(text: string): [range: string, quality: number] {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith('q='));
  return [range, quality === undefined ? 1 : Number(quality.slice(2)) || 0];
}
