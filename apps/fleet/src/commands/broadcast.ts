import type { Env } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import { fleetAddress } from '../client/fleet-address.ts';
import type { Terminal } from './chat.ts';

interface BroadcastDeps {
  readonly env: Env;
  readonly terminal: Terminal;
}

interface Given {
  readonly tenant?: string;
  readonly url?: string;
  readonly json?: boolean;
}

// What it needs is loaded when it runs, not for every other command's start.
const requestModule = () => import('../client/request.ts');

/** `turnfleet broadcast`. */
export function addBroadcastCommand(program: Command, { env, terminal }: BroadcastDeps): void {
  program
    .command('broadcast')
    .description('tell a notice to every WebSocket client of a tenant')
    .argument('<text>', 'what is to be told')
    .option('--tenant <tenant>', 'whose clients are told (else those of the key)')
    .option('--json', 'as the fleet tells it')
    .option('--url <url>', 'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})')
    .action(async (text: string, { tenant, url, json }: Given) => {
      const [{ requestJson }, { z }] = await Promise.all([requestModule(), import('zod')]);
      const posted = await requestJson(
        `${fleetAddress(url, env)}/v1/notices`,
        z.object({ id: z.string(), tenant: z.string() }),
        {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ text, ...(tenant === undefined ? {} : { tenant }) }),
        },
      );
      terminal.write(
        json ? `${JSON.stringify(posted)}\n` : `Notice ${posted.id} is told to clients of ${posted.tenant}.\n`,
      );
    });
}
