import { describe, expect, it } from '@jest/globals';
import { type FlowText, readFlows } from './read-flows.ts';

const head = 'flow: gift\ntitle: {zh-CN: 礼, en: gift}\nintents: [gift]\n';
const slot = 'slots:\n  what: {type: text, ask: {zh-CN: 什么？, en: What?}}\n';
const say = (id: string, text = 'hello', then = ''): string =>
  `  - id: ${id}\n    say: {zh-CN: "${text}", en: "${text}"}\n${then === '' ? '' : `    then: ${then}\n`}`;

const problemsOf = (text: string, ...more: readonly FlowText[]): readonly string[] => {
  const read = readFlows([{ file: 'gift.yaml', text }, ...more], null);
  return read.ok ? [] : read.problems;
};

describe('a flow file is refused, by its line, that', () => {
  it('turns in a circle through a slot that is filled already', () => {
    const text = `${head}${slot}steps:\n  - id: a\n    collect: what\n${say('b', 'hello', 'a')}`;
    expect(problemsOf(text)).toEqual([expect.stringContaining('It turns in a circle')]);
  });

  it('starts a flow that is not there', () => {
    expect(problemsOf(`${head}steps:\n  - start: parcel\n`)).toEqual([
      'gift.yaml:5: There is no flow "parcel" to start.',
    ]);
  });

  it('speaks of something that nothing fills, told once for all languages', () => {
    expect(problemsOf(`${head}steps:\n${say('a', 'for {whom}')}`)).toEqual([
      expect.stringMatching(/^gift\.yaml:5: Nothing fills "\{whom\}"/),
    ]);
  });

  it('collects a slot that it does not ask for, or that nobody may say', () => {
    const of = (what: string): readonly string[] =>
      problemsOf(`${head}slots:\n  what: ${what}\nsteps:\n  - collect: what\n`);
    expect(of('{type: text}')).toEqual([expect.stringContaining('there is no question for it')]);
    expect(of('{type: text, from: [earlier], ask: {zh-CN: 什么？, en: What?}}')).toEqual([
      expect.stringContaining('the shopper may not say it'),
    ]);
  });

  it('asks again for what it does not ask for', () => {
    const text = `${head}${slot}steps:\n  - id: a\n    ask_again: [what]\n    say: {zh-CN: 再, en: again}\n`;
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^gift\.yaml:7: "what" cannot be asked again/)]);
  });

  it('has a step to which none leads', () => {
    expect(problemsOf(`${head}steps:\n${say('a', 'hello', 'end')}${say('b')}`)).toEqual([
      'gift.yaml:8: No step leads to "b".',
    ]);
  });

  it('wants what another wants', () => {
    const good = `${head}steps:\n${say('a')}`;
    expect(problemsOf(good)).toEqual([]);
    const other = { file: 'other.yaml', text: good.replace('flow: gift', 'flow: present') };
    expect(problemsOf(good, other)).toEqual([expect.stringMatching(/^other\.yaml:1: Another flow wants the intent/)]);
  });
});
