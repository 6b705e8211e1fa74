/** The specs that need real servers: `*.servers.spec.ts`, beside the adapters and, for the whole fleet, in `e2e`. */
import { run } from './node24.mjs';

let failed = false;
for (const folder of ['libs', 'apps', 'tools', 'e2e']) {
  if ((await run('node', ['tools/jest.mjs', folder, '--servers'])) !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
