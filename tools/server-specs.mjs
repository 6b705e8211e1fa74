/**
 * The specs that need real servers: `*.servers.spec.ts`, beside the adapters and, for the whole fleet, in `e2e`.
 * Two lanes with servers of their own run side by side: most of these specs wait for a time limit or for a server to start.
 */
import { node24, productFlags, run } from './node24.mjs';

const lanes = [['libs', 'apps', 'tools'], ['e2e']];

async function passes(folder) {
  const specs = ['node', 'tools/jest.mjs', folder, '--servers'];
  return (await run(node24, [...productFlags, 'tools/services/main.ts', 'run', '--', ...specs])) === 0;
}

async function passesAll(folders) {
  let all = true;
  for (const folder of folders) if (!(await passes(folder))) all = false;
  return all;
}

const passed = await Promise.all(lanes.map(passesAll));
process.exitCode = passed.every(Boolean) ? 0 : 1;
