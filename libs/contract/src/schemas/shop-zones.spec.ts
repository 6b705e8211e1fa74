import { describe, expect, it } from '@jest/globals';
import { readZones, zoneOf } from './shop-zones.ts';

const read = readZones('city:London=Europe/London, city:伦敦=Europe/London,tenant:acme=Europe/Berlin');
const zones = { shop: 'Asia/Shanghai', elsewhere: read.ok ? read.zones : new Map<string, string>() };

describe('the time zone of a shopper', () => {
  it.each([
    ['Europe/London', { tenant: 'acme', user: { city: ' london' } }],
    ['Europe/London', { user: { city: '伦敦' } }],
    ['Europe/Berlin', { tenant: 'acme', user: { city: '广州' } }],
    ['Europe/Berlin', { tenant: 'acme' }],
    ['Asia/Shanghai', { user: { city: '广州' } }],
    ['Asia/Shanghai', {}],
  ])('is %s for %j: that of the city, else of the tenant, else of the shop', (zone, who) => {
    expect(zoneOf(zones, who)).toBe(zone);
  });

  it('cannot be read where an entry names no city or tenant, or no zone; each is told', () => {
    expect(readZones('Europe/London,city:X=Mars/Olympus,tenant:a=Europe/Berlin,city:=UTC')).toEqual({
      ok: false,
      wrong: ['Europe/London', 'city:X=Mars/Olympus', 'city:=UTC'],
    });
  });
});
