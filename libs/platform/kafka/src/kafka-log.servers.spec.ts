import { turnLogContract } from '@turnfleet/testing';
import { openKafkaLog } from './kafka-log.ts';
import { describeWithKafka, openSpecKafka } from './spec-kafka.ts';

describeWithKafka(process.env, 'the Kafka log', (brokers) => {
  turnLogContract('the Kafka log', async () => {
    const kafka = await openSpecKafka(brokers);
    const log = await openKafkaLog(kafka.options);
    return {
      log,
      createTopic: (partitions, limit) =>
        kafka.createTopic(partitions, limit === undefined ? {} : { 'max.message.bytes': String(limit) }),
      stop: async () => {
        await log.close();
        await kafka.stop();
      },
    };
  });
});
