import { systemClock, wait } from '@turnfleet/core';
import type { Consumer, StartConsumer } from '../consumers/consumer.ts';
import { startEachMessage } from '../consumers/kafkajs-each-message.ts';
import { startNest } from '../consumers/nestjs.ts';
import { startTurnfleet } from '../consumers/turnfleet.ts';
import { startOrchestrator } from './orchestrator.ts';
import { idOf } from './send-messages.ts';
import type { Work, WorkerEvent, WorkerSettings } from './worker-settings.ts';

/** A worker process: consumes until its parent is gone or says stop. */
const settings = JSON.parse(process.argv[2] ?? '') as WorkerSettings;
const tell = (event: WorkerEvent): void => void process.send?.(event);
const work: Work = {
  began: (id) => tell({ kind: 'began', id }),
  ended: (id) => tell({ kind: 'ended', id }),
  wait: (id) => wait(systemClock, id === settings.stuck?.id ? settings.stuck.ms : settings.waitMs),
};

function start(): Promise<Consumer> {
  const { consumer, brokers, topic, group } = settings;
  const running = (startConsumer: StartConsumer): Promise<Consumer> =>
    startConsumer({ brokers, topic, group }, async (message) => {
      const id = idOf(message);
      work.began(id);
      await work.wait(id);
      work.ended(id);
    });
  switch (consumer) {
    case 'turnfleet':
      return running(startTurnfleet);
    case 'eachMessage':
      return running(startEachMessage);
    case 'nestjs':
      return running(startNest);
    case 'orchestrator':
      return startOrchestrator(settings, work);
  }
}

const consumer = await start();
process.once('disconnect', () => process.exit(1));
process.once('message', () => {
  process.removeAllListeners('disconnect');
  void consumer.stop().then(() => process.exit());
});
tell({ kind: 'ready' });
