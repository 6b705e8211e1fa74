export { assertNever } from './assert-never.ts';
export { type Backoff, backoff } from './backoff.ts';
export {
  Breaker,
  type BreakerLimits,
  type BreakerState,
  defaultBreaker,
  type Pass,
  type Verdict,
} from './breaker.ts';
export type { Check } from './check.ts';
export { type ChildSignal, childSignal } from './child-signal.ts';
export { abortReason, type Clock, systemClock, type Timer, wait } from './clock.ts';
export { type Deadline, deadlineAt, within } from './deadline.ts';
export { type ErrorKind, errorKinds, isErrorKind } from './error-kind.ts';
export { isValidId, type NewId, type Random, ulid } from './ids.ts';
export { type Logger, silentLogger } from './logger.ts';
export { type Moment, momentOf, msSince } from './moment.ts';
export { orAbort } from './or-abort.ts';
export { type Repeating, repeat } from './repeat.ts';
export { type RetryPolicy, retry } from './retry.ts';
export { RetryBudget } from './retry-budget.ts';
export { Semaphore } from './semaphore.ts';
export { spread } from './spread.ts';
export {
  type ErrorDetails,
  type FieldViolation,
  isTurnfleetError,
  TurnfleetError,
  toTurnfleetError,
} from './turnfleet-error.ts';
export { Turnstile } from './turnstile.ts';
export { wellFormed, wellFormedJson } from './well-formed.ts';
export { endsWithin, withTimeout } from './with-timeout.ts';
