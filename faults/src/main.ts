import { Command, InvalidArgumentError, Option } from 'commander';
import { simulate } from './campaign/simulate.ts';
import { checkFile } from './checker/check-file.ts';
import { exhaust } from './exhaustive/exhaust.ts';

interface Options {
  readonly seed: number;
  readonly runs: number;
  readonly turns: number;
  readonly history?: string;
  readonly check?: string;
  readonly exhaustive?: boolean;
}

const help = `
Each run is fixed by its seed: same seed, same history, byte for byte. A seed that breaks a promise is shrunk to the
shortest history that still breaks it. Runs of a seed and of the seeds after it:

  npm run faults                              50 runs, as in npm test
  npm run faults -- --runs 500                a night's worth
  npm run faults -- --seed 17 --history h.jsonl   one seed, and what happened, one JSON object a line
  npm run faults -- --check h.jsonl           judges such a file, whoever wrote it (docs/reference/fault-history.md)

Exit codes: 0 every promise was kept, 1 one was broken, 2 the command or the file cannot be used.`;

const program = new Command('npm run faults --')
  .description('Breaks everything around the fleet and checks from outside that no promise was broken.')
  .option('--seed <number>', 'first seed', wholeNumber, 1)
  .option('--runs <number>', 'how many seeds, one run each; 1 if a seed is named', positive)
  .option('--turns <number>', 'turns of each run', positive, 100)
  .addOption(new Option('--target <target>', 'what the fleet runs on').choices(['sim']).default('sim'))
  .option('--history <file>', 'write the history of the first seed to this file')
  .option('--check <file>', 'judge the history in this file instead of running anything')
  .option('--exhaustive', 'instead of seeds: two turns, two workers, and one thing going wrong at every moment')
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

program.parse();
const options = program.opts<Options>();
const { stdout, stderr } = process;
const progress = (text: string): void => {
  if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
};
const runs = options.runs ?? (program.getOptionValueSource('seed') === 'cli' ? 1 : 50);

function run(): Promise<number> {
  if (options.check !== undefined) return checkFile(options.check, stdout);
  if (options.exhaustive) return exhaust(stdout, progress);
  return simulate({ ...options, runs }, stdout, progress);
}

process.exitCode = await run();
