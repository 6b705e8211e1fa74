/**
 * Runs the specs below one folder on Node 24: `node tools/jest.mjs libs/core [jest options]`. Specs that need Kafka,
 * Redis or PostgreSQL are called `*.servers.spec.ts` and are left out, unless `--servers` asks for just those.
 * The result also goes to dist/results/FOLDER.json, which `npm test` adds up.
 */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { node24, root, run } from './node24.mjs';

const given = process.argv.slice(2);
const servers = given.includes('--servers');
const [folder, ...options] = given.filter((word) => word !== '--servers');
if (!folder) {
  process.stderr.write('usage: node tools/jest.mjs FOLDER [--servers] [jest options]\n');
  process.exit(2);
}
const result = `dist/results/${folder}${servers ? '.servers' : ''}.json`;
mkdirSync(dirname(join(root, result)), { recursive: true });

process.exitCode = await run(
  node24,
  [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=TimeoutNegativeWarning',
    'node_modules/jest/bin/jest.js',
    '--roots',
    folder,
    '--testPathIgnorePatterns',
    '/node_modules/',
    ...(servers ? ['--testMatch', '**/*.servers.spec.ts', '--runInBand'] : ['\\.servers\\.spec\\.ts$']),
    '--passWithNoTests',
    '--json',
    `--outputFile=${result}`,
    ...options,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
);
