/**
 * `npm test`: format, lint, types, generated files, unit and contract specs, then everything that needs real servers.
 * `npm run check` (`--check`): the part without servers, and of the end-to-end specs only those of the whole fleet in one
 * process. Later steps run although an earlier one failed, so that one run shows every problem; the last line counts.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { node24, productFlags, root, run } from '../node24.mjs';
import { ensureInstalled } from './install.mjs';
import { countResults } from './results.mjs';

const withServers = !process.argv.includes('--check');
const nx = ['nx', 'run-many', '--nxBail=false', '--outputStyle=static', '-t'];

const services = [node24, ...productFlags, 'tools/services/main.ts'];

const steps = [
  // A machine of continuous integration has nothing installed, and may be changed without asking.
  ...(withServers && process.env.CI === 'true' ? [{ name: 'servers', command: [...services, 'install'] }] : []),
  { name: 'format', command: ['biome', 'check', '.'] },
  { name: 'generated files', command: [node24, ...productFlags, 'tools/protos/generate.ts', '--check'] },
  { name: 'lint and types', command: [...nx, 'lint,typecheck'] },
  { name: 'unit and contract specs', command: [...nx, 'test'] },
  {
    name: 'the fleet in one process',
    command: ['node', 'tools/jest.mjs', 'e2e', ...(withServers ? [] : ['one-process'])],
  },
  ...(withServers
    ? [
        { name: 'bundles', command: [...nx, 'build'] },
        { name: 'specs on real servers', command: ['node', 'tools/server-specs.mjs'] },
      ]
    : []),
];

await ensureInstalled();
rmSync(join(root, 'dist/results'), { recursive: true, force: true });

const results = join(root, 'dist/results');
const broken = [];
// A step that failed without a failing spec (lint, format, a build) counts as one failure.
let otherFailures = 0;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (interrupted = true));
for (const { name, command } of steps) {
  process.stdout.write(`\n── ${name}\n`);
  const [program, ...args] = command;
  const failedBefore = countResults(results).failed;
  if ((await run(program, args, { stdio: ['ignore', 'inherit', 'inherit'] })) === 0) continue;
  broken.push(name);
  if (countResults(results).failed === failedBefore) otherFailures++;
  if (interrupted) break;
}

const { passed, failed, skipped, skippedNames } = countResults(results);
process.stdout.write('\n');
for (const name of skippedNames) process.stdout.write(`skipped: ${name}\n`);
for (const name of broken) process.stdout.write(`failed step: ${name}\n`);
if (interrupted) process.stdout.write('interrupted: the steps after that did not run\n');
const failures = failed + otherFailures;
process.stdout.write(`${passed} passed, ${failures} failed, ${skipped} skipped\n`);
process.exitCode = failures === 0 && !interrupted ? 0 : 1;
