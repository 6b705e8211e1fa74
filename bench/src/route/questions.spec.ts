import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Reply } from '@turnfleet/contract/schemas';
import { faultsOf } from './faults-of.ts';
import { makeQuestions } from './make-questions.ts';
import { shares } from './question.ts';
import { questionsFile, readQuestions } from './read-questions.ts';

describe('the published mix of shop questions', () => {
  it('is what its generator writes: node bench/src/route/write-questions.ts', () => {
    const written = makeQuestions().map((question) => `${JSON.stringify(question)}\n`);
    expect(readFileSync(questionsFile, 'utf8') === written.join('')).toBe(true);
  });

  it('has 1,000 sentences, no two alike, in the shares that were published', () => {
    const questions = readQuestions();
    expect(new Set(questions.map(({ text }) => text)).size).toBe(1_000);
    const byClass = Map.groupBy(questions, (question) => question.class);
    expect(Object.fromEntries([...byClass].map(([name, some]) => [name, some.length]))).toEqual(shares);
    expect(questions.filter(({ locale }) => locale === 'zh-CN').length).toBe(700);
  });
});

describe('an answer', () => {
  const truth = { figures: ['¥3999'], amounts: new Set(['¥3999', '¥100']) };
  const reply = (text: string, status: Reply['status'] = 'completed') => ({ text, status });
  it.each([
    ['right', reply('It costs ¥3999, ¥100 less than before.'), []],
    ['right, written as a shop does', reply('It costs ¥3,999, ¥100 less than before.'), []],
    ['without its figure', reply('It is cheap.'), ['it lacks ¥3999']],
    ['with another figure that begins alike', reply('It costs ¥39999.'), ['it lacks ¥3999', 'nothing says ¥39999']],
    ['with an amount that no tool told', reply('It costs ¥3999, not ¥4999.'), ['nothing says ¥4999']],
    ['that is none', reply('Sorry.', 'failed'), ['it is failed']],
  ])('is judged: %s', (_, given, faults) => {
    expect(faultsOf(given, truth)).toEqual(faults);
  });
});
