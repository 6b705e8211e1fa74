/** Metadata key under which a call of a keyed tool takes effect once. */
export const idempotencyKeyHeader = 'idempotency-key';
