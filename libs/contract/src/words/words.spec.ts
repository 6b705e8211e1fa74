import { describe, expect, it } from '@jest/globals';
import { errorKinds } from '@turnfleet/core';
import { failureText } from './failure-text.ts';
import { flowText, flowWords } from './flow-words.ts';
import { handoffText, handoffWords } from './handoff-words.ts';
import { shopperText, shopperWords } from './shopper-words.ts';

const keys = Object.keys(shopperWords) as (keyof typeof shopperWords)[];

describe('the words for shoppers', () => {
  it.each(keys)('has "%s" in both languages, each in its own script', (key) => {
    // In braces stands what is put in.
    expect(shopperText(key, 'zh-Hant-TW').replaceAll(/\{\w+\}/g, '')).toMatch(/^(?=.*\p{Script=Han})[^A-Za-z]+$/u);
    expect(shopperText(key, 'de')).toMatch(/^(?=.*[a-z])[\x20-\x7e…“”]+$/);
  });

  it.each(Object.keys(flowWords) as (keyof typeof flowWords)[])('has "%s" around flows in both languages', (key) => {
    expect(flowText(key, 'zh-Hant-TW').replaceAll(/\{\w+\}/g, '')).toMatch(/^(?=.*\p{Script=Han})[^A-Za-z]+$/u);
    expect(flowText(key, 'de')).toMatch(/^(?=.*[a-z])[\x20-\x7e…“”]+$/);
  });

  it.each(Object.keys(handoffWords) as (keyof typeof handoffWords)[])('has "%s" around people in both', (key) => {
    expect(handoffText(key, 'zh-Hant-TW')).toMatch(/^(?=.*\p{Script=Han})[^A-Za-z]+$/u);
    expect(handoffText(key, 'de')).toMatch(/^(?=.*[a-z])[\x20-\x7e]+$/);
  });

  it('puts in what there is to be put in', () => {
    expect(handoffText('placeInLine', 'zh-CN', { ahead: 3 })).toBe('您前面还有 3 位。');
  });

  it.each(errorKinds)('tells of a turn that failed with %s, in a sentence of both languages', (kind) => {
    expect(failureText(kind, 'zh-Hant-TW')).toMatch(/^[^A-Za-z]+。$/);
    expect(failureText(kind, 'de')).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
  });

  it('says one thing under one key', () => {
    const said = keys.flatMap((key) => Object.values(shopperWords[key]));
    expect(said.filter((text, i) => said.indexOf(text) !== i)).toEqual([]);
  });
});
