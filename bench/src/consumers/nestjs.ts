import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern, type KafkaOptions, Payload, Transport } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import type { Handler } from '../work/measured-run.ts';
import type { Message } from '../work/message.ts';
import { partitions, type StartConsumer } from './consumer.ts';
import { fastGroup } from './kafkajs-each-message.ts';

/** NestJS' Kafka microservice with an event handler, as documented; below it works kafkajs' `eachMessage`. */
export const startNest: StartConsumer = async ({ brokers, topic, group }, handle) => {
  const options: KafkaOptions = {
    transport: Transport.KAFKA,
    options: {
      client: { brokers: [...brokers], clientId: 'bench', logLevel: logLevel.NOTHING },
      consumer: { groupId: group, ...fastGroup },
      subscribe: { fromBeginning: true },
      run: { partitionsConsumedConcurrently: partitions },
    },
  };
  const app = await NestFactory.createMicroservice<KafkaOptions>(moduleFor(topic, handle), {
    ...options,
    logger: false,
  });
  await app.listen();
  return { stop: () => app.close() };
};

/** Decorators do not strip from sources, so they are called as the functions that they are. */
function moduleFor(topic: string, handle: Handler) {
  class Turns {
    handle(data: object): Promise<void> {
      return handle(data as Message);
    }
  }
  const method = Object.getOwnPropertyDescriptor(Turns.prototype, 'handle');
  EventPattern(topic)(Turns.prototype, 'handle', method ?? {});
  Payload()(Turns.prototype, 'handle', 0);
  Controller()(Turns);
  class Bench {}
  Module({ controllers: [Turns] })(Bench);
  return Bench;
}
