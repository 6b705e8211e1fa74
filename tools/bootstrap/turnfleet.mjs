#!/usr/bin/env node
/** The `turnfleet` command: installs what is missing, then hands over to the fleet's own command line on Node 24. */
import { join } from 'node:path';
import { node24, productFlags, root, run } from '../node24.mjs';
import { ensureInstalled } from './install.mjs';

// V8 lets garbage grow with the machine's memory; a fleet on a laptop shares it. What lives stays far below this bound.
const memoryFlags = ['--max-semi-space-size=4', '--max-old-space-size=512'];

await ensureInstalled();
process.exitCode = await run(node24, [
  ...productFlags,
  ...memoryFlags,
  join(root, 'apps/fleet/src/main.ts'),
  ...process.argv.slice(2),
]);
