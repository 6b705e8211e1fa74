import { describe, expect } from '@jest/globals';
import { recordSize } from '@turnfleet/contract/events';
import { isRecordTooLarge, type NewRecord } from '@turnfleet/turn-engine';
import { bytesOf, collect, recordOf, type TurnLogScene, valuesOf } from './turn-log-scene.ts';

const limit = 20_000;

/** What is too large is refused in one way, and refuses nobody else's. */
export function limitsContract({ log, createTopic, example }: TurnLogScene): void {
  const refusalOf = (record: NewRecord): Promise<unknown> =>
    log()
      .append(record)
      .then(
        () => 'taken',
        (error: unknown) => error,
      );

  describe('the limit of a record', () => {
    example('is told by the topic', async () => {
      expect(await log().recordLimit(await createTopic(1, limit))).toBe(limit);
      expect(await log().recordLimit(await createTopic(1))).toBeGreaterThanOrEqual(900_000);
      await expect(log().recordLimit('missing')).rejects.toMatchObject({ kind: 'not_found' });
    });

    example('refuses a larger one, and takes those that come with it', async () => {
      const topic = await createTopic(1, limit);
      const room = limit - recordSize(recordOf(topic, 0, ''));
      const values = ['small', 'x'.repeat(room), 'y'.repeat(limit), 'small too'];
      const appended = await Promise.allSettled(values.map((value) => log().append(recordOf(topic, 0, value))));
      expect(appended.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
      const refused = appended.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
      expect(refused.map(isRecordTooLarge)).toEqual([true]);
      const kept = valuesOf(await collect(log().read(topic, 0, 0n)));
      expect(kept.toSorted()).toEqual(['small', 'small too', 'x'.repeat(room)]);
    });

    example('counts key and headers too', async () => {
      const topic = await createTopic(1, limit);
      const half = bytesOf('x'.repeat(limit / 2));
      const record = { topic, partition: 0, key: half, value: null, headers: { half } };
      expect(isRecordTooLarge(await refusalOf(record))).toBe(true);
      expect(await refusalOf({ ...record, headers: {} })).toBe('taken');
    });

    example('is not blamed for other refusals', async () => {
      const topic = await createTopic(1, limit);
      expect(isRecordTooLarge(await refusalOf(recordOf(topic, 7, 'no such partition')))).toBe(false);
    });
  });
}
