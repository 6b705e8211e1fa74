import type { Env } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import { fleetAddress } from '../client/fleet-address.ts';
import type { Terminal } from './chat.ts';

/** `turnfleet load`. */
export function addLoadCommand(
  program: Command,
  { env, terminal }: { readonly env: Env; readonly terminal: Terminal },
) {
  program
    .command('load')
    .description('how busy a running fleet is, whose turns wait, who is refused, why and since when')
    .option('--json', 'as the fleet tells it')
    .option('--url <url>', 'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})')
    .action(async ({ json, url }: { json?: boolean; url?: string }) => {
      // Loaded when it runs, not for every other command's start.
      const [{ requestJson }, { loadSchema }, { loadText }] = await Promise.all([
        import('../client/request.ts'),
        import('@turnfleet/contract/http'),
        import('./load-text.ts'),
      ]);
      const load = await requestJson(`${fleetAddress(url, env)}/v1/operate/load`, loadSchema);
      terminal.write(json ? `${JSON.stringify(load, null, 2)}\n` : loadText(load));
    });
}
