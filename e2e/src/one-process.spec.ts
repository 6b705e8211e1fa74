import { describe, expect, it } from '@jest/globals';
import type { Reply } from '@turnfleet/contract/schemas';
import { spanRows, spanTree } from '@turnfleet/telemetry/sdk';
import { ask, stockOf } from './client.ts';
import { outline, turnOutline } from './outline.ts';
import { suiteFleet } from './suite-fleet.ts';

describe('the whole fleet in one process, on embedded adapters', () => {
  const fleet = suiteFleet();

  it('answers in the terminal with the stock figure that the inventory service gives', async () => {
    const total = await stockOf(fleet.addresses['inventory.grpc'] ?? '', 'SKU-2024-888', '上海');

    const { code, output } = await fleet.cli('chat', 'SKU-2024-888 上海有货吗?');

    expect(code).toBe(0);
    expect(output).toContain(String(total));
    expect(output).toMatch(/check_inventory\s+ok/);
  }, 30_000);

  it('remembers the product from the turn before', async () => {
    const conversation = 'c-follow-up';
    await ask(fleet.url, conversation, 'SKU-2024-888 上海有货吗?');
    const reply = await ask(fleet.url, conversation, '那广州呢?');

    expect(reply.version).toBe(2);
    expect(reply.toolCalls).toMatchObject([
      { name: 'check_inventory', arguments: { sku: 'SKU-2024-888', city: '广州' }, outcome: 'ok' },
    ]);
  }, 30_000);

  it('reserves stock only after the shopper said yes, and lowers what is free by it', async () => {
    const stock = () => stockOf(fleet.addresses['inventory.grpc'] ?? '', 'SKU-2024-888', '上海');
    const before = await stock();

    const question = await ask(fleet.url, 'c-reserve', '帮我预留两件 SKU-2024-888 到上海');
    expect(question.text).toContain('预留 2 件 SKU-2024-888');
    expect(question.suggestions).toEqual(['好的', '不用了']);
    expect(await stock()).toBe(before);

    const done = await ask(fleet.url, 'c-reserve', '好的');
    expect(done.toolCalls).toMatchObject([{ name: 'reserve_stock', outcome: 'ok' }]);
    expect(done.text).toMatch(
      /已为您预留 2 件 SKU-2024-888（上海），预留号 R-[0-9A-Z]{13}，保留至 \d+月\d+日（周.）.+。$/,
    );
    expect(await stock()).toBe(before - 2);

    const again = await ask(fleet.url, 'c-reserve', '好的');
    expect(again.toolCalls).toEqual([]);
    expect(await stock()).toBe(before - 2);
  }, 30_000);

  it('reserves nothing after a no', async () => {
    const stock = () => stockOf(fleet.addresses['inventory.grpc'] ?? '', 'SKU-2024-101', 'Shanghai');
    const before = await stock();
    const { output } = await fleet.cli('chat', 'reserve 3 of SKU-2024-101 in Shanghai', '--conversation', 'c-no');
    expect(output).toContain('Please confirm: reserve 3 × SKU-2024-101');

    const no = await ask(fleet.url, 'c-no', 'No, thanks');
    const yes = await ask(fleet.url, 'c-no', 'yes');

    expect([...no.toolCalls, ...yes.toolCalls]).toEqual([]);
    expect(await stock()).toBe(before);
  }, 30_000);

  it('is one trace over ingress, log, orchestrator, model and all four domain services', async () => {
    // A product that nobody has asked about: what is kept takes no call.
    const question = 'SKU-2024-102 多少钱?用 WELCOME10 能便宜多少?上海有货吗,什么时候能送到广州?';
    const reply = await ask(fleet.url, 'c-trace', question);
    expect(reply.status).toBe('completed');

    const document: unknown = await (await fetch(`${fleet.url}/v1/traces/${reply.turnId}`)).json();
    const tree = spanTree(spanRows(document));

    expect(tree.orphans).toEqual([]);
    expect(outline(tree.roots)).toEqual(turnOutline);
    expect(spanRows(document).every((span) => !span.failed)).toBe(true);

    const { code, output } = await fleet.cli('trace', reply.turnId);
    expect(code).toBe(0);
    expect(output).toContain('turnfleet.pricing.v1.PricingService/CalculateDiscount');
  }, 30_000);

  it('answers turns of one conversation in the order in which they were accepted', async () => {
    const texts = ['SKU-2024-888 多少钱?', '你好', 'SKU-2024-888 上海有货吗?', 'thanks'];
    const replies: Promise<Reply>[] = [];
    for (const text of texts) {
      const accepted = await fetch(`${fleet.url}/v1/conversations/c-order/turns`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text }),
      });
      const { turnId } = (await accepted.json()) as { turnId: string };
      replies.push(ask(fleet.url, 'c-order', text, turnId));
    }
    expect((await Promise.all(replies)).map(({ version }) => version)).toEqual([1, 2, 3, 4]);
  }, 30_000);
});
