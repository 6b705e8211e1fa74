/** Writes `bench/shop-questions.jsonl`: `node bench/src/route/write-questions.ts`. A spec refuses a file that differs. */
import { writeFileSync } from 'node:fs';
import { makeQuestions } from './make-questions.ts';
import { questionsFile } from './read-questions.ts';

writeFileSync(
  questionsFile,
  makeQuestions()
    .map((question) => `${JSON.stringify(question)}\n`)
    .join(''),
);
