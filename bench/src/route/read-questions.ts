import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { questionSchema, type ShopQuestion } from './question.ts';

export const questionsFile = join(import.meta.dirname, '../../shop-questions.jsonl');

/** The mix as it was published. */
export function readQuestions(): readonly ShopQuestion[] {
  const lines = readFileSync(questionsFile, 'utf8').trimEnd().split('\n');
  return lines.map((line) => questionSchema.parse(JSON.parse(line)));
}
