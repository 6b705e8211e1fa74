import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TopicPositions } from './topic-positions.ts';

describe('how far an owner knows a topic of its partition', () => {
  it('is what it has read, at first', () => {
    expect(new TopicPositions(7n).position).toBe(7n);
  });

  it('goes on with its own records, in whatever order their answers come', () => {
    const known = new TopicPositions(7n);
    known.wrote(9n);
    known.wrote(8n);
    expect(known.position).toBe(7n);
    known.wrote(7n);
    expect(known.position).toBe(10n);
  });

  it('stops below a record that somebody else wrote, however many of its own follow', () => {
    const known = new TopicPositions(7n);
    for (const offset of [7n, 9n, 10n, 11n]) known.wrote(offset);
    expect(known.position).toBe(8n);
  });

  it('is the lowest offset not below the start that was never written', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 40n })), fc.bigInt({ min: 0n, max: 10n }), (offsets, start) => {
        const known = new TopicPositions(start);
        for (const offset of offsets) known.wrote(offset);
        let expected = start;
        while (offsets.includes(expected)) expected++;
        expect(known.position).toBe(expected);
      }),
    );
  });
});
