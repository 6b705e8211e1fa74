import { systemClock, TurnfleetError, toTurnfleetError, ulid } from '@turnfleet/core';
import { createLogger, exitCodes } from '@turnfleet/service-kit';
import { Command, CommanderError } from 'commander';
import { type AppName, appNames, isAppName } from './apps.ts';
import { environment } from './client/config.ts';
import { fleetAddress } from './client/fleet-address.ts';
import { addBroadcastCommand } from './commands/broadcast.ts';
import { addCostCommand } from './commands/cost.ts';
import { addDeskCommands } from './commands/desk.ts';
import { addDlqCommands } from './commands/dlq.ts';
import { addFlowsCommands } from './commands/flows.ts';
import { addKeysCommands } from './commands/keys.ts';
import { addLoadCommand } from './commands/load.ts';
import { addModelsCommands } from './commands/models.ts';
import { addShopCommands } from './commands/shop.ts';
import { addStateCommands } from './commands/state.ts';
import { addToolsCommands } from './commands/tools.ts';

// Commands are loaded when they run: asking a question need not wait for the whole fleet's code.
const topicsCommands = () => import('./commands/topics.ts');

// Who read the output may leave (`| head`); that ends neither a drain nor a turn.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const env = environment();
const terminal = { write: (text: string): void => void process.stdout.write(text) };
const newId = (): string => ulid(systemClock.now(), Math.random);
const logDeps = { clock: systemClock, logger: createLogger('turnfleet', 'error'), terminal };
const urlOption = [
  '--url <url>',
  'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})',
] as const;

const program = new Command('turnfleet')
  .description('Answers customer-service chat turns: runs the fleet, and talks to a running one.')
  .addHelpText('after', '\nThe environment configures everything else: docs/reference/configuration.md')
  .exitOverride()
  .showHelpAfterError();

program
  .command('up')
  .description('run the fleet in this process until Ctrl-C')
  .option('--only <apps>', `run only these, separated by commas: ${appNames.join(' ')}`)
  .action(async ({ only }: { only?: string }) => {
    const apps = selected(only);
    const { up } = await import('./commands/up.ts');
    await up(apps, terminal);
  });

program
  .command('chat')
  .description('send a turn to a running fleet and watch the answer')
  .argument('<text>', 'what to ask')
  .option('--conversation <id>', 'go on with this conversation (else a new one)')
  .option('--locale <locale>', 'language of the answer, like zh-CN (else that of the text)')
  .option(...urlOption)
  .action(async (text: string, options: { conversation?: string; locale?: string; url?: string }) => {
    const { chat } = await import('./commands/chat.ts');
    const interrupted = new AbortController();
    process.once('SIGINT', () =>
      interrupted.abort(new TurnfleetError('cancelled', 'Stopped watching; a turn that was accepted goes on.')),
    );
    const conversation = options.conversation ?? `cli-${newId()}`;
    const chatOptions = { url: fleetAddress(options.url, env), conversation, locale: options.locale };
    const deps = { clock: systemClock, random: Math.random, terminal, signal: interrupted.signal };
    const answered = await chat(text, chatOptions, deps);
    if (options.conversation === undefined)
      terminal.write(`go on    npx turnfleet chat --conversation ${conversation} "…"\n`);
    if (!answered) process.exitCode = exitCodes.failed;
  });

program
  .command('trace')
  .description("print a turn's trace as a tree with timings")
  .argument('<id>', 'turn or trace id')
  .option(...urlOption)
  .action(async (id: string, { url }: { url?: string }) => {
    const { traceText } = await import('./commands/trace.ts');
    terminal.write(await traceText(fleetAddress(url, env), id));
  });

const topics = program.command('topics').description('the Kafka topics of the fleet (needs KAFKA_BROKERS)');
topics
  .command('create')
  .description('create the topics that are missing')
  .action(async () => {
    const { brokersFrom, createTopics } = await topicsCommands();
    await createTopics(brokersFrom(env['KAFKA_BROKERS']), logDeps);
  });
topics
  .command('check')
  .description('compare the topics and their settings with what they must be')
  .action(async () => {
    const { brokersFrom, verifyTopics } = await topicsCommands();
    if (!(await verifyTopics(brokersFrom(env['KAFKA_BROKERS']), logDeps))) process.exitCode = exitCodes.failed;
  });

addCostCommand(program, { ...logDeps, env });
addDeskCommands(program, { env, terminal, clock: systemClock, newId });
addDlqCommands(program, { ...logDeps, env });
addFlowsCommands(program, { terminal });
addKeysCommands(program, { ...logDeps, env });
addLoadCommand(program, { env, terminal });
addModelsCommands(program, { env, terminal });
addShopCommands(program, { clock: systemClock, env, terminal });
addStateCommands(program, { ...logDeps, env });
addToolsCommands(program, { env, terminal });
addBroadcastCommand(program, { env, terminal });

function selected(only: string | undefined): ReadonlySet<AppName> {
  if (only === undefined) return new Set(appNames);
  const names = only.split(',').map((name) => name.trim());
  const known = names.filter(isAppName);
  if (known.length === names.length) return new Set(known);
  const unknown = names.filter((name) => !isAppName(name));
  throw new CommanderError(
    exitCodes.usage,
    'turnfleet.only',
    `--only: there is no app ${unknown.map((name) => `"${name}"`).join(', ')}; there are ${appNames.join(', ')}`,
  );
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.code === 'turnfleet.only') process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode === 0 ? exitCodes.fine : exitCodes.usage;
  } else {
    const { message, details, kind } = toTurnfleetError(error);
    process.stderr.write(`${message}\n${details.suggestion ? `${details.suggestion}\n` : ''}`);
    process.exitCode = kind === 'invalid_request' ? exitCodes.usage : exitCodes.failed;
  }
}
