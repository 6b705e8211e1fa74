import { join } from 'node:path';
import type { Command } from 'commander';
import type { Terminal } from './chat.ts';

/** What they need is loaded when a command runs, not for every other command's start. */
const runModule = () => import('./rehearse-flows.ts');

/** `turnfleet flows check | show | test`. */
export function addFlowsCommands(program: Command, { terminal }: { readonly terminal: Terminal }): void {
  const flows = program.command('flows').description('the flows of dialogues, without a running fleet');
  const folderOf = async (folder: string | undefined): Promise<string> => folder ?? (await runModule()).shippedFlows;

  flows
    .command('check')
    .description('say what keeps the flows of a folder from running, by file and line')
    .argument('[folder]', 'where they are (else those that are shipped)')
    .action(async (folder?: string) => {
      const { readCheckedFlows } = await runModule();
      const read = readCheckedFlows(await folderOf(folder));
      terminal.write(read.ok ? `${read.flows.length} flows may run.\n` : `${read.problems.join('\n')}\n`);
      if (!read.ok) process.exitCode = 1;
    });
  flows
    .command('show')
    .description('the flows of a folder, or the steps of one')
    .argument('[flow]', 'name of one')
    .option('--dir <folder>', 'where they are (else those that are shipped)')
    .action(async (name: string | undefined, { dir }: { readonly dir?: string }) => {
      const { flowsText } = await import('./flows-text.ts');
      const { checkedFlows } = await runModule();
      terminal.write(flowsText(checkedFlows(await folderOf(dir)), name));
    });
  flows
    .command('test')
    .description('play the conversations of a folder without a model, and say what went otherwise')
    .argument('[folder]', 'where the flows are; their conversations are in its folder tests')
    .option('--all', 'print every conversation, not only those that went otherwise')
    .action(async (given: string | undefined, { all = false }: { readonly all?: boolean }) => {
      const { rehearseFolder } = await runModule();
      const { rehearsalText } = await import('./flows-text.ts');
      const folder = await folderOf(given);
      const rehearsed = await rehearseFolder(folder, join(folder, 'tests'));
      terminal.write(rehearsalText(rehearsed, all));
      if (rehearsed.some(({ turns }) => turns.some(({ wrong }) => wrong.length > 0))) process.exitCode = 1;
    });
}
