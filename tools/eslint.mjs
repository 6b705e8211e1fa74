/** Lints one project: `node tools/eslint.mjs libs/core`. Nx runs it (`npx nx lint core`), so that the boundary rule sees a fresh project graph. */
import { join } from 'node:path';
import { node24, root, run } from './node24.mjs';

process.exitCode = await run(node24, [
  join(root, 'node_modules/eslint/bin/eslint.js'),
  '--max-warnings=0',
  ...process.argv.slice(2),
]);
