/** Every way a piece of work can end badly. The set is closed: tables over it are checked by the compiler. */
export const errorKinds = [
  'invalid_request',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'rate_limited',
  'overloaded',
  'deadline_exceeded',
  'cancelled',
  'model_unavailable',
  'model_refused',
  'context_too_long',
  'tool_failed',
  'tool_timeout',
  'poison',
  'fenced',
  'internal',
] as const;

export type ErrorKind = (typeof errorKinds)[number];

export function isErrorKind(value: unknown): value is ErrorKind {
  return errorKinds.some((kind) => kind === value);
}
