/** Runs a TypeScript file on the bundled Node 24, installing first if needed: `node tools/bootstrap/in-node24.mjs FILE ARGS…`. */
import { join } from 'node:path';
import { node24, productFlags, root, run } from '../node24.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
// Its processes and threads strip and compile each module once, not at every start.
const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled') };
process.exitCode = await run(node24, [...productFlags, ...process.argv.slice(2)], { env });
