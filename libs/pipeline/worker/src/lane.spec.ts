import { describe, expect, it } from '@jest/globals';
import { homePartition } from '@turnfleet/contract/events';
import { anyHeaders } from '@turnfleet/contract/testing';
import { ManualClock } from '@turnfleet/core/testing';
import { recordDecoder } from '@turnfleet/turn';
import fc from 'fast-check';
import { joiningLaneOf, laneOf } from './lane.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const clock = new ManualClock();
const place = { topic: 'chat.turns', partition: 3, offset: 7n, timestamp: 0, key: null, value: null, headers: {} };
const turn = utf8('{"conversationId":"c-1","turnId":"t-1","text":"Hi"}');
const lane = (record: object) => laneOf(recordDecoder(clock, 30_000))({ ...place, ...record });

describe('the lane of a record', () => {
  it('is its conversation, with the priority it asks for', () => {
    expect(lane({ value: turn })).toEqual({ lane: 'c-1', sharer: 'default', priority: 2 });
    expect(lane({ value: turn, headers: { ce_priority: utf8('1') } })).toEqual({
      lane: 'c-1',
      sharer: 'default',
      priority: 1,
    });
  });

  // Once its failed reply overtook the conversation.
  it('is its conversation for a turn that is refused, too', () => {
    expect(lane({ value: utf8('{"conversationId":"c-1","turnId":"t-1","text":""}') }).lane).toBe('c-1');
  });

  // Once it held a conversation up.
  it('is its own for a record that contradicts itself', () => {
    expect(lane({ value: turn, key: utf8('c-2') }).lane).toBe('3/7');
  });

  it('is its own for whatever else there may be, and never throws', () => {
    const bytes = fc.option(fc.uint8Array({ maxLength: 64 }));
    fc.assert(
      fc.property(bytes, bytes, anyHeaders, (key, value, headers) => {
        expect(lane({ key, value, headers }).lane).not.toBe('');
      }),
    );
  });
});

describe('what joins in a lane', () => {
  const home = homePartition('c-1', 4);
  const joins = (data: object, record: object = {}) => {
    const value = utf8(JSON.stringify({ conversationId: 'c-1', turnId: 't-1', text: 'Hi', ...data }));
    return joiningLaneOf(recordDecoder(clock, 30_000), 4)({ ...place, partition: home, value, ...record }).joins;
  };

  it('is what the same shopper says, in whatever language', () => {
    const anna = { user: { id: 'anna', level: 'gold' } };
    expect(joins({ ...anna, text: '有货吗' })).toBe(joins({ ...anna, turnId: 't-2', locale: 'en' }));
    expect(joins({})).toBe(joins({ turnId: 't-2' }));
  });

  // Once a tool was called in the name of another shopper.
  it('is not what another shopper says', () => {
    const asked = [{}, { user: { id: 'anna' } }, { user: { id: 'ben' } }, { user: { id: 'anna', level: 'gold' } }];
    const keys = [...asked.map((data) => joins(data)), joins({ user: { id: 'anna' }, tenant: 'other' })];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is neither what has to go elsewhere nor what is no turn', () => {
    expect(joins({}, { partition: (home + 1) % 4 })).toBeUndefined();
    expect(joins({ text: '' })).toBeUndefined();
  });
});

describe('decoding', () => {
  it('decodes a record once, for its lane and for its turn', () => {
    const decode = recordDecoder(clock, 30_000);
    const record = { ...place, value: turn };
    expect(decode(record)).toBe(decode(record));
  });

  it('gives a turn without a deadline the configured one', () => {
    expect(recordDecoder(clock, 5_000)({ ...place, value: turn, timestamp: 1_000 })).toMatchObject({
      deadlineAt: 6_000,
    });
  });
});
