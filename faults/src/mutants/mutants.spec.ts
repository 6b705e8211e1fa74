import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mutantOf, readMutants } from './mutant.ts';
import { findIn } from './run-mutants.ts';
import { copySources, type SourceCopy } from './source-copy.ts';

/** Found within seconds, one by a seed and one at a moment. */
const cheap = ['04-ledger-skipped', '16-together-out-of-order'];
const unending = new AbortController().signal;
const root = join(import.meta.dirname, '../../..');
/** Milliseconds; a copy of the sources, and processes of their own. */
const patience = 240_000;

describe('planted bugs', () => {
  it('are sixteen at least, each with a header, and fit the sources', async () => {
    const mutants = await readMutants(root);
    expect(mutants.length).toBeGreaterThanOrEqual(16);
    const check = ({ patch }: { readonly patch: string }) =>
      promisify(execFile)('git', ['apply', '--check', '--whitespace=nowarn', patch], { cwd: root }).then(
        () => [],
        (error: unknown) => [String(error)],
      );
    expect((await Promise.all(mutants.map(check))).flat()).toEqual([]);
  });

  describe('in a copy of the sources', () => {
    let copy: SourceCopy;
    beforeAll(async () => {
      copy = await copySources(root);
    }, patience);
    afterAll(async () => copy[Symbol.asyncDispose]());

    it.each(cheap)(
      '%s is found where it is known to show',
      async (name) => {
        const mutant = (await readMutants(root)).find((known) => known.name === name);
        if (!mutant) throw new TypeError(`there is no ${name}`);
        expect(await findIn(copy, mutant, unending)).toMatchObject({ kind: 'found', hunt: { runs: 1 } });
      },
      patience,
    );

    it('a patch that does not fit is told, not found', async () => {
      const text = 'Bug: none.\nShows: lost\nFound: by seed 1 with 10 turns\n\ndiff --git a/none b/none\n';
      const mutant = mutantOf('none', join(root, 'package.json'), text);
      const found = await findIn(copy, mutant, unending);
      expect(found).toMatchObject({
        kind: 'missed',
        why: expect.stringContaining('does not fit the sources any more'),
      });
    });
  });
});

describe('the header of a patch', () => {
  const header = (found: string, shows = 'lost, unanswered'): string =>
    `Bug: it errs.\nShows: ${shows}\nFound: ${found}\n\ndiff --git a/x b/x\n`;

  it('says what is wrong, what shows it, and where', () => {
    expect(mutantOf('n', 'n.patch', header('by seed 7 with 40 turns'))).toEqual({
      name: 'n',
      patch: 'n.patch',
      bug: 'it errs.',
      shows: ['lost', 'unanswered'],
      ground: { under: 'seeds', known: 7, turns: 40, store: 'memory' },
    });
    expect(mutantOf('n', 'n.patch', header('by seed 7 with 40 turns on redis')).ground).toMatchObject({
      store: 'redis',
    });
    expect(mutantOf('n', 'n.patch', header('by seed 7 with 40 turns, only crash,time_passes')).ground).toEqual({
      under: 'seeds',
      known: 7,
      turns: 40,
      store: 'memory',
      only: ['crash', 'time_passes'],
    });
    expect(mutantOf('n', 'n.patch', header('by flush under a zombie at 31')).ground).toEqual({
      under: 'strikes',
      known: 'flush under a zombie at 31',
    });
  });

  it.each([
    ['no verdict', header('by crash at 1', 'gone'), /gone is no verdict/],
    ['no place', header('somewhere'), /neither/],
    ['nothing', 'diff --git a/x b/x\n', /no line "Shows/],
  ])('is refused if it says %s', (_, text, problem) => {
    expect(() => mutantOf('n', 'n.patch', text)).toThrow(problem);
  });
});
