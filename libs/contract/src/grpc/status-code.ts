import type { ErrorKind } from '@turnfleet/core';

/** Numbers of the gRPC status codes: https://grpc.io/docs/guides/status-codes/ */
export const grpcCodes = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

type GrpcCodeName = keyof typeof grpcCodes;

/** What a status means to whoever called a tool. */
const toolErrorKinds = {
  OK: 'internal', // an error with this code is a mistake of the service
  CANCELLED: 'cancelled',
  UNKNOWN: 'tool_failed',
  INVALID_ARGUMENT: 'invalid_request',
  DEADLINE_EXCEEDED: 'tool_timeout',
  NOT_FOUND: 'not_found',
  ALREADY_EXISTS: 'conflict',
  PERMISSION_DENIED: 'forbidden',
  RESOURCE_EXHAUSTED: 'rate_limited',
  FAILED_PRECONDITION: 'conflict',
  ABORTED: 'conflict',
  OUT_OF_RANGE: 'invalid_request',
  UNIMPLEMENTED: 'tool_failed',
  INTERNAL: 'tool_failed',
  UNAVAILABLE: 'overloaded',
  DATA_LOSS: 'tool_failed',
  UNAUTHENTICATED: 'unauthenticated',
} as const satisfies Record<GrpcCodeName, ErrorKind>;

/** `tool_failed` for a number that is no status code. */
export function toolErrorKind(code: number): ErrorKind {
  const name = codeNames.get(code);
  return name ? toolErrorKinds[name] : 'tool_failed';
}

const codeNames = new Map(Object.entries(grpcCodes).map(([name, code]) => [code as number, name as GrpcCodeName]));
