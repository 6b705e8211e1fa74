import { describe, expect, it } from '@jest/globals';
import { demoOrders } from '@turnfleet/shop';
import { demoShipments } from './demo-shipments.ts';
import { shipmentStatuses } from './tables.ts';

const now = Date.parse('2026-03-10T14:30:00+08:00');
const shipments = demoShipments(now);

describe('the demo shipments', () => {
  it('are those of all orders that were not cancelled, in every status', () => {
    const sent = demoOrders(now).filter(({ stage }) => stage !== 'cancelled');
    expect(shipments.map(({ orderId }) => orderId)).toEqual(sent.map(({ orderId }) => orderId));
    expect(new Set(shipments.map(({ status }) => status))).toEqual(new Set(shipmentStatuses));
  });

  it('are the same all day', () => {
    expect(demoShipments(Date.parse('2026-03-10T00:00:00+08:00'))).toEqual(shipments);
  });

  it('have events in order, in the past, in both languages', () => {
    for (const { events } of shipments) {
      const times = events.map(({ at }) => at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.at(-1)).toBeLessThan(now);
      for (const { description } of events) {
        expect(description.zh).toMatch(/\p{Script=Han}/u);
        expect(description.en).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it('are expected later than now until they have arrived', () => {
    for (const { status, estimatedAt } of shipments) {
      if (status === 'returned') expect(estimatedAt).toBeNull();
      else if (status === 'delivered') expect(estimatedAt).toBeLessThan(now);
      else expect(estimatedAt).toBeGreaterThan(now);
    }
  });

  it('have a tracking number once the carrier has them', () => {
    for (const { status, trackingNumber } of shipments) expect(trackingNumber === '').toBe(status === 'preparing');
  });
});
