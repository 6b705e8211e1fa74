/**
 * Trains and measures the recogniser of intents: `npm run intents -- train`, `npm run intents -- measure [--mistakes]`.
 * The sentences are in libs/runtime/intent/training, the encoder in third_party/sentence-encoder.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { toTurnfleetError } from '@turnfleet/core';
import { seededRandom } from '@turnfleet/core/testing';
import { openEncoder } from '@turnfleet/encoder';
import { encodeRecogniser, type SentenceEncoder, type TrainedRecogniser } from '@turnfleet/intent';
import { trainingSentences, trainRecogniser } from '@turnfleet/intent/training';
import { Command } from 'commander';
import { type Accuracy, accuracyOf } from './accuracy.ts';
import { examplesOf } from './examples.ts';
import { readLabelled, readTrainingFiles } from './training-files.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const training = join(root, 'libs/runtime/intent/training');
const trained = join(root, 'libs/runtime/intent/trained');
const seed = 20_260_101;
const sets = ['development', 'held-out'] as const;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function train(encoder: SentenceEncoder | null): Promise<TrainedRecogniser> {
  const { intents, slots } = readTrainingFiles(training);
  const random = seededRandom(seed);
  return trainRecogniser(await examplesOf(trainingSentences(intents, slots, random), encoder), random);
}

const program = new Command('intents').description('Trains and measures what tells what a message wants.');

program
  .command('train')
  .description(
    'train on the templates, with the encoder and by words alone, and write both to libs/runtime/intent/trained',
  )
  .action(async () => {
    const encoder = await openEncoder(join(root, 'third_party/sentence-encoder'));
    for (const [name, by] of [['meaning', encoder] as const, ['words', null] as const]) {
      const bytes = gzipSync(encodeRecogniser(await train(by)), { level: 9 });
      writeFileSync(join(trained, `${name}.bin.gz`), bytes);
      print(`libs/runtime/intent/trained/${name}.bin.gz: ${Math.ceil(bytes.length / 1024)} KiB`);
    }
    await encoder.close();
  });

program
  .command('measure')
  .description('train afresh, and tell how often it is right on sentences that no template made')
  .option('--mistakes', 'list what is told wrong')
  .action(async ({ mistakes }: { mistakes?: boolean }) => {
    const encoder = await openEncoder(join(root, 'third_party/sentence-encoder'));
    for (const [name, by] of [['with encoder', encoder] as const, ['words alone', null] as const]) {
      const recogniser = await train(by);
      for (const set of sets) {
        const labelled = readLabelled(readFileSync(join(training, `${set}.tsv`), 'utf8'));
        print(`${name}, ${set}: ${accuracyText(accuracyOf(recogniser, await examplesOf(labelled, by)), mistakes)}`);
      }
    }
    await encoder.close();
  });

function accuracyText({ sentences, right, zh, en, calibrationError, mistakes }: Accuracy, list = false): string {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const head = `${percent(right)} of ${sentences} right (zh ${percent(zh)}, en ${percent(en)}), calibration error ${percent(calibrationError)}`;
  return list ? [head, ...mistakes.map((one) => `  ${one}`)].join('\n') : head;
}

try {
  await program.parseAsync();
} catch (error) {
  const { message, details } = toTurnfleetError(error);
  process.stderr.write(`${message}\n${details.suggestion ?? ''}\n`);
  process.exitCode = 1;
}
