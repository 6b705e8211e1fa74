import { describe, expect, it } from '@jest/globals';
import { type Moment, momentOf } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { type Broker, type Cluster, KafkaJSProtocolError } from 'kafkajs';
import { tapCoordinator } from './coordinator-tap.ts';

/** A coordinator that answers when the spec says so, and what was heard of the talk with it. */
async function tapped() {
  const clock = new ManualClock();
  const heard: string[] = [];
  const confirmations: Moment[] = [];
  let answer = Promise.withResolvers<object>();
  const respond = (): Promise<object> => answer.promise;
  const coordinator = { joinGroup: respond, syncGroup: respond, heartbeat: respond, name: 'b:1' };
  const cluster = { findGroupCoordinator: async () => coordinator as unknown as Broker } as unknown as Cluster;
  tapCoordinator(cluster, clock, {
    joined: (generation, member) => void heard.push(`joined ${generation} as ${member}`),
    confirmed: (sentAt) => void confirmations.push(sentAt),
    disowned: () => void heard.push('disowned'),
  });
  const broker = (await cluster.findGroupCoordinator({ groupId: 'g' })) as unknown as typeof coordinator;
  return {
    ...{ clock, broker, heard, confirmations },
    answers: (given: object) => answer.resolve(given),
    refuses: (type: string) => {
      answer.reject(new KafkaJSProtocolError({ type, code: 0, message: type } as never));
      answer = Promise.withResolvers();
    },
  };
}

describe('Listening to the coordinator', () => {
  // Once a paused machine woke up with a lease.
  it('takes an answer as of when it was asked, on both clocks', async () => {
    const { clock, broker, confirmations, answers } = await tapped();
    const asked = momentOf(clock);
    const beat = broker.heartbeat();
    await clock.advance(20);
    clock.shift(600_000);
    answers({});
    await beat;
    expect(confirmations).toEqual([asked]);
  });

  it('hears the generation and the name that a join gives, and what a sync confirms', async () => {
    const { broker, heard, confirmations, answers } = await tapped();
    answers({ generationId: 7, memberId: 'm-1' });
    expect(await broker.joinGroup()).toEqual({ generationId: 7, memberId: 'm-1' });
    await broker.syncGroup();
    expect([heard, confirmations.length]).toEqual([['joined 7 as m-1'], 1]);
  });

  it.each([
    ['UNKNOWN_MEMBER_ID', ['disowned']],
    ['ILLEGAL_GENERATION', ['disowned']],
    ['FENCED_INSTANCE_ID', ['disowned']],
    ['REBALANCE_IN_PROGRESS', []],
    ['NOT_COORDINATOR_FOR_GROUP', []],
  ])('takes %s for what it is, confirms nothing, and hands it on', async (type, expected) => {
    const { broker, heard, confirmations, refuses } = await tapped();
    const beat = broker.heartbeat();
    refuses(type);
    await expect(beat).rejects.toMatchObject({ type });
    expect([heard, confirmations]).toEqual([expected, []]);
  });

  it('leaves everything else as it is', async () => {
    const { broker } = await tapped();
    expect(broker.name).toBe('b:1');
  });
});
