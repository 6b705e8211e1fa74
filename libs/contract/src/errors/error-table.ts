import type { ErrorKind } from '@turnfleet/core';

/** gRPC status codes by name: https://grpc.io/docs/guides/status-codes/ */
type GrpcCode =
  | 'CANCELLED'
  | 'INVALID_ARGUMENT'
  | 'DEADLINE_EXCEEDED'
  | 'NOT_FOUND'
  | 'PERMISSION_DENIED'
  | 'RESOURCE_EXHAUSTED'
  | 'FAILED_PRECONDITION'
  | 'ABORTED'
  | 'INTERNAL'
  | 'UNAVAILABLE'
  | 'DATA_LOSS'
  | 'UNAUTHENTICATED';

interface ErrorRow {
  readonly http: number;
  readonly grpc: GrpcCode;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  /** Title of the problem, the same for every occurrence (RFC 9457). */
  readonly title: string;
  /** What to do, when the error itself does not say. */
  readonly suggestion: string;
}

/** The one table of what an error kind means at each boundary. A missing kind does not compile. */
export const errorTable = {
  invalid_request: {
    http: 400,
    grpc: 'INVALID_ARGUMENT',
    retryable: false,
    title: 'The request is not valid',
    suggestion: 'Correct what `detail` names and send it again.',
  },
  unauthenticated: {
    http: 401,
    grpc: 'UNAUTHENTICATED',
    retryable: false,
    title: 'Not signed in',
    suggestion: 'Send valid credentials.',
  },
  forbidden: {
    http: 403,
    grpc: 'PERMISSION_DENIED',
    retryable: false,
    title: 'Not allowed',
    suggestion: 'Ask an administrator for the permission that `detail` names.',
  },
  not_found: {
    http: 404,
    grpc: 'NOT_FOUND',
    retryable: false,
    title: 'Not found',
    suggestion: 'Check the id or the address.',
  },
  conflict: {
    http: 409,
    grpc: 'ABORTED',
    retryable: false,
    title: 'In conflict with what is there',
    suggestion: 'Read the current state, then send a request that fits it.',
  },
  rate_limited: {
    http: 429,
    grpc: 'RESOURCE_EXHAUSTED',
    retryable: true,
    title: 'Too many requests',
    suggestion: 'Send it again after the time in Retry-After.',
  },
  overloaded: {
    http: 503,
    grpc: 'UNAVAILABLE',
    retryable: true,
    title: 'Cannot take this right now',
    suggestion: 'Send it again after the time in Retry-After.',
  },
  deadline_exceeded: {
    http: 504,
    grpc: 'DEADLINE_EXCEEDED',
    retryable: true,
    title: 'Not done in time',
    suggestion: 'Ask again, or allow more time.',
  },
  cancelled: {
    http: 499,
    grpc: 'CANCELLED',
    retryable: false,
    title: 'Cancelled',
    suggestion: 'Nothing to do: it was called off on request.',
  },
  model_unavailable: {
    http: 502,
    grpc: 'UNAVAILABLE',
    retryable: true,
    title: 'The model did not answer',
    suggestion: 'Ask again in a moment.',
  },
  model_refused: {
    http: 422,
    grpc: 'FAILED_PRECONDITION',
    retryable: false,
    title: 'The model declined to answer',
    suggestion: 'Put the question differently.',
  },
  context_too_long: {
    http: 422,
    grpc: 'FAILED_PRECONDITION',
    retryable: false,
    title: 'The conversation is too long for the model',
    suggestion: 'Shorten the message or start a new conversation.',
  },
  tool_failed: {
    http: 502,
    grpc: 'INTERNAL',
    retryable: true,
    title: 'A tool failed',
    suggestion: 'Ask again in a moment.',
  },
  tool_timeout: {
    http: 504,
    grpc: 'DEADLINE_EXCEEDED',
    retryable: true,
    title: 'A tool took too long',
    suggestion: 'Ask again in a moment.',
  },
  poison: {
    http: 500,
    grpc: 'DATA_LOSS',
    retryable: false,
    title: 'This message could not be processed',
    suggestion: 'Put the message differently; operators find the original in the dead letters.',
  },
  fenced: {
    http: 500,
    grpc: 'ABORTED',
    retryable: true,
    title: 'Another worker has taken over',
    suggestion: 'Nothing to do: the new owner answers.',
  },
  internal: {
    http: 500,
    grpc: 'INTERNAL',
    retryable: true,
    title: 'Something went wrong on our side',
    suggestion: 'Try again; if it stays, report the trace id.',
  },
} as const satisfies Record<ErrorKind, ErrorRow>;
