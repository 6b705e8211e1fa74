/**
 * Makes generated/page-files.ts: the page as the server serves it, so that neither source nor bundle has to find files at
 * run time. To be run after each change of the page: `node apps/page/src/build.ts`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const generated = join(here, 'generated/page-files.ts');

/** The text of generated/page-files.ts as it should be. */
export async function buildPage(): Promise<string> {
  const read = (name: string): string => readFileSync(join(here, name), 'utf8');
  const files = [
    { url: '/', type: 'text/html', text: read('index.html') },
    { url: '/page.js', type: 'text/javascript', text: await bundled('page.tsx') },
    { url: '/page.css', type: 'text/css', text: await bundled('page.css') },
    { url: '/icon.svg', type: 'image/svg+xml', text: read('icon.svg') },
  ];
  return [
    '// Made by apps/page/src/build.ts: change the sources beside it, then run that.',
    `export const pageFiles = ${JSON.stringify(files, null, 2)} as const;`,
    '',
  ].join('\n');
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}

if (import.meta.main) writeFileSync(generated, await buildPage());
