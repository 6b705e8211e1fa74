import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeChange, encodeChange } from './change-record.ts';
import { encodeHeaders } from './cloud-event.ts';
import { homePartition } from './home.ts';
import { headerBytes } from './record-headers.ts';

const change = { kind: 'price', subject: 'SKU-2024-888', at: '2026-12-01T02:42:00.000Z' } as const;
const told = { ...change, id: '01JZ', service: 'product' };

describe('a change record', () => {
  it('has the headers of the CloudEvents Kafka binding and its subject as key', () => {
    const { topic, partition, key, headers } = encodeChange(told, 24);
    const text = (name: string) => Buffer.from(headerBytes(headers, name) ?? []).toString();
    expect({ topic, partition, key: Buffer.from(key ?? []).toString() }).toEqual({
      topic: 'shop.changes',
      partition: homePartition('SKU-2024-888', 24),
      key: 'SKU-2024-888',
    });
    expect(['type', 'id', 'source', 'subject', 'time'].map((name) => text(`ce_${name}`))).toEqual([
      ...['com.turnfleet.price.changed.v1', '01JZ', '/turnfleet/shop/product', 'SKU-2024-888'],
      '2026-12-01T02:42:00.000Z',
    ]);
  });

  it('comes back as it went', () => {
    expect(decodeChange(encodeChange(told, 24))).toEqual(change);
    expect(decodeChange(encodeChange({ ...told, tenant: 'acme' }, 24))).toEqual({ ...change, tenant: 'acme' });
  });

  it('is null for whatever is none', () => {
    const value = (text: string) => ({ value: new TextEncoder().encode(text), headers: encodeHeaders({}) });
    for (const text of ['{}', '[]', 'null', '{"kind":"weather","subject":"x","at":"2026-12-01T02:42:00Z"}'])
      expect(decodeChange(value(text))).toBeNull();
    fc.assert(
      fc.property(fc.option(fc.uint8Array()), (bytes) => {
        expect(decodeChange({ value: bytes, headers: {} })).toBeNull();
      }),
    );
  });
});
