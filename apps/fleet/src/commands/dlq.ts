import { type Clock, type ErrorKind, errorKinds, isErrorKind, type Logger, TurnfleetError } from '@turnfleet/core';
import type { SigningKeys } from '@turnfleet/principal';
import { type Env, exitCodes } from '@turnfleet/service-kit';
import type { TurnLog } from '@turnfleet/turn-engine';
import type { Command } from 'commander';
import type { Terminal } from './chat.ts';
import type { LogDeps } from './with-kafka-log.ts';

interface DlqDeps {
  readonly env: Env;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly terminal: Terminal;
}

interface Filter {
  readonly kind?: string;
  readonly conversation?: string;
}

const defaultLimit = '50';

// What Kafka needs is loaded when a command runs, not for every other command's start.
const withLog = async <T>(deps: LogDeps, work: (log: TurnLog) => Promise<T>): Promise<T> =>
  (await import('./with-kafka-log.ts')).withKafkaLog(deps, about, work);
const about = {
  clientId: 'turnfleet-dlq',
  lost: 'the dead letters too',
  example: 'KAFKA_BROKERS=127.0.0.1:9092 npx turnfleet dlq list',
};

/** `turnfleet dlq list | show | replay`. */
export function addDlqCommands(program: Command, deps: DlqDeps): void {
  const { terminal } = deps;
  const dlq = program
    .command('dlq')
    .description('dead letters: records that could not be processed (needs KAFKA_BROKERS)');

  filtered(dlq.command('list'))
    .description('show the newest dead letters, newest last')
    .option('--limit <n>', 'show at most so many', defaultLimit)
    .option('--json', 'one JSON object a line')
    .action(async ({ limit, json = false, ...filter }: Filter & { limit: string; json?: boolean }) => {
      const options = { ...filterOf(filter), limit: limitOf(limit), json };
      const { listDeadLetters } = await import('./list-dead-letters.ts');
      await withLog(deps, (log) => listDeadLetters(log, options, terminal));
    });

  dlq
    .command('show')
    .description('show all of one dead letter, what it means and what to do')
    .argument('<id>', 'partition/offset, as the list shows it')
    .action(async (id: string) => {
      const { showDeadLetter } = await import('./show-dead-letter.ts');
      await withLog(deps, (log) => showDeadLetter(log, id, terminal));
    });

  filtered(dlq.command('replay'))
    .description('submit dead letters as new turns at the end of their conversations, in dead-letter order')
    .argument('[ids...]', 'partition/offset, as the list shows them')
    .option('--all', 'every dead letter that is a turn')
    .option('--dry-run', 'only show what would be submitted')
    .option('--yes', 'submit what a filter or --all chose')
    .action(async (ids: string[], given: Filter & { all?: boolean; dryRun?: boolean; yes?: boolean }) => {
      const { all = false, dryRun = false, yes = false, ...filter } = given;
      const { replayDeadLetters } = await import('./replay-dead-letters.ts');
      const options = { ...filterOf(filter), all, dryRun, yes };
      const keys = await signingKeysIn(deps.env);
      const fine = await withLog(deps, (log) => replayDeadLetters({ ...deps, log, keys }, ids, options));
      if (!fine) process.exitCode = exitCodes.failed;
    });
}

function filtered(command: Command): Command {
  return command
    .option('--kind <kind>', 'only those of one kind, like poison')
    .option('--conversation <id>', 'only those of one conversation');
}

function filterOf({ kind, conversation }: Filter): { kind: ErrorKind | undefined; conversation: string | undefined } {
  if (kind === undefined || isErrorKind(kind)) return { kind, conversation };
  throw new TurnfleetError('invalid_request', `--kind: there is no kind "${kind}".`, {
    suggestion: `Kinds are ${errorKinds.join(', ')}.`,
  });
}

function limitOf(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new TurnfleetError('invalid_request', `--limit: "${text}" is not a number from 1 to 999999.`);
}

/** Null where nobody signs in; `invalid_request` if they cannot be read. */
async function signingKeysIn({ TURN_SIGNING_KEYS: given }: Env): Promise<SigningKeys | null> {
  if (!given) return null;
  const keys = (await import('@turnfleet/auth')).signingKeys(given);
  if (keys) return keys;
  throw new TurnfleetError('invalid_request', 'TURN_SIGNING_KEYS is not NAME:KEY, several separated by commas.', {
    suggestion: 'Give it as the ingresses have it.',
  });
}
