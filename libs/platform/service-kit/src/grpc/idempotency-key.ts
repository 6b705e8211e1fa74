import type { Metadata } from '@grpc/grpc-js';
import { idempotencyKeyHeader } from '@turnfleet/contract/grpc';
import { TurnfleetError } from '@turnfleet/core';

/** 1–128 visible ASCII characters, as `IDEMPOTENCY_KEYED` in tool.proto asks for. */
const visible = /^[!-~]{1,128}$/;

/** The key under which a call takes effect once; `invalid_request` if it brings none that can be used. */
export function idempotencyKeyOf(metadata: Metadata): string {
  const [key] = metadata.get(idempotencyKeyHeader);
  if (typeof key === 'string' && visible.test(key)) return key;
  const description = 'must be given in the metadata, 1 to 128 visible ASCII characters';
  throw new TurnfleetError('invalid_request', `The request is not valid: ${idempotencyKeyHeader} ${description}.`, {
    violations: [{ field: idempotencyKeyHeader, description }],
  });
}
