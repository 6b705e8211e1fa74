import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '@turnfleet/core';
import { seededRandom } from '@turnfleet/core/testing';
import { recognise, type SentenceEncoder } from '@turnfleet/intent';
import { augmentations, type Example, trainingSentences, trainRecogniser } from '@turnfleet/intent/training';
import type { LabelledSentence } from '@turnfleet/intents';
import { accuracyOf, examplesOf, readLabelled, readTrainingFiles } from '@turnfleet/intents';
import { keywordIntent } from './keyword-intent.ts';
import { withoutVector } from './public-sets.ts';
import { rewordings } from './rewordings.ts';

/** What a way to train comes to, on sentences as they are and on the same with typing mistakes. */
interface Trained {
  readonly way: string;
  readonly sentences: number;
  readonly clean: number;
  readonly noisy: number;
}

export interface OwnResult {
  readonly trained: readonly Trained[];
  /** Share right of sentences that nobody saw who wrote the training data. */
  readonly heldOut: { readonly right: number; readonly zh: number; readonly en: number; readonly keywords: number };
  /** Trained in one language, asked in the other. */
  readonly across: { readonly zhToEn: number; readonly enToZh: number };
  readonly cpuMs: { readonly meaning: number; readonly words: number };
}

const training = 'libs/runtime/intent/training';
const seed = 1;
const uncalibrated = 0;
const perIntent = [10, 20, 50] as const;

export async function measureOwnSets(encoder: SentenceEncoder, log: (line: string) => void): Promise<OwnResult> {
  const { intents, slots } = readTrainingFiles(training);
  const sentences = trainingSentences(intents, slots, seededRandom(seed));
  log(`own intents: encoding ${sentences.length} sentences …`);
  const all = await examplesOf(sentences, encoder);
  const languageOf = (at: number): string => sentences[at]?.language ?? '';
  const labelled = readLabelled(readFileSync(join(training, 'held-out.tsv'), 'utf8'));
  const asked = await examplesOf(labelled, encoder);
  const typed = await examplesOf(noisy(labelled, seededRandom(seed)), encoder);
  const judge = (way: string, examples: readonly Example[], words = false): Trained => {
    log(`own intents: ${way} …`);
    const strip = words ? withoutVector : (one: Example) => one;
    const recogniser = trainRecogniser(examples.map(strip), seededRandom(seed), uncalibrated);
    return {
      way,
      sentences: examples.length,
      clean: accuracyOf(recogniser, asked.map(strip)).right,
      noisy: accuracyOf(recogniser, typed.map(strip)).right,
    };
  };
  const few = perIntent.map((count) => ({ count, examples: atMost(count, all, seededRandom(seed)) }));
  const base = few[1]?.examples ?? [];
  const reworded = await rewordings(base, encoder, seededRandom(seed));
  const trained = [
    ...few.flatMap(({ count, examples }) => [
      judge(`${count} sentences an intent, words alone`, examples, true),
      judge(`${count} sentences an intent, with encoder`, examples),
    ]),
    ...reworded.map(({ kind, examples }) => judge(`20 an intent and ${kind}`, examples)),
    judge('all sentences, words alone', all, true),
    judge('all sentences, with encoder', all),
  ];
  const recogniser = trainRecogniser(all, seededRandom(seed), uncalibrated);
  const { right, zh, en } = accuracyOf(recogniser, asked);
  const keywords = labelled.filter(({ intent, text }) => keywordIntent(text) === intent).length / labelled.length;
  const across = (from: string, chinese: boolean): number =>
    accuracyOf(
      trainRecogniser(
        all.filter((_, at) => languageOf(at) === from),
        seededRandom(seed),
      ),
      asked.filter(({ text }) => /\p{Script=Han}/u.test(text) === chinese),
    ).right;
  return {
    trained,
    heldOut: { right, zh, en, keywords },
    across: { zhToEn: across('zh', false), enToZh: across('en', true) },
    cpuMs: await cpuOf(
      encoder,
      recogniser,
      labelled.map(({ text }) => text),
    ),
  };
}

function atMost(count: number, all: readonly Example[], random: Random): readonly Example[] {
  const mixed = all.map((example) => ({ example, place: random() })).sort((a, b) => a.place - b.place);
  const seen = new Map<string, number>();
  return mixed.flatMap(({ example }) => {
    const before = seen.get(example.intent) ?? 0;
    seen.set(example.intent, before + 1);
    return before < count ? [example] : [];
  });
}

/** Milliseconds of processor time a message. */
async function cpuOf(
  encoder: SentenceEncoder,
  recogniser: ReturnType<typeof trainRecogniser>,
  texts: readonly string[],
): Promise<OwnResult['cpuMs']> {
  const spent = (from: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000 / texts.length;
  };
  const encoding = process.cpuUsage();
  const vectors = await encoder.encode(texts);
  const encoded = spent(encoding);
  const telling = process.cpuUsage();
  for (const [at, text] of texts.entries()) recognise(recogniser, text, vectors[at] ?? null);
  const told = spent(telling);
  return { meaning: encoded + told, words: told };
}

/** The same sentences as somebody types them in a hurry: one letter, sound or word of each is wrong. */
function noisy(sentences: readonly LabelledSentence[], random: Random): readonly LabelledSentence[] {
  const { typo, homophone, deletion } = augmentations;
  return sentences.map(({ intent, text }, at) => {
    const ways = [typo, homophone, deletion];
    const changed = ways[at % ways.length]?.(text, random) ?? typo(text, random);
    return { intent, text: changed ?? text };
  });
}
