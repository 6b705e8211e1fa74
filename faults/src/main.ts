import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { faultKinds } from './real/faults/inject-faults.ts';

interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly turns?: number;
  readonly target: 'sim' | 'real' | 'kafka';
  readonly store: 'memory' | 'redis';
  readonly rate: number;
  readonly modelMs: number;
  readonly clients: number;
  readonly only?: readonly string[];
  readonly history?: string;
  readonly check?: string;
  readonly exhaustive?: boolean;
  readonly degradation?: boolean;
  /** Parts of names; true: all. */
  readonly mutants?: readonly string[] | true;
}

const help = `
Each run is fixed by its seed: same seed, same history, byte for byte. A seed that breaks a promise is shrunk to the
shortest history that still breaks it. Runs of a seed and of the seeds after it:

  npm run faults                              50 runs, as in npm test
  npm run faults -- --runs 500                a night's worth
  npm run faults -- --seed 17 --history h.jsonl   one seed, and what happened, one JSON object a line
  npm run faults -- --store redis --runs 500  the Redis adapter and its scripts, at REDIS_URL, under keys of its own
  npm run faults -- --target real --turns 30000   separate processes on three brokers, Redis and PostgreSQL of their own
  npm run faults -- --target kafka --runs 100     the Kafka adapter over connections that break, at KAFKA_BROKERS
  npm run faults -- --mutants                 plants every known bug in a copy of the sources and looks that it is found
  npm run faults -- --degradation             every fault of both vendors, alone and in pairs: what shoppers read
  npm run faults -- --check h.jsonl           judges such a file, whoever wrote it (docs/reference/fault-history.md)

Exit codes: 0 every promise was kept, 1 one was broken, 2 the command or the file cannot be used.`;

const program = new Command('npm run faults --')
  .description('Breaks everything around the fleet and checks from outside that no promise was broken.')
  .option('--seed <number>', 'first seed', wholeNumber, 1)
  .option('--runs <number>', 'how many seeds, one run each; 1 if a seed is named', positive)
  .option('--turns <number>', 'turns of each run: 100 simulated, 5000 real ones', positive)
  .addOption(new Option('--target <target>', 'what the fleet runs on').choices(['sim', 'real', 'kafka']).default('sim'))
  .addOption(
    new Option('--store <store>', 'simulated: where the state is').choices(['memory', 'redis']).default('memory'),
  )
  .option('--history <file>', 'write the history of the first seed to this file')
  .option('--rate <number>', 'real: turns offered a second', positive, 150)
  .option('--model-ms <number>', 'real: what the model takes to its first token, milliseconds', wholeNumber, 1_000)
  .option('--clients <number>', 'real: clients that follow their conversations over HTTP', wholeNumber, 10)
  .option('--only <kinds>', 'only these faults, or none; an unknown one is answered with all there are', listIn)
  .option('--check <file>', 'judge the history in this file instead of running anything')
  .option('--exhaustive', 'instead of seeds: two turns, two workers, and one thing going wrong at every moment')
  .option('--degradation', 'write docs/reference/degradation.md: what shoppers read when models and others are away')
  .option(
    '--mutants [names...]',
    'plant known bugs in a copy of the sources, all or those named, and look that each shows',
  )
  .addHelpText('after', help)
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? 0 : 2);
  });

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0) throw new InvalidArgumentError('It must be a whole number.');
  return number;
}

function positive(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be 1 or more.');
  return number;
}

function listIn(text: string): readonly string[] {
  return text === 'none' ? [] : text.split(',');
}

/** Those named; all of the target's if none were. Ends the process if there is none of that name. */
function kindsOf(all: readonly string[], named?: readonly string[]): readonly string[] | undefined {
  const unknown = named?.filter((kind) => !all.includes(kind)) ?? [];
  if (unknown.length > 0) program.error(`error: there is no fault ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  return named;
}

program.parse();
const options = program.opts<Options>();
const { stdout, stderr } = process;
const root = join(import.meta.dirname, '../..');
const progress = (text: string): void => {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
};
const runs = options.runs ?? (program.getOptionValueSource('seed') === 'cli' ? 1 : 50);

/** Lets work end what it has started; the second signal ends the process at once, and with it all that is its child. */
function untilGivenUp(work: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const gaveUp = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => (gaveUp.signal.aborted ? process.exit(1) : gaveUp.abort()));
  return work(gaveUp.signal);
}

/** Each of the ways to run loads half the product, so only the one that is wanted is loaded. */
async function run(): Promise<number> {
  const { check, degradation, exhaustive, mutants, target, turns } = options;
  if (check !== undefined) {
    const { checkFile } = await import('./checker/check-file.ts');
    return checkFile(check, stdout);
  }
  if (mutants !== undefined) {
    const { runMutants } = await import('./mutants/run-mutants.ts');
    const wanted = mutants === true ? [] : mutants;
    return untilGivenUp((signal) => runMutants({ root, wanted, signal }, stdout));
  }
  if (degradation) {
    const { writeDegradationPage } = await import('./degradation/write-degradation-page.ts');
    return untilGivenUp((signal) => writeDegradationPage(root, signal, stderr));
  }
  if (exhaustive) {
    const { exhaust } = await import('./exhaustive/exhaust.ts');
    return exhaust(stdout, progress);
  }
  if (target === 'real') return onRealProcesses();
  if (target === 'kafka') return onKafka();
  const { simulate } = await import('./campaign/simulate.ts');
  const { simKinds } = await import('./sim/plan/kinds.ts');
  const only = kindsOf(simKinds, options.only);
  const { seed, history } = options;
  const redisUrl = options.store === 'redis' ? process.env.REDIS_URL : undefined;
  if (options.store === 'redis' && !redisUrl) {
    stderr.write('--store redis needs REDIS_URL: npm run services -- up prints one.\n');
    return 2;
  }
  const told = {
    ...(only && { only }),
    ...(history !== undefined && { history }),
    ...(redisUrl !== undefined && { redisUrl }),
  };
  return simulate({ seed, runs, turns: turns ?? 100, ...told }, stdout, progress);
}

async function onRealProcesses(): Promise<number> {
  const { runReal } = await import('./real/run-real.ts');
  const { turns = 5_000, clients: shoppers } = options;
  const kinds = kindsOf(faultKinds, options.only) ?? faultKinds;
  return untilGivenUp((signal) => runReal({ ...options, turns, kinds, shoppers, signal }, stdout));
}

async function onKafka(): Promise<number> {
  const brokers = process.env.KAFKA_BROKERS;
  if (!brokers) {
    stderr.write('--target kafka needs KAFKA_BROKERS: npm run services -- up prints one.\n');
    return 2;
  }
  const { runKafkaSeeds } = await import('./kafka/run-kafka-seeds.ts');
  const { seed } = options;
  return untilGivenUp((signal) => runKafkaSeeds({ seed, runs, brokers, signal }, stdout));
}

// kafkajs may keep connections, and with them the process, after it was told to disconnect.
process.exit(await run());
