import { describe, expect, it } from '@jest/globals';
import { allTools } from '../testing/index.ts';
import { suggester } from './suggestions.ts';

const names = allTools.map(({ name }) => name);

describe('suggestions', () => {
  const suggest = suggester(allTools);

  it('are at most three questions, in the language of the shopper', () => {
    expect(suggest([], 'en')).toHaveLength(3);
    expect(suggest([], 'zh-CN').every((question) => /\p{Script=Han}/u.test(question))).toBe(true);
    expect(suggest([], 'en').some((question) => /\p{Script=Han}/u.test(question))).toBe(false);
  });

  it('question suggested that was just answered', () => {
    const [first = ''] = suggest([], 'en');
    expect(suggest(names.slice(0, 1), 'en')).not.toContain(first);
  });

  it('are none when every tool was called', () => {
    expect(suggest(names, 'en')).toEqual([]);
  });
});
