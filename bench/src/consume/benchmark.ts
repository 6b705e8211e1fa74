import { partitions } from '../consumers/consumer.ts';
import { startEachMessage } from '../consumers/kafkajs-each-message.ts';
import { openLoader } from '../consumers/loader.ts';
import { startNest } from '../consumers/nestjs.ts';
import { startTurnfleet } from '../consumers/turnfleet.ts';
import type { Settings } from '../settings.ts';
import { balancedKeys } from '../work/keys.ts';
import { measuredRun, type RunReport } from '../work/measured-run.ts';
import { bullmq } from './bullmq.ts';
import type { Contender } from './contender.ts';
import { kafkaContender, oncePerSize } from './from-kafka.ts';
import { inProcess } from './ideal.ts';
import { keyCount, messagesFor, type Size, type WaitMs, waits, warmUp } from './loads.ts';
import { type ConsumeResult, type Measured, resultOf } from './result.ts';

interface Sized {
  readonly contender: Contender;
  readonly size: Size;
}

/** Measures all contenders at all waits, alternating, `rounds` times after a warm-up. */
export async function runConsume(settings: Settings): Promise<ConsumeResult> {
  const { servers, rounds, log } = settings;
  const { brokers, redisUrl } = servers;
  const keys = balancedKeys(keyCount, partitions);
  const loader = await openLoader(brokers);
  const topicOf = oncePerSize((messages) => loader.createFilled(keys, messages));
  const contenders: Sized[] = [
    { contender: kafkaContender('turnfleet', startTurnfleet, brokers, topicOf), size: 'turnfleet' },
    { contender: kafkaContender('eachMessage', startEachMessage, brokers, topicOf), size: 'eachMessage' },
    { contender: kafkaContender('nestjs', startNest, brokers, topicOf), size: 'eachMessage' },
    { contender: bullmq(redisUrl, keys), size: 'bullmq' },
    { contender: inProcess(keys), size: 'turnfleet' },
  ];
  const measured: Measured[] = [];
  try {
    for (let round = 0; round <= rounds; round++)
      for (const waitMs of waits) {
        log(round === 0 ? `warm-up, ${waitMs} ms` : `round ${round} of ${rounds}, ${waitMs} ms`);
        for (const { contender, size } of inTurn(contenders, round)) {
          const messages = messagesFor(size, waitMs);
          const report = await consume(settings, contender, waitMs, round === 0 ? warmUp(messages) : messages);
          if (round > 0) measured.push({ name: contender.name, waitMs, report });
        }
      }
  } finally {
    await loader.close();
  }
  const names = contenders.map(({ contender }) => contender.name);
  return resultOf(names, measured, rounds);
}

/** Each round begins with another one: what the machine does meanwhile hits all alike. */
function inTurn<T>(all: readonly T[], round: number): readonly T[] {
  const first = round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

async function consume(
  { clock, log }: Settings,
  contender: Contender,
  waitMs: WaitMs,
  messages: number,
): Promise<RunReport> {
  const report = await contender.consume({ waitMs, messages }, measuredRun(clock, messages, waitMs));
  log(`  ${contender.name}: ${messages} messages in ${report.seconds.toFixed(2)} s`);
  return report;
}
