import { decodeChange } from '@turnfleet/contract/events';
import type { EventOf, HistoryRecord } from '../history/history-event.ts';
import { bytesOf } from '../history/record-event.ts';

/** A record of `shop.changes`. */
export interface ToldChange {
  readonly line: number;
  readonly partition: number;
  /** Of the event: told again it is the same. */
  readonly id: string;
  readonly service: string;
  readonly kind: string;
  readonly subject: string;
  /** When it was written. */
  readonly at: number;
  /** When the first change was that it tells. */
  readonly since: number;
}

/** What changed in the shop, and what was told of it; all by the clock of the history. */
export class ChangesSeen {
  readonly changed: (EventOf<'changed'> & { readonly line: number })[] = [];
  readonly stops: EventOf<'service_stopped'>[] = [];
  readonly told: ToldChange[] = [];

  /** `startedAt`: Unix milliseconds at which that clock was 0. */
  seeTold(record: HistoryRecord, line: number, startedAt = 0): void {
    const change = decodeChange(bytesOf(record));
    const { ce_id: id = '', ce_source: source = '' } = record.headers ?? {};
    if (!change) return;
    const { kind, subject } = change;
    const service = source.slice(source.lastIndexOf('/') + 1);
    const times = { at: record.at, since: Date.parse(change.at) - startedAt };
    this.told.push({ line, partition: record.partition, id, service, kind, subject, ...times });
  }
}
