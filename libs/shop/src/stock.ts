import { demoProducts } from './demo-products.ts';
import { pick } from './pick.ts';
import { demoWarehouses } from './places.ts';

interface DemoStock {
  readonly sku: string;
  readonly warehouseId: string;
  readonly quantity: number;
}

interface DemoItem {
  readonly sku: string;
  /** Days until more arrives once it has run out; null: nothing is on order. */
  readonly restockDays: number | null;
}

/** The flagship, by hand: the examples ask for it in Shanghai. */
const flagshipStock: Readonly<Record<string, number>> = {
  'WH-SHA-1': 42,
  'WH-BJS-1': 18,
  'WH-SZX-1': 25,
  'WH-CTU-1': 0,
  'WH-WUH-1': 7,
};

/** What lies where: inventory and logistics each keep a copy of it. */
export const demoStock: readonly DemoStock[] = demoProducts.flatMap(({ sku }) =>
  demoWarehouses.flatMap(({ id }) => {
    const quantity = quantityOf(sku, id);
    return quantity === undefined ? [] : [{ sku, warehouseId: id, quantity }];
  }),
);

export const demoItems: readonly DemoItem[] = demoProducts.map(({ sku }) => ({
  sku,
  restockDays: pick(`${sku}/discontinued`, 20) === 0 ? null : 2 + pick(`${sku}/restock`, 12),
}));

/** Undefined: the warehouse does not carry it. One product in 25 has run out everywhere. */
function quantityOf(sku: string, warehouseId: string): number | undefined {
  if (sku === 'SKU-2024-888') return flagshipStock[warehouseId];
  const key = `${sku}/${warehouseId}`;
  if (pick(`${key}/carried`, 10) < 3) return undefined;
  const empty = pick(`${sku}/sold-out`, 25) === 0 || pick(`${key}/empty`, 8) === 0;
  return empty ? 0 : 1 + pick(`${key}/quantity`, 120);
}
