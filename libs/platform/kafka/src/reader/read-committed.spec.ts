import { describe, expect, it } from '@jest/globals';
import { committedOf, type FetchedMessage } from './read-committed.ts';

function message(
  offset: number,
  producerId: string,
  kind: 'plain' | 'in transaction' | 'abort' | 'commit',
): FetchedMessage {
  const marker = kind === 'abort' ? [0, 0, 0, 0] : [0, 0, 0, 1];
  const isControlRecord = kind === 'abort' || kind === 'commit';
  return {
    key: isControlRecord ? Buffer.from(marker) : null,
    value: null,
    timestamp: '0',
    attributes: 0,
    offset: String(offset),
    headers: {},
    isControlRecord,
    batchContext: { firstOffset: String(offset), lastOffsetDelta: 0, producerId, inTransaction: kind !== 'plain' },
  };
}

const offsets = (messages: readonly FetchedMessage[]): string[] => messages.map(({ offset }) => offset);

describe('committedOf', () => {
  it('leaves out markers and aborted records, and keeps what others wrote between them', () => {
    const log = [
      message(0, '7', 'in transaction'),
      message(1, '-1', 'plain'),
      message(2, '8', 'in transaction'),
      message(3, '7', 'abort'),
      message(4, '8', 'commit'),
      message(5, '7', 'in transaction'),
      message(6, '7', 'commit'),
    ];
    expect(offsets(committedOf(log, [{ producerId: '7', firstOffset: '0' }]))).toEqual(['1', '2', '5']);
  });

  it('knows of several transactions that were open before the first record', () => {
    const log = [message(10, '8', 'in transaction'), message(11, '7', 'in transaction'), message(12, '8', 'abort')];
    const aborted = [
      { producerId: '7', firstOffset: '4' },
      { producerId: '8', firstOffset: '3' },
    ];
    expect(offsets(committedOf(log, aborted))).toEqual([]);
  });
});
