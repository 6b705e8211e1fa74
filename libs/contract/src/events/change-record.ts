import { z } from 'zod';
import { binaryRecord, type EventRecord, type PlacedRecord, type TraceHeaders } from './cloud-event.ts';
import { eventTypes } from './event-types.ts';
import { homePartition } from './home.ts';
import { readData } from './read-event.ts';
import { topics } from './topics.ts';

export const changeKinds = ['price', 'stock', 'product'] as const;

/** Data of `com.turnfleet.price.changed.v1`, `….stock.changed.v1` and `….product.changed.v1`. */
export const changeSchema = z
  .object({
    kind: z.enum(changeKinds).describe('What of the subject changed.'),
    subject: z.string().min(1).max(128).describe('SKU, or the code of a coupon whose conditions changed.'),
    tenant: z.string().min(1).max(128).optional().describe('Whose shop it is in; left out: in every one.'),
    at: z.iso
      .datetime()
      .describe('When it changed: RFC 3339. Of several changes that are told as one, the first of them.'),
  })
  .meta({ id: 'Change', description: 'Something in the shop is no longer as it was; ask its service how it is now.' });

export type Change = z.infer<typeof changeSchema>;
export type ChangeKind = Change['kind'];

const typeOf = {
  price: eventTypes.priceChanged,
  stock: eventTypes.stockChanged,
  product: eventTypes.productChanged,
} as const satisfies Record<ChangeKind, string>;

interface ToldChange extends Change {
  /** Of the event: the same change told again has the same. */
  readonly id: string;
  /** Domain of the service that tells it: `inventory`. */
  readonly service: string;
}

/** As a record of `shop.changes`; what is told of one subject stands in one partition. */
export function encodeChange(
  { id, service, ...change }: ToldChange,
  partitions: number,
  trace: TraceHeaders = {},
): PlacedRecord {
  const { kind, subject, at } = change;
  const event = {
    id,
    type: typeOf[kind],
    source: `/turnfleet/shop/${service}`,
    time: at,
    extensions: { subject },
    data: JSON.stringify(change),
  };
  const partition = homePartition(subject, partitions);
  return { topic: topics.changes, partition, ...binaryRecord(subject, event, trace) };
}

/** Reads a record of `shop.changes`; null for one that is none, whatever its bytes. */
export function decodeChange(record: Pick<EventRecord, 'value' | 'headers'>): Change | null {
  const data = readData(record);
  return data.ok ? (changeSchema.safeParse(data.value).data ?? null) : null;
}
