import { randomUUID } from 'node:crypto';
import { describe, expect } from '@jest/globals';
import { headerValues } from '@turnfleet/contract/events';
import type { NewRecord } from '@turnfleet/turn-engine';
import { RecordingMember } from './recording-member.ts';
import { bytesOf, collect, newGroup, recordOf, type TurnLogScene, valuesOf } from './turn-log-scene.ts';

/** What is written is what is read, by whichever way. */
export function recordsContract({
  log,
  createTopic,
  watch,
  example,
  join,
  appendAll,
  untilDelivered,
}: TurnLogScene): void {
  describe('records', () => {
    example('come in the order of each partition, at the offsets that append told', async () => {
      const topic = await createTopic(2);
      const { member } = await join(newGroup(), topic);
      const [first, second] = await Promise.all([
        appendAll(topic, 0, ['a', 'b', 'c', 'd']),
        appendAll(topic, 1, ['x', 'y', 'z']),
      ]);
      await untilDelivered(member, 0, 4);
      await untilDelivered(member, 1, 3);
      expect(member.offsets(0)).toEqual(first);
      expect(member.offsets(1)).toEqual(second);
      expect(valuesOf(member.records.filter(({ partition }) => partition === 0))).toEqual(['a', 'b', 'c', 'd']);
    });

    example('tells an end that no record it has reaches, and none after it goes below', async () => {
      const topic = await createTopic(2);
      expect(await log().endOf(topic, 1)).toBe(0n);
      const before = await appendAll(topic, 1, ['x', 'y']);
      const end = await log().endOf(topic, 1);
      const [after = -1n] = await appendAll(topic, 1, ['z']);
      expect(before.every((offset) => offset < end)).toBe(true);
      expect(after).toBeGreaterThanOrEqual(end);
      await expect(log().endOf(topic, 2)).rejects.toMatchObject({ kind: 'not_found' });
    });

    const shapes: Record<string, Pick<NewRecord, 'key' | 'value' | 'headers'>> = {
      'text and headers': { key: bytesOf('c-81'), value: bytesOf('上海有货吗?'), headers: { ce_id: bytesOf('t-1') } },
      'no key': { key: null, value: bytesOf('v'), headers: {} },
      'a tombstone': { key: bytesOf('k'), value: null, headers: { why: bytesOf('idle') } },
      'no key and no value': { key: null, value: null, headers: {} },
      'an empty key, value and header': { key: bytesOf(''), value: bytesOf(''), headers: { empty: bytesOf('') } },
      'bytes that are not text': {
        key: Uint8Array.of(0, 255, 128),
        value: Uint8Array.from({ length: 256 }, (_, i) => i),
        headers: { raw: Uint8Array.of(0xff, 0xfe, 0) },
      },
      'headers sent again, without a value, and with names that every object has': {
        key: null,
        value: null,
        headers: {
          twice: [bytesOf('a'), bytesOf('b'), bytesOf('a')],
          none: null,
          mixed: [null, bytesOf(''), null, bytesOf('x')],
          empty: bytesOf(''),
          constructor: bytesOf('one'),
          toString: [bytesOf('one'), bytesOf('two')],
        },
      },
      'a header whose name was no UTF-8': {
        key: null,
        value: null,
        headers: { 'x\udcff': bytesOf('one'), 'x\udcfe': bytesOf('two') },
      },
      'a value of 900 KB': { key: bytesOf('k'), value: new Uint8Array(900_000).fill(7), headers: {} },
    };
    for (const [what, shape] of Object.entries(shapes))
      example(`with ${what} come back byte for byte`, async () => {
        const topic = await createTopic(1);
        const { member } = await join(newGroup(), topic);
        await log().append({ topic, partition: 0, ...shape });
        await untilDelivered(member, 0, 1);
        const [read] = await collect(log().read(topic, 0, 0n));
        for (const record of [member.records[0], read]) {
          expect(record).toMatchObject({ topic, partition: 0, offset: 0n });
          expect(asHex(record)).toEqual(asHex(shape));
        }
      });

    example('are not changed by what callers do to the bytes afterwards', async () => {
      const topic = await createTopic(1);
      const value = bytesOf('stays');
      await log().append({ topic, partition: 0, key: null, value, headers: {} });
      value.fill(0);
      const [record] = await collect(log().read(topic, 0, 0n));
      expect(valuesOf(record ? [record] : [])).toEqual(['stays']);
      record?.value?.fill(0);
      expect(valuesOf(await collect(log().read(topic, 0, 0n)))).toEqual(['stays']);
    });

    example('carry the time at which they were written', async () => {
      const topic = await createTopic(1);
      const before = Date.now();
      await log().append(recordOf(topic, 0, 'a'));
      const [record] = await collect(log().read(topic, 0, 0n));
      // A broker on another machine may have another idea of the time, but not by a minute.
      expect(record?.timestamp).toBeGreaterThan(before - 60_000);
      expect(record?.timestamp).toBeLessThan(Date.now() + 60_000);
    });
  });

  describe('a topic', () => {
    example('tells its partitions', async () => {
      expect(await log().partitionsOf(await createTopic(5))).toBe(5);
    });

    example('that does not exist is not_found', async () => {
      const topic = `missing-${randomUUID()}`;
      const unknown = { kind: 'not_found' };
      await expect(log().partitionsOf(topic)).rejects.toMatchObject(unknown);
      await expect(log().append(recordOf(topic, 0, 'a'))).rejects.toMatchObject(unknown);
      await expect((async () => collect(log().read(topic, 0, 0n)))()).rejects.toMatchObject(unknown);
      await expect(log().join(newGroup(), topic, new RecordingMember(watch))).rejects.toMatchObject(unknown);
    });

    example('has no partition beyond its last', async () => {
      const topic = await createTopic(1);
      await expect(log().append(recordOf(topic, 1, 'a'))).rejects.toMatchObject({ kind: 'not_found' });
      await expect((async () => collect(log().read(topic, 1, 0n)))()).rejects.toMatchObject({ kind: 'not_found' });
    });
  });

  describe('read', () => {
    example('gives the records from an offset to the end', async () => {
      const topic = await createTopic(2);
      await appendAll(topic, 0, ['a', 'b', 'c', 'd']);
      await appendAll(topic, 1, ['x']);
      expect(valuesOf(await collect(log().read(topic, 0, 2n)))).toEqual(['c', 'd']);
      expect(valuesOf(await collect(log().read(topic, 0, 0n)))).toEqual(['a', 'b', 'c', 'd']);
    });

    example('of an empty partition, or from its end, gives nothing and ends', async () => {
      const topic = await createTopic(2);
      await appendAll(topic, 0, ['a']);
      expect(await collect(log().read(topic, 0, 1n))).toEqual([]);
      expect(await collect(log().read(topic, 1, 0n))).toEqual([]);
    });

    example('can be left early', async () => {
      const topic = await createTopic(1);
      await appendAll(topic, 0, ['a', 'b', 'c']);
      for await (const record of log().read(topic, 0, 0n)) {
        expect(record.offset).toBe(0n);
        break;
      }
      expect(valuesOf(await collect(log().read(topic, 0, 1n)))).toEqual(['b', 'c']);
    });
  });
}

/** Views of the same bytes are the same to a reader, whatever their class. */
function asHex(record: Pick<NewRecord, 'key' | 'value' | 'headers'> | undefined) {
  const hex = (value: Uint8Array | null | undefined): string | null =>
    value ? Buffer.from(value).toString('hex') : null;
  const headers = Object.entries(record?.headers ?? {}).map(([name, header]) => [name, headerValues(header).map(hex)]);
  return { key: hex(record?.key), value: hex(record?.value), headers };
}
