import { describe, expect, it } from '@jest/globals';
import { encodeHeaders, encodeTurn } from '@turnfleet/contract/events';
import { ManualClock } from '@turnfleet/core/testing';
import { askerHeader } from '@turnfleet/principal';
import { recordDecoder } from '@turnfleet/turn';
import { laneOf } from './lane.ts';
import { withUpstreamQuotas } from './upstream-quotas.ts';

function upstream(quotas: Readonly<Record<string, number>>, upstreamTenant: string | null = null) {
  const clock = new ManualClock();
  const decode = recordDecoder(clock, 30_000);
  const lane = withUpstreamQuotas(laneOf(decode), {
    ...{ quotas: new Map(Object.entries(quotas)), upstreamTenant, decode, clock, part: () => 0.5 },
  });
  let offset = 0n;
  const comes = (tenant: string, admitted = false) => {
    const turn = { conversationId: 'c-1', turnId: `t-${offset}`, text: 'Hi', tenant };
    return lane({ ...encodeTurn(turn, 3, {}, { admitted }), offset: offset++, timestamp: 0 });
  };
  return { clock, comes, lane };
}

describe('turns of an upstream', () => {
  it('above the quota of their tenant wait at low priority, in their lane, until it has some again', async () => {
    const { clock, comes } = upstream({ acme: 4 });
    const priorities = Array.from({ length: 6 }, () => comes('acme').priority);
    // Half of the partitions, two seconds at once.
    expect(priorities).toEqual([2, 2, 2, 2, 3, 3]);
    expect(comes('acme')).toEqual({ lane: 'c-1', sharer: 'acme', priority: 3 });
    await clock.advance(500);
    expect([comes('acme').priority, comes('acme').priority]).toEqual([2, 3]);
  });

  it('of others have their own, or that of everybody, or none', () => {
    const { comes } = upstream({ acme: 2, '*': 4 });
    expect(Array.from({ length: 3 }, () => comes('acme').priority)).toEqual([2, 2, 3]);
    expect(Array.from({ length: 5 }, () => comes('other').priority)).toEqual([2, 2, 2, 2, 3]);
    const { comes: free } = upstream({ acme: 2 });
    expect(new Set(Array.from({ length: 50 }, () => free('other').priority))).toEqual(new Set([2]));
  });

  it('that a door has let in count for nothing', () => {
    const { comes } = upstream({ '*': 2 });
    expect(new Set(Array.from({ length: 50 }, () => comes('acme', true).priority))).toEqual(new Set([2]));
  });

  it('wait with those of the tenant that their topic is mapped to, whomever they name', () => {
    const { comes } = upstream({ mapped: 2 }, 'mapped');
    expect([comes('a'), comes('b'), comes('c')].map(({ sharer, priority }) => [sharer, priority])).toEqual([
      ['mapped', 2],
      ['mapped', 2],
      ['mapped', 3],
    ]);
  });

  it('that came by a topic of their own wait with those of its tenant', () => {
    const { lane } = upstream({ acme: 4 }, 'mapped');
    const record = encodeTurn({ conversationId: 'c-1', turnId: 't-1', text: 'Hi', tenant: 'acme' }, 3);
    const headers = { ...record.headers, ...encodeHeaders({ [askerHeader]: 'v1.k.c.m' }) };
    const sharers = [1n, 2n].map((offset) => lane({ ...record, headers, offset, timestamp: 0 }));
    expect(sharers.map(({ sharer, priority }) => [sharer, priority])).toEqual([
      ['acme', 2],
      ['acme', 2],
    ]);
  });
});
