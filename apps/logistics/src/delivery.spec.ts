import { describe, expect, it } from '@jest/globals';
import { estimateDelivery } from './delivery.ts';
import type { StockNow } from './stock-now.ts';

const warehouse = (warehouseId: string, distanceKm: number, quantity: number) => ({
  warehouseId,
  distanceKm,
  quantity,
});
const stock = (warehouses: StockNow['warehouses'], restockAt: number | null = null): StockNow => ({
  warehouses,
  restockAt,
});
const at = (time: string): number => Date.parse(`${time}:00+08:00`);
const morning = at('2026-01-05T10:00');

describe('estimateDelivery', () => {
  it('takes the nearest warehouse that has the product', () => {
    const estimate = estimateDelivery(stock([warehouse('NEAR', 30, 0), warehouse('FAR', 700, 5)]), morning);
    expect(estimate).toEqual({
      warehouseId: 'FAR',
      inStock: true,
      window: { earliest: at('2026-01-07T09:00'), latest: at('2026-01-08T20:00') },
    });
  });

  it.each([
    ['within a city', 30, '2026-01-06T09:00', '2026-01-06T20:00'],
    ['to a neighbour', 400, '2026-01-06T09:00', '2026-01-07T20:00'],
    ['across the country', 1_600, '2026-01-08T09:00', '2026-01-10T20:00'],
  ])('takes longer the farther it is: %s', (_what, distanceKm, earliest, latest) => {
    const { window } = estimateDelivery(stock([warehouse('W', distanceKm, 1)]), morning);
    expect(window).toEqual({ earliest: at(earliest), latest: at(latest) });
  });

  it('leaves a day later when ordered at 16:00 or after', () => {
    const near = stock([warehouse('W', 30, 1)]);
    expect(estimateDelivery(near, at('2026-01-05T15:59')).window?.earliest).toBe(at('2026-01-06T09:00'));
    expect(estimateDelivery(near, at('2026-01-05T16:00')).window?.earliest).toBe(at('2026-01-07T09:00'));
  });

  it('counts from the restock when nothing is in stock', () => {
    const estimate = estimateDelivery(
      stock([warehouse('NEAR', 30, 0), warehouse('FAR', 700, 0)], at('2026-01-08T09:00')),
      at('2026-01-05T22:00'),
    );
    expect(estimate).toEqual({
      warehouseId: 'NEAR',
      inStock: false,
      window: { earliest: at('2026-01-09T09:00'), latest: at('2026-01-09T20:00') },
    });
  });

  it('promises nothing when nothing is in stock or on its way', () => {
    expect(estimateDelivery(stock([warehouse('W', 30, 0)]), morning)).toEqual({
      warehouseId: 'W',
      inStock: false,
      window: null,
    });
    expect(estimateDelivery(stock([]), morning)).toEqual({ warehouseId: '', inStock: false, window: null });
  });
});
