import { describe, expect, it } from '@jest/globals';
import { numberText, ratioText, spreadText, tableOf } from './table.ts';

describe('tables', () => {
  it('aligns names left and numbers right', () => {
    expect(
      tableOf(
        ['who', 'messages/s'],
        [
          ['turnfleet', '9'],
          ['a', '12,345'],
        ],
      ),
    ).toBe(
      ['who        messages/s', '---------  ----------', 'turnfleet           9', 'a              12,345'].join('\n'),
    );
  });

  it('shows the range unless there is none', () => {
    expect(spreadText({ median: 5_120, min: 4_900, max: 5_300 })).toBe('5,120 (4,900–5,300)');
    expect(spreadText({ median: 5, min: 5, max: 5 })).toBe('5');
  });

  it('rounds to what can be read', () => {
    expect([0.123, 12.34, 123.4].map(numberText)).toEqual(['0.12', '12.3', '123']);
    expect([ratioText(2.5), ratioText(null)]).toEqual(['2.5×', '–']);
  });
});
