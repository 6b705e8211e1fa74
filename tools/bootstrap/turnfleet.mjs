#!/usr/bin/env node
import { join } from 'node:path';
/** The `turnfleet` command: installs what is missing, then hands over to the fleet's own command line on Node 24. */
import { node24, productFlags, root, run } from '../node24.mjs';
import { ensureInstalled } from './install.mjs';

await ensureInstalled();
process.exitCode = await run(node24, [...productFlags, join(root, 'apps/fleet/src/main.ts'), ...process.argv.slice(2)]);
