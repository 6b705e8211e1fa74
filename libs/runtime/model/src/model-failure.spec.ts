import { describe, expect, it } from '@jest/globals';
import { modelFailure, retryAfterMs } from './model-failure.ts';

describe('modelFailure', () => {
  it.each([
    [{ status: 500, message: 'x' }, 'model_unavailable'],
    [{ status: 529, type: 'overloaded_error', message: 'Overloaded' }, 'model_unavailable'],
    [{ status: 401, message: 'bad key' }, 'model_unavailable'],
    [{ status: 403, message: 'no' }, 'model_unavailable'],
    [{ status: 404, message: 'no such model' }, 'model_unavailable'],
    [{ status: 408, message: 'timeout' }, 'model_unavailable'],
    [{ status: 429, message: 'slow down' }, 'rate_limited'],
    [{ status: 429, code: 'insufficient_quota', message: 'pay' }, 'model_unavailable'],
    [{ status: 400, code: 'context_length_exceeded', message: 'x' }, 'context_too_long'],
    [{ status: 400, message: "This model's maximum context length is 128000 tokens." }, 'context_too_long'],
    [
      { status: 400, type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000' },
      'context_too_long',
    ],
    [{ status: 400, code: 'content_filter', message: 'x' }, 'model_refused'],
    [{ status: 400, message: 'unknown parameter' }, 'invalid_request'],
    [{ message: 'broken' }, 'model_unavailable'],
  ])('%j is %s', (error, kind) => {
    expect(modelFailure(error).kind).toBe(kind);
  });

  it('does not repeat the endpoint’s words, which may quote prompt or key, but keeps its codes for the log', () => {
    const failure = modelFailure({ status: 400, type: 'invalid_request_error', message: 'my secret address' });
    expect(`${failure.message} ${String(failure.cause)}`).not.toContain('secret');
    expect(String(failure.cause)).toContain('400 invalid_request_error');
  });
});

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 0, 1, 12, 0, 0);
  it.each([
    ['2', 2_000],
    ['0', 0],
    ['0.25', 250],
    ['Thu, 01 Jan 2026 12:00:05 GMT', 5_000],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
    [null, undefined],
  ])('reads %j as %p', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
