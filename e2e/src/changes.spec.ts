import { describe, expect, it } from '@jest/globals';
import { eventually } from '@turnfleet/testing/eventually';
import { ask } from './client.ts';
import { suiteFleet } from './suite-fleet.ts';

describe('a change in the shop', () => {
  const fleet = suiteFleet();
  const shop = (domain: string, ...args: string[]) =>
    fleet.cli('shop', ...args, '--addr', fleet.addresses[`${domain}.grpc`] ?? '');
  const heard = async () =>
    /turnfleet_changes_heard_total\{[^}]*\} [1-9]/.test(await (await fetch(`${fleet.url}/metrics`)).text());

  it('ends what was kept: the next answer has the new price, and says the old one no more', async () => {
    const before = await ask(fleet.url, 'c-price-1', 'SKU-2024-888 多少钱？');
    expect(before.text).toContain('6,999');
    const kept = await ask(fleet.url, 'c-price-2', 'SKU-2024-888 多少钱？');
    expect(kept.toolCalls).toMatchObject([{ name: 'get_product_info', outcome: 'cached' }]);

    const { code, output } = await shop('product', 'set-price', 'SKU-2024-888', '6299.10');
    expect([code, output]).toEqual([0, expect.stringContaining('¥6,299.10')]);
    await eventually('it was heard', 5_000, async () => (await heard()) || null);

    const after = await ask(fleet.url, 'c-price-3', 'SKU-2024-888 多少钱？');
    expect(after.text).toContain('6,299.10');
    expect(after.toolCalls).toMatchObject([{ name: 'get_product_info', outcome: 'ok' }]);
  }, 30_000);

  it('is heard by calls by hand, which use what turns have looked up', async () => {
    const call = async () => {
      const { code, output } = await fleet.cli(
        'tools',
        'call',
        'get_product_info',
        '{"sku": "SKU-2024-888"}',
        '--json',
      );
      expect(code).toBe(0);
      const { outcome, result } = JSON.parse(output) as { outcome: string; result: { product: { price: object } } };
      return { outcome, price: result.product.price };
    };
    await ask(fleet.url, 'c-hand-1', 'SKU-2024-888 多少钱？');
    expect(await call()).toMatchObject({ outcome: 'cached', price: { units: '6299' } });
    await shop('product', 'set-price', 'SKU-2024-888', '6199');
    await eventually('the call tells the new price', 5_000, async () => {
      const { price } = await call();
      return (price as { units: string }).units === '6199' || null;
    });
  }, 30_000);

  it('is what the next estimate of a delivery goes by', async () => {
    const estimate = async () => {
      const { code, output } = await fleet.cli(
        ...['tools', 'call', 'estimate_delivery', '{"sku": "SKU-2024-888", "city": "上海"}', '--json'],
      );
      expect(code).toBe(0);
      return (JSON.parse(output) as { result: { warehouse_id: string } }).result.warehouse_id;
    };
    expect(await estimate()).toBe('WH-SHA-1');
    const { code } = await shop('inventory', 'set-stock', 'SKU-2024-888', 'WH-SHA-1', '0');
    expect(code).toBe(0);
    await eventually('it comes from elsewhere', 5_000, async () => (await estimate()) !== 'WH-SHA-1' || null);
  }, 30_000);

  it('is refused with what is wrong with it', async () => {
    const unknown = await shop('product', 'set-price', 'SKU-0', '1');
    expect([unknown.code, unknown.output]).toEqual([1, expect.stringContaining('no product with the SKU SKU-0')]);
    const amount = await shop('product', 'set-price', 'SKU-2024-888', '1e9');
    expect(amount.output).toContain('"1e9" is no amount of yuan');
    const where = await shop('inventory', 'set-stock', 'SKU-2024-888', 'WH-X', '3');
    expect(where.output).toContain('There are WH-');
  }, 30_000);
});
