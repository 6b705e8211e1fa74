import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '@turnfleet/core/testing';
import { trainingSentences } from '@turnfleet/intent/training';
import { readLabelled, readTrainingFiles } from './training-files.ts';

const folder = join(import.meta.dirname, '../../libs/runtime/intent/training');
const { intents, slots } = readTrainingFiles(folder);
const sentences = trainingSentences(intents, slots, seededRandom(1));
const heldOut = readLabelled(readFileSync(join(folder, 'held-out.tsv'), 'utf8'));

describe('the training data', () => {
  it.each(intents.map(({ intent }) => intent))('has sixty distinct sentences of %s, in each language', (intent) => {
    for (const language of ['zh', 'en'])
      expect(sentences.filter((one) => one.intent === intent && one.language === language).length).toBeGreaterThan(59);
  });

  it('gives no sentence to two intents', () => {
    const byText = Map.groupBy(sentences, ({ text }) => text);
    expect([...byText].filter(([, told]) => told.length > 1).map(([text]) => text)).toEqual([]);
  });

  it('is held against sentences of every intent, in both languages', () => {
    const named = intents.map(({ intent }) => intent);
    expect([...new Set(heldOut.map(({ intent }) => intent))].sort()).toEqual(named);
    expect(heldOut.length).toBeGreaterThanOrEqual(20 * named.length);
  });

  it('is refused with file and reason where it is none', () => {
    expect(() => readTrainingFiles(join(folder, '..'))).toThrow(/slots\.yaml cannot be used/);
  });
});
