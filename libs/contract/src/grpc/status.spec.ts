import { describe, expect, it } from '@jest/globals';
import { errorKinds, TurnfleetError } from '@turnfleet/core';
import fc from 'fast-check';
import { encodeStatus, errorOfStatus } from './status.ts';
import { grpcCodes, toolErrorKind } from './status-code.ts';

describe('a status', () => {
  it('tells the caller all the server knew', () => {
    const error = new TurnfleetError('not_found', 'There is no product SKU-1.', {
      suggestion: 'Check the SKU.',
      retryAfterMs: 1_500,
      violations: [{ field: 'sku', description: 'must be known' }],
      resource: { type: 'product', name: 'SKU-1' },
    });
    const { code, message, details } = encodeStatus(error);
    const received = errorOfStatus(code, message, details);
    expect(code).toBe(grpcCodes.NOT_FOUND);
    expect({ kind: received.kind, message: received.message, details: received.details }).toEqual({
      kind: error.kind,
      message: error.message,
      details: error.details,
    });
  });

  it.each([{ reason: 'order_shipped', instead: 'create_return' }, { reason: 'order_closed' }])(
    'says why what is there does not allow it: %j',
    (refusal) => {
      const { code, message, details } = encodeStatus(new TurnfleetError('conflict', 'No.', { refusal }));
      expect(errorOfStatus(code, message, details).details.refusal).toEqual(refusal);
    },
  );

  it.each(errorKinds)('of %s carries a suggestion', (kind) => {
    const { code, details } = encodeStatus(new TurnfleetError(kind, 'No.'));
    expect(errorOfStatus(code, 'No.', details).details.suggestion).toMatch(/.+\./);
  });

  it('of a failing service is a failing tool', () => {
    const { code, message, details } = encodeStatus(new TurnfleetError('internal', 'No.'));
    expect(errorOfStatus(code, message, details).kind).toBe('tool_failed');
  });

  it('without details is an error too', () => {
    expect(errorOfStatus(grpcCodes.UNAVAILABLE, 'No.')).toMatchObject({ kind: 'overloaded', details: {} });
  });

  it('never throws over its details', () => {
    fc.assert(
      fc.property(fc.integer(), fc.uint8Array({ maxLength: 200 }), (code, details) => {
        expect(errorOfStatus(code, 'No.', details)).toBeInstanceOf(TurnfleetError);
      }),
    );
  });
});

describe('toolErrorKind', () => {
  it('takes a number that is no code for a failing tool', () => {
    expect(toolErrorKind(99)).toBe('tool_failed');
  });
});
