import { describe, expect, it } from '@jest/globals';
import { dialogueTimes } from './dialogue-times.ts';

describe('the times of dialogues', () => {
  const usual = { greeting: 300_000, query: 600_000, transaction: 1_800_000, inactive: 3_600_000, absolute: 7_200_000 };

  it.each([
    [undefined, usual],
    ['query=60, inactive=0', { ...usual, query: 60_000, inactive: undefined }],
    ['off', {}],
  ])('given as %j are read', (text, times) => {
    expect(dialogueTimes.parse(text)).toEqual(times);
  });

  it.each(['tea=5', 'query', 'query=-1', 'query=1.5', 'query=9999999', 'query=604801'])('refuse %j', (text) => {
    const { error } = dialogueTimes.safeParse(`inactive=5,${text}`);
    expect(error?.issues[0]?.message).toContain(`(not: ${text})`);
  });
});
