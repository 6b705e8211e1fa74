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
      const { postNotice } = await import('../client/post-notice.ts');
      const posted = await postNotice(fleetAddress(url, env), { text, ...(tenant === undefined ? {} : { tenant }) });
      terminal.write(
        json ? `${JSON.stringify(posted)}\n` : `Notice ${posted.id} is told to clients of ${posted.tenant}.\n`,
      );
    });
}
