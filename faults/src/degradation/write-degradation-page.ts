import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { degradationPage } from './degradation-page.ts';
import { runDegradation } from './run-degradation.ts';

export const pageFile = 'docs/reference/degradation.md';

/** Breaks every vendor in every way, and writes what shoppers read into the page. Resolves with the exit code. */
export async function writeDegradationPage(
  root: string,
  signal: AbortSignal,
  out: Pick<NodeJS.WritableStream, 'write'>,
): Promise<number> {
  const say = (line: string): void => void out.write(`${line}\n`);
  const found = await runDegradation(say, signal);
  await writeFile(join(root, pageFile), degradationPage(found));
  say(`${pageFile} is what was read.`);
  return 0;
}
