import { systemClock, toTurnfleetError } from '@turnfleet/core';
import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { serversFrom } from './config.ts';
import { type ConnectionsLoad, runConnections } from './connections/benchmark.ts';
import { connectionsText } from './connections/text.ts';
import { runConsume } from './consume/benchmark.ts';
import { consumeText } from './consume/text.ts';
import { runDialogue } from './dialogue/benchmark.ts';
import { dialogueText } from './dialogue/text.ts';
import { runFreshness } from './freshness/benchmark.ts';
import { freshnessText } from './freshness/text.ts';
import { runGrounding } from './grounding/benchmark.ts';
import { groundingText } from './grounding/text.ts';
import { runGrowth } from './growth/benchmark.ts';
import { growthText } from './growth/text.ts';
import { runIntent } from './intent/benchmark.ts';
import { intentText } from './intent/text.ts';
import { runModelTransport } from './model-transport/benchmark.ts';
import { transportText } from './model-transport/text.ts';
import { runReconnects } from './reconnects/benchmark.ts';
import { reconnectsText } from './reconnects/text.ts';
import { runRoute } from './route/benchmark.ts';
import { routeText } from './route/text.ts';
import type { BaseSettings, Settings } from './settings.ts';
import { runStraggler } from './straggler/benchmark.ts';
import { stragglerText } from './straggler/text.ts';
import { runSurge } from './surge/benchmark.ts';
import { surgeText } from './surge/text.ts';
import { runTimers } from './timers/benchmark.ts';
import { timersText } from './timers/text.ts';
import { runTools } from './tools/benchmark.ts';
import { toolsText } from './tools/text.ts';
import { againWithServices } from './with-services.ts';

interface Options {
  readonly rounds: number;
  readonly json?: boolean;
}

const usage = 2;
const args = process.argv.slice(2);
const print = (text: string): void => void process.stdout.write(`${text}\n`);
/** What is going on: on stderr, so that stdout holds only results. */
const log = (line: string): void => void process.stderr.write(`${line}\n`);

const program = new Command('bench')
  .description('Measures Turnfleet beside its peers, on the same work in one go.')
  .addHelpText(
    'after',
    '\nKafka and Redis are those of KAFKA_BROKERS and REDIS_URL, else found or started for the run (tools/services).' +
      '\nThe last line of the output is the result as one JSON object. bench/README.md says how to read it.',
  )
  .exitOverride()
  .showHelpAfterError('(--help says more)');

benchmark('consume', 'how fast a topic is worked off: Turnfleet, kafkajs, NestJS, BullMQ, in-process').action(
  (options: Options) => measure(options, runConsume, consumeText),
);
benchmark('connections', 'what WebSocket connections cost, and how fast they go on: Turnfleet, Socket.IO')
  .option('--connections <n>', 'how many', readRounds, 1_000)
  .option('--seconds <n>', 'for how long they are told something', readRounds, 10)
  .action((options: Options & ConnectionsLoad) =>
    measure(options, (settings) => runConnections(settings, options), connectionsText),
  );
benchmark('reconnects', 'what it costs when all event streams come back at once: Turnfleet, a bare server of Node')
  .option('--connections <n>', 'how many come back within a second', readRounds, 5_000)
  .action((options: Options & { connections: number }) =>
    measure(options, (settings) => runReconnects(settings, options.connections), reconnectsText),
  );
benchmark('straggler', 'one key stuck, one of two workers killed: Turnfleet, kafkajs, NestJS').action(
  (options: Options) => measure(options, runStraggler, stragglerText),
);
benchmark('surge', '75 times as many turns within 3 s, while another tenant chats on')
  .option('--places <n>', 'turns that the worker works on at once: the scale of it all', readRounds, 40)
  .action((options: Options & { places: number }) =>
    measure(options, (settings) => runSurge(settings, options.places), surgeText),
  );
benchmark('growth', 'what a message costs Turnfleet with more keys, more load and another worker').action(
  (options: Options) => measure(options, runGrowth, growthText),
);
benchmark('timers', 'what conversations that wait for their shoppers cost Redis')
  .option('--conversations <n>', 'how many wait at once', readRounds, 100_000)
  .action((options: Options & { conversations: number }) =>
    measure(options, (settings) => runTimers(settings, options.conversations), timersText),
  );
benchmark('grounding', 'how rightly sentences with unsupported figures are held back, and what it costs').action(
  ({ rounds, json }: Options) => {
    const result = runGrounding(rounds);
    if (!json) print(`${groundingText(result)}\n`);
    print(JSON.stringify(result));
  },
);

benchmark('freshness', 'how many calls a day of questions takes when answers are kept, and how old they are').action(
  (options: Options) => alone(options, runFreshness, freshnessText),
);

benchmark('dialogue', 'what flows cost turns that none of them wants').action((options: Options) =>
  alone(options, runDialogue, dialogueText),
);

benchmark('route', 'what the rules save on a mix of shop questions, and whether the answers are right').action(
  (options: Options) => alone(options, runRoute, routeText),
);

benchmark('model-transport', 'what a model call costs: Turnfleet, the openai SDK, the AI SDK, undici').action(
  (options: Options) => alone(options, runModelTransport, transportText),
);

benchmark('tools', 'what three tool calls side by side cost, and what one slow instance of three does to them').action(
  (options: Options) => alone(options, runTools, toolsText),
);

program
  .command('intent')
  .description('how often an intent is told right, by ways to train; public sets with --data')
  .option('--data <folder>', 'where the public sets are, as intents/NAME-{train,test}.tsv.gz')
  .option('--json', 'print nothing but the result')
  .action(async ({ data, json }: { data?: string; json?: boolean }) => {
    const result = await runIntent(data ?? null, json ? () => undefined : log);
    if (!json) print(`${intentText(result)}\n`);
    print(JSON.stringify(result));
  });

function benchmark(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option('--rounds <n>', 'how often each is measured', readRounds, 3)
    .option('--json', 'print nothing but the result');
}

/** Runs a benchmark and prints its result; without servers, runs this command again with some. */
async function measure<T>(
  { rounds, json }: Options,
  run: (settings: Settings) => Promise<T>,
  show: (result: T) => string,
) {
  const servers = serversFrom(process.env);
  if (!servers) {
    process.exitCode = await againWithServices(args);
    return;
  }
  await alone({ rounds, ...(json && { json }) }, (base) => run({ ...base, servers }), show);
}

/** The same for one that needs no servers. */
async function alone<T>(
  { rounds, json }: Options,
  run: (settings: BaseSettings) => Promise<T>,
  show: (result: T) => string,
) {
  const result = await run({ rounds, clock: systemClock, log: json ? () => undefined : log });
  if (!json) print(`${show(result)}\n`);
  print(JSON.stringify(result));
}

function readRounds(text: string): number {
  const rounds = Number(text);
  if (!Number.isInteger(rounds) || rounds < 1) throw new InvalidArgumentError('It has to be a whole number from 1.');
  return rounds;
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : usage;
  else {
    const { message, details } = toTurnfleetError(error);
    log(details.suggestion ? `${message}\n${details.suggestion}` : message);
    process.exitCode = 1;
  }
}
