import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ailments } from './cases.ts';
import { degradationPage, rowNames } from './degradation-page.ts';
import { pairKey, type Reads } from './run-degradation.ts';
import { pageFile } from './write-degradation-page.ts';

const page = readFileSync(join(import.meta.dirname, '../../..', pageFile), 'utf8');

describe('the page of what shoppers read', () => {
  it('has every fault that keeps a model from answering, alone and with every other, and all else that was broken', () => {
    const faults = ailments.length - 1;
    expect(rowNames().length).toBeGreaterThan(faults * (faults + 1));
    const missing = rowNames().filter((name) => !page.includes(`| ${name} | `));
    expect(missing.length === 0 ? [] : ['run: npm run faults -- --degradation', ...missing]).toEqual([]);
  });

  it('was written from a whole run', () => {
    expect(page).not.toContain('not run');
  });

  it('has a text in both languages for whatever was said by ourselves', () => {
    const rows = page.split('\n').filter((line) => /^\| (?:plain|other) \| (?:from the tools|\w+_\w+) \|/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(row).toMatch(/\p{Script=Han}.*\| .*[a-z]{3}/u);
  });

  it('never tells a wrong price, nor leaves a plain question unanswered while the tools are there', () => {
    const plain = page.split('\n').filter((line) => line.startsWith('| `'));
    expect(
      plain.filter((line) => /\| model_unavailable \|.*\| model_unavailable \| model_unavailable/.test(line)),
    ).toEqual([]);
  });
});

describe('a cell of that page', () => {
  const read = (outcome: string) => ({ outcome, text: 'Yes.' });
  const reads = (zh: string, en: string): Reads => ({
    'plain zh-CN': read(zh),
    'plain en': read(en),
    'other zh-CN': read('same'),
    'other en': read('same'),
  });
  it('says once what both languages came to, and both where they differ', () => {
    const pairs = new Map([[pairKey('openai', 'server_error', 'none'), reads('one', 'another')]]);
    const text = degradationPage({ pairs, scenarios: new Map() });
    expect(text).toContain('| `server_error` | zh-CN: one; en: another | same | not run | not run |');
  });
});
