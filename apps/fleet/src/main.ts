import { isTurnfleetError, systemClock, TurnfleetError, toTurnfleetError, ulid } from '@turnfleet/core';
import { createLogger, exitCodes } from '@turnfleet/service-kit';
import { Command, CommanderError } from 'commander';
import { type AppName, appNames, isAppName } from './apps.ts';
import { fleetAddress } from './client/fleet-address.ts';
import { chat } from './commands/chat.ts';
import { brokersFrom, createTopics, verifyTopics } from './commands/topics.ts';
import { traceText } from './commands/trace.ts';
import { up } from './commands/up.ts';
import { environment } from './config.ts';

const env = environment();
const terminal = { write: (text: string): void => void process.stdout.write(text) };
const newId = (): string => ulid(systemClock.now(), Math.random);
const topicsParts = { clock: systemClock, logger: createLogger('turnfleet', 'error'), terminal };
const urlOption = [
  '--url <url>',
  'where the fleet is (else TURNFLEET_URL, else http://127.0.0.1:${PORT:-8080})',
] as const;

const program = new Command('turnfleet')
  .description('Answers customer-service chat turns: runs the fleet, and talks to a running one.')
  .exitOverride()
  .showHelpAfterError();

program
  .command('up')
  .description('run the fleet in this process until Ctrl-C')
  .option('--only <apps>', `run only these, separated by commas: ${appNames.join(' ')}`)
  .action(({ only }: { only?: string }) => up(selected(only), terminal));

program
  .command('chat')
  .description('send a turn to a running fleet and watch the answer')
  .argument('<text>', 'what to ask')
  .option('--conversation <id>', 'go on with this conversation (else a new one)')
  .option('--locale <locale>', 'language of the answer, like zh-CN (else that of the text)')
  .option(...urlOption)
  .action(async (text: string, options: { conversation?: string; locale?: string; url?: string }) => {
    const interrupted = new AbortController();
    process.once('SIGINT', () =>
      interrupted.abort(new TurnfleetError('cancelled', 'Stopped watching; the turn goes on.')),
    );
    const conversation = options.conversation ?? `cli-${newId()}`;
    const chatOptions = { url: fleetAddress(options.url, env), conversation, locale: options.locale };
    const answered = await chat(text, chatOptions, { clock: systemClock, terminal, signal: interrupted.signal });
    if (options.conversation === undefined)
      terminal.write(`go on    npx turnfleet chat --conversation ${conversation} "…"\n`);
    if (!answered) process.exitCode = exitCodes.failed;
  });

program
  .command('trace')
  .description("print a turn's trace as a tree with timings")
  .argument('<id>', 'turn or trace id')
  .option(...urlOption)
  .action(async (id: string, { url }: { url?: string }) => terminal.write(await traceText(fleetAddress(url, env), id)));

const topics = program.command('topics').description('the Kafka topics of the fleet (needs KAFKA_BROKERS)');
topics
  .command('create')
  .description('create the topics that are missing')
  .action(() => createTopics(brokersFrom(env['KAFKA_BROKERS']), topicsParts));
topics
  .command('check')
  .description('compare the topics and their settings with what they must be')
  .action(async () => {
    if (!(await verifyTopics(brokersFrom(env['KAFKA_BROKERS']), topicsParts))) process.exitCode = exitCodes.failed;
  });

function selected(only: string | undefined): ReadonlySet<AppName> {
  if (only === undefined) return new Set(appNames);
  const names = only.split(',').map((name) => name.trim());
  const known = names.filter(isAppName);
  if (known.length === names.length) return new Set(known);
  const unknown = names.filter((name) => !isAppName(name));
  throw new CommanderError(
    exitCodes.usage,
    'turnfleet.only',
    `--only: there is no app ${unknown.join(', ')}; there are ${appNames.join(', ')}`,
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
    process.exitCode =
      isTurnfleetError(error, 'invalid_request') && kind === 'invalid_request' ? exitCodes.usage : exitCodes.failed;
  }
}
