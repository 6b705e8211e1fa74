/** The fast type check: `node tools/tsc.mjs -p libs/core`. */
import { join } from 'node:path';
import { root, run } from './node24.mjs';

process.exitCode = await run(process.execPath, [
  join(root, 'node_modules/typescript-7/bin/tsc'),
  ...process.argv.slice(2),
]);
