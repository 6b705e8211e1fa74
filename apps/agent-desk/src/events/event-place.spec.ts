import { expect, it } from '@jest/globals';
import { eventPlaceOf, placesOfEvent } from './event-place.ts';

it('says in the id of an event how far a reader has come everywhere, and survives ids of others', () => {
  const places = new Map([
    ['c-1', '17-3'],
    ['c:2~x', '4-900'],
  ]);
  expect(placesOfEvent(eventPlaceOf(places))).toEqual(places);
  for (const foreign of [null, '', '17-3', '*', Buffer.from('[1]').toString('base64url')])
    expect(placesOfEvent(foreign).size).toBe(0);
});
