import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SearchPosition } from './search.ts';

const position = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const payload = z.tuple([z.string(), position, position]);

/** An opaque token that continues one search: it holds where the page ended and which search it belongs to. */
export function encodePageToken(search: readonly unknown[], { rank, id }: SearchPosition): string {
  return Buffer.from(JSON.stringify([fingerprint(search), rank, id])).toString('base64url');
}

/** Undefined if the token is not one of ours or belongs to another search. */
export function decodePageToken(search: readonly unknown[], token: string): SearchPosition | undefined {
  const read = payload.safeParse(parsed(Buffer.from(token, 'base64url').toString()));
  if (!read.success) return undefined;
  const [of, rank, id] = read.data;
  return of === fingerprint(search) ? { rank, id } : undefined;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined; // not JSON, so not one of ours
  }
}

const fingerprint = (search: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(search)).digest('base64url').slice(0, 12);
