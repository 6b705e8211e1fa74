import type { inventory, pricing, product } from '@turnfleet/contract/grpc';
import { type Clock, TurnfleetError } from '@turnfleet/core';
import type { Env } from '@turnfleet/service-kit';
import type { Command } from 'commander';
import type { ShopDomain } from '../client/shop-client.ts';
import type { Terminal } from './chat.ts';
import { fenText, moneyFrom } from './shop-money.ts';

interface ShopDeps {
  readonly clock: Clock;
  readonly env: Env;
  readonly terminal: Terminal;
}

interface Given {
  readonly addr?: string;
  readonly json?: boolean;
}

/** `turnfleet shop set-price | describe | set-stock | end-coupon`. */
export function addShopCommands(program: Command, { clock, env, terminal }: ShopDeps): void {
  const shop = program.command('shop').description('change the shop, as those who run it do; whoever reads it is told');
  const changing = (name: string, description: string) =>
    shop
      .command(name)
      .description(description)
      .option('--json', 'as the service tells it')
      .option('--addr <host:port>', 'where the service is (else PRODUCT_ADDR and so on, else its port here)');

  async function change<Answer>(
    domain: ShopDomain,
    method: string,
    { request, text }: { readonly request: object; readonly text: (answer: Answer) => string },
    { addr, json }: Given,
  ): Promise<void> {
    // Loaded when a command runs, not for every other command's start.
    const { callShop, shopAddress } = await import('../client/shop-client.ts');
    const answer = await callShop<Answer>({ domain, address: shopAddress(domain, addr, env), clock }, method, request);
    terminal.write(`${json ? JSON.stringify(answer) : text(answer)}\n`);
  }

  changing('set-price', 'give a product another list price')
    .argument('<sku>', 'like SKU-2024-888')
    .argument('<amount>', 'in yuan, like 6299.00')
    .action((sku: string, amount: string, given: Given) => {
      const text = ({ product: now }: product.SetPriceResponse__Output) =>
        `${now?.sku} costs ${fenText(now?.price)} now`;
      return change('product', 'SetPrice', { request: { sku, price: moneyFrom(amount) }, text }, given);
    });
  changing('describe', 'give a product another description, in one language or both')
    .argument('<sku>', 'like SKU-2024-888')
    .option('--zh <text>', 'in Chinese')
    .option('--en <text>', 'in English')
    .action((sku: string, { zh = '', en = '', ...given }: Given & { readonly zh?: string; readonly en?: string }) => {
      const text = ({ product: now }: product.SetDescriptionResponse__Output) =>
        `${now?.sku}\n  ${now?.description?.zh}\n  ${now?.description?.en}`;
      return change('product', 'SetDescription', { request: { sku, description: { zh, en } }, text }, given);
    });
  changing('set-stock', 'say how many pieces lie in a warehouse, reserved ones included')
    .argument('<sku>', 'like SKU-2024-888')
    .argument('<warehouse>', 'like WH-SHA-1')
    .argument('<quantity>', 'pieces there now')
    .action((sku: string, warehouse: string, quantity: string, given: Given) => {
      const request = { sku, warehouse_id: warehouse, quantity: piecesFrom(quantity) };
      const text = (now: inventory.SetStockResponse__Output) =>
        `${now.sku} in ${now.warehouse_id}: ${now.previous_quantity} pieces before, ${now.quantity} now`;
      return change('inventory', 'SetStock', { request, text }, given);
    });
  changing('end-coupon', 'let a coupon end, now or later')
    .argument('<code>', 'like SAVE100')
    .option('--at <time>', 'when, like 2026-12-31T23:59:00+08:00 (else now)')
    .action((code: string, { at, ...given }: Given & { readonly at?: string }) => {
      const seconds = Math.floor((at === undefined ? clock.now() : instantFrom(at)) / 1_000);
      const request = { coupon_code: code, end_time: { seconds, nanos: 0 } };
      const text = ({ coupon_code, end_time }: pricing.EndCouponResponse__Output) =>
        `${coupon_code} ends at ${new Date(Number(end_time?.seconds ?? 0) * 1_000).toISOString()}`;
      return change('pricing', 'EndCoupon', { request, text }, given);
    });
}

function piecesFrom(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text);
  throw new TurnfleetError('invalid_request', `"${text}" is no number of pieces.`);
}

function instantFrom(text: string): number {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new TurnfleetError('invalid_request', `--at ${text} is no time: like 2026-12-31T23:59:00+08:00.`);
}
