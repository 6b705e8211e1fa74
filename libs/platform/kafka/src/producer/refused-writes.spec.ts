import { describe, expect, it, jest } from '@jest/globals';
import { type Logger, silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { KafkaJSConnectionError, KafkaJSProtocolError } from 'kafkajs';
import { watchRefusedWrites } from './refused-writes.ts';

const refusal = (type: string): Error => new KafkaJSProtocolError({ type, code: 0, message: type } as never);
const replies = (partition: number) => ({ topic: 'chat.replies', partition });

function given() {
  const clock = new ManualClock();
  const warn = jest.fn<Logger['warn']>();
  const info = jest.fn<Logger['info']>();
  return { clock, warn, info, writes: watchRefusedWrites(clock, { ...silentLogger, warn, info }) };
}

describe('Writes that brokers refuse', () => {
  it('are named with their reason until they are taken, and told of once', async () => {
    const { clock, writes, warn, info } = given();
    for (let second = 0; second < 8; second++) {
      writes.refused(replies(3), refusal('NOT_ENOUGH_REPLICAS'));
      writes.refused(replies(4), refusal('NOT_ENOUGH_REPLICAS'));
      await clock.advance(1_000);
    }
    expect(writes.problem()).toBe(
      'Kafka refuses writes to chat.replies/3 and 1 other place: fewer replicas are in sync than min.insync.replicas asks for (NOT_ENOUGH_REPLICAS); what has to be written waits.',
    );
    writes.taken(replies(3));
    expect(writes.problem()).toContain('chat.replies/4:');
    expect([warn.mock.calls.length, info.mock.calls.length]).toEqual([1, 0]);
    writes.taken(replies(4));
    writes.taken(replies(4));
    expect([writes.problem(), warn.mock.calls.length, info.mock.calls.length]).toEqual([null, 1, 1]);
  });

  it('are nothing to be told of while leaders change', async () => {
    const { clock, writes, warn, info } = given();
    for (let i = 0; i < 4; i++) {
      writes.refused(replies(3), refusal('NOT_LEADER_FOR_PARTITION'));
      await clock.advance(1_000);
    }
    expect(writes.problem()).toBeNull();
    writes.taken(replies(3));
    expect([warn.mock.calls.length, info.mock.calls.length]).toEqual([0, 0]);
  });

  // Once the process was never ready again.
  it('are forgotten after a while where nobody writes any more', async () => {
    const { clock, writes } = given();
    writes.refused(replies(3), refusal('NOT_ENOUGH_REPLICAS'));
    await clock.advance(5_000);
    writes.refused(replies(3), refusal('NOT_ENOUGH_REPLICAS'));
    await clock.advance(40_000);
    expect(writes.problem()).not.toBeNull();
    await clock.advance(10_000);
    expect(writes.problem()).toBeNull();
  });

  it.each([
    ['a record that is refused for good', refusal('MESSAGE_TOO_LARGE')],
    ['a broker that this process cannot reach', new KafkaJSConnectionError('cut', { broker: 'b:1' })],
  ])('are not %s', async (_, error) => {
    const { clock, writes } = given();
    writes.refused(replies(3), error);
    await clock.advance(10_000);
    writes.refused(replies(3), error);
    expect(writes.problem()).toBeNull();
  });
});
