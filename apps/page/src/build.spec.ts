import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { buildPage } from './build.ts';

describe('the files of the page', () => {
  it('are made from the sources as they are now (else: node apps/page/src/build.ts)', async () => {
    const committed = readFileSync(join(import.meta.dirname, 'generated/page-files.ts'), 'utf8');
    expect(committed === (await buildPage())).toBe(true);
  });
});
