import { readFileSync } from 'node:fs';
import { homePartition } from '@turnfleet/contract/events';
import { shopTimeZone } from '@turnfleet/contract/schemas';
import { openEncoder, openIntents } from '@turnfleet/encoder';
import { type FlowTools, flowSet, hear, type Message, type Wish } from '@turnfleet/flows';
import { readFolder, shippedEncoder, shippedFlows, shippedIntents } from '@turnfleet/orchestrator/flows';
import { createWorker, createWorld, partitions, type WorkerOptions, whilePassing } from '@turnfleet/pipeline-testing';
import { type Judged, judge } from '../report/bar.ts';
import { quantile } from '../report/statistics.ts';
import { type BaseSettings, machineOf } from '../settings.ts';

/** Microseconds of processor time a turn, of one round. */
export interface RoundOfTurns {
  readonly without: number;
  readonly withFlows: number;
  /** By how much turns with flows take more than the same ones without, told side by side: the middle of those. */
  readonly growth: number;
  /** What telling the intent takes of it, by words alone. */
  readonly recognised: number;
}

export interface DialogueResult {
  readonly benchmark: 'dialogue';
  readonly rounds: number;
  readonly machine: ReturnType<typeof machineOf>;
  readonly turns: number;
  /** Of these messages so many are read by their meaning, too, in the encoder's thread: microseconds of processor time each. */
  readonly meaning: { readonly messages: number; readonly read: number; readonly micros: number };
  readonly measured: readonly RoundOfTurns[];
  readonly bars: readonly Judged[];
}

type Dialogue = NonNullable<WorkerOptions['dialogue']>;

const turnsOfRound = 600;
const turnsOfConversation = 3;
/** Turns between a change of sides: what else the machine does falls on both. */
const turnsInARow = 15;

/**
 * What flows cost turns that none of them wants: the same shop questions through a worker with flows and one without, over
 * ports in memory. Only the worker's own time counts, its model and its log answer at once. What the encoder's thread takes
 * is measured beside and added, as time does not pass for it there.
 */
export async function runDialogue({ rounds, log }: BaseSettings): Promise<DialogueResult> {
  const read = readFolder(shippedFlows);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const flows = flowSet(read.folder.flows);
  const encoder = await openEncoder(shippedEncoder);
  const intents = await openIntents(shippedIntents, encoder);
  const meant = new Map<string, readonly Wish[]>();
  const recognise: Dialogue['recognise'] = async (text, by) =>
    (by === 'meaning' ? meant.get(text) : null) ?? intents.read(text, by);
  let meaningMicros = 0;
  const questions: string[] = [];
  for (const text of shopQuestions()) {
    const read: Dialogue['recognise'] = async (part, by) => {
      const before = process.cpuUsage();
      const told = await intents.read(part, by);
      if (by === 'words') return told;
      meaningMicros += microsSince(before);
      meant.set(part, told);
      return told;
    };
    const { move } = await hear({ flows, tools: noTools, recognise: read }, { state: 'init' }, heardAs(text));
    if (move === null) questions.push(text);
  }
  await encoder.close();
  const dialogue = { flows: () => flows, recognise };
  const measured: RoundOfTurns[] = [];
  // The first round warms up.
  for (let round = 0; round <= rounds; round += 1) {
    const one = await measureRound(questions, dialogue);
    if (round > 0) measured.push(one);
    log(`round ${round} of ${rounds}: ${JSON.stringify(one)}`);
  }
  const meaning = { messages: questions.length, read: meant.size, micros: meaningMicros / Math.max(meant.size, 1) };
  const beside = (meaning.read / meaning.messages) * meaning.micros;
  const growth = measured.map((one) => 100 * (one.growth + beside / one.without));
  return {
    benchmark: 'dialogue',
    rounds,
    machine: machineOf(),
    turns: turnsOfRound,
    meaning,
    measured,
    bars: [judge({ what: 'CPU a turn where no flow runs, more by (%)', atMost: 5 }, quantile(growth, 0.5))],
  };
}

const heardAs = (text: string): Message => ({
  ...{ text, locale: 'zh-CN', now: 0, timeZone: shopTimeZone },
  ...{ profile: {}, earlier: {} },
});

/** A flow that is wanted comes no further than to what is looked up first. */
const noTools: FlowTools = {
  knowsShopperFor: () => false,
  call: async () => ({ kind: 'failed', apology: null }),
  ask: async () => ({ kind: 'failed', apology: null }),
};

const shopQuestions = (): readonly string[] =>
  readFileSync('bench/shop-questions.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { readonly text: string }).text);

async function measureRound(questions: readonly string[], dialogue: Dialogue): Promise<RoundOfTurns> {
  const sides = [turnsOf(questions, null), turnsOf(questions, dialogue)] as const;
  const spent: readonly [number[], number[]] = [[], []];
  for (let from = 0; from < turnsOfRound; from += turnsInARow)
    for (const side of from % (2 * turnsInARow) === 0 ? ([0, 1] as const) : ([1, 0] as const))
      spent[side].push(await sides[side](from, turnsInARow));
  const before = process.cpuUsage();
  for (let at = 0; at < turnsOfRound; at += 1)
    await dialogue.recognise(questions[at % questions.length] ?? '', 'words');
  const recognised = microsSince(before) / turnsOfRound;
  // Of batches, as a neighbour's load falls on some of them.
  const [without, withFlows] = [quantile(spent[0], 0.5), quantile(spent[1], 0.5)];
  const growth = quantile(
    spent[0].map((one, at) => (spent[1][at] ?? 0) / one - 1),
    0.5,
  );
  return { without: without / turnsInARow, withFlows: withFlows / turnsInARow, growth, recognised };
}

/** Runs turns of a world of their own; what comes back is the processor time of its worker. */
function turnsOf(questions: readonly string[], dialogue: Dialogue | null) {
  const world = createWorld();
  const worker = createWorker(world, 'worker', {
    ...(dialogue && { dialogue }),
    model: [{ text: '有货，现在下单后天能送到。' }],
  });
  const claims = new Map<number, ReturnType<typeof worker.claim>>();
  return async (from: number, count: number): Promise<number> => {
    let spent = 0;
    for (let at = from; at < from + count; at += 1) {
      const conversationId = `c-${Math.floor(at / turnsOfConversation)}`;
      const partition = homePartition(conversationId, partitions);
      const text = questions[at % questions.length] ?? '';
      const record = await world.submit({ conversationId, turnId: `t-${at}`, text, user: { id: 'U123456' } });
      const claim = claims.get(partition) ?? worker.claim(partition);
      claims.set(partition, claim);
      const session = await claim;
      const before = process.cpuUsage();
      await whilePassing(world.clock, worker.process([record], session, undisturbed()));
      spent += microsSince(before);
    }
    return spent;
  };
}

const undisturbed = () => ({ signal: new AbortController().signal, alone: false, holds: async () => undefined });

function microsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
