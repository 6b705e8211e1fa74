/** Runs a TypeScript file on the bundled Node 24, installing first if needed: `node tools/bootstrap/in-node24.mjs FILE ARGS…`. */
import { node24, productFlags, run } from '../node24.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await run(node24, [...productFlags, ...process.argv.slice(2)]);
