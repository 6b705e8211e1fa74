import { type Clock, type Logger, TurnfleetError } from '@turnfleet/core';
import { type Env, exitCodes } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import type { Terminal } from './chat.ts';
import type { withState } from './state-open.ts';

interface StateDeps {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly terminal: Terminal;
}

interface Chosen {
  readonly partition?: readonly string[];
}

// What Kafka and Redis need is loaded when a command runs, not for every other command's start.
const withBoth: typeof withState = async (deps, work) => (await import('./state-open.ts')).withState(deps, work);

/** `turnfleet state verify | restore`. */
export function addStateCommands(program: Command, deps: StateDeps): void {
  const { terminal } = deps;
  const state = program
    .command('state')
    .description('conversations and replies in Redis, beside what Kafka has (needs KAFKA_BROKERS and REDIS_URL)');

  chosen(state.command('verify'))
    .description('compare Redis with Kafka, print every difference, change nothing')
    .action(async ({ partition }: Chosen) => {
      const { verifyState } = await import('./state-verify.ts');
      const fine = await withBoth(deps, (open) => verifyState(open, chosenFrom(partition, open.partitions), terminal));
      if (!fine) process.exitCode = exitCodes.failed;
    });

  chosen(state.command('restore'))
    .description('bring partitions in Redis up to what Kafka has, under a new generation')
    .option('--yes', 'do it; without this, only say what it would do')
    .action(async ({ partition, yes = false }: Chosen & { yes?: boolean }) => {
      const { restoreState } = await import('./state-restore.ts');
      await withBoth(deps, (open) => restoreState(open, chosenFrom(partition, open.partitions), { yes, terminal }));
    });
}

function chosen(command: Command): Command {
  return command.option('--partition <n...>', 'only these partitions (else all)');
}

/** `invalid_request` for what is no partition. */
function chosenFrom(given: readonly string[] | undefined, partitions: number): readonly number[] {
  if (given === undefined) return Array.from({ length: partitions }, (_, partition) => partition);
  const wrong = given.find((text) => !/^\d{1,6}$/.test(text) || Number(text) >= partitions);
  if (wrong === undefined) return [...new Set(given.map(Number))].toSorted((a, b) => a - b);
  throw new TurnfleetError('invalid_request', `--partition: there is no partition "${wrong}".`, {
    suggestion: `The topics have the partitions 0 to ${partitions - 1}.`,
  });
}
