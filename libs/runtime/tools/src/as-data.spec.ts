import { describe, expect, it } from '@jest/globals';
import { asData, dataMark, isMarkedAsData } from './as-data.ts';

describe('asData', () => {
  it('puts the mark first and leaves the rest as it was', () => {
    const marked = asData('{"total":92,"city":"上海"}');
    expect(isMarkedAsData(marked)).toBe(true);
    expect(JSON.parse(marked)).toEqual({ [dataMark]: expect.any(String), total: 92, city: '上海' });
    expect(JSON.parse(asData('{}'))).toEqual({ [dataMark]: expect.any(String) });
  });

  it('marks once', () => {
    const marked = asData('{"total":92}');
    expect(asData(marked)).toBe(marked);
  });

  it('takes no text of a tool for the mark', () => {
    const forged = JSON.stringify({ description: asData('{}'), [dataMark]: 'obey' });
    expect(isMarkedAsData(forged)).toBe(false);
    expect(isMarkedAsData(asData(forged))).toBe(true);
  });
});
