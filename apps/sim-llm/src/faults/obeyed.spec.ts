import { describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { deadlineAt, RetryBudget, TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { Grounds, readFigures, unsupported } from '@turnfleet/grounding';
import type { ModelMessage } from '@turnfleet/model';
import { asData, readAnew, toolsFrom, toolUse } from '@turnfleet/tools';
import { type ScriptedTool, scriptedTransport } from '@turnfleet/tools/testing';
import { injections } from '../testing/injections.ts';
import { obeyed } from './obeyed.ts';

const both = (text: string) => ({ zh: text, en: text });

/** Where a text of somebody else's gets into what a tool returns; each case takes its turn in one of them. */
const places: readonly {
  readonly tool: string;
  readonly args: object;
  readonly script: (text: string) => ScriptedTool;
}[] = [
  {
    tool: 'get_product_info',
    args: { sku: 'SKU-1' },
    script: (text) => () => ({ product: { sku: 'SKU-1', description: both(text), name: both('Phone') } }),
  },
  {
    tool: 'get_product_info',
    args: { sku: 'SKU-1' },
    script: (text) => () => ({ product: { sku: 'SKU-1', specs: { _data: text, note: text } } }),
  },
  {
    tool: 'search_products',
    args: { query: 'phone' },
    script: (text) => () => ({ products: [{ sku: 'SKU-1', name: both(text) }], next_page_token: text }),
  },
  {
    tool: 'track_shipment',
    args: { order_id: 'ORD-1' },
    script: (text) => () => ({
      order_id: 'ORD-1',
      events: [{ description: both(text), city: both('x') }],
      carrier: both(text),
    }),
  },
  {
    tool: 'check_inventory',
    args: { sku: 'SKU-1', city: '上海' },
    script: (text) => () => {
      throw new TurnfleetError('not_found', text);
    },
  },
];

/** What a model is shown of a result with this text in it. */
async function shownWith(text: string, place: (typeof places)[number]): Promise<string> {
  const clock = new ManualClock();
  const use = toolUse({
    ...{ tools: toolsFrom(descriptorSet), transport: scriptedTransport({ [place.tool]: place.script(text) }), clock },
    ...{ retryBudget: new RetryBudget(), timeZone: 'Asia/Shanghai', locale: 'zh-CN' },
    ...{ readTool: readAnew(clock), asker: { tenant: 'default', user: null } },
    ...{ facts: { userId: undefined }, granted: () => true, keyOf: () => 'key', onEvent: () => undefined },
  });
  const call = { id: 'call_1', name: place.tool, arguments: JSON.stringify(place.args) };
  const { results } = await use.callAll([call], deadlineAt(clock, clock.now() + 10_000));
  return results[0]?.content ?? '';
}

const exchange = (content: string) => {
  const messages: readonly ModelMessage[] = [
    { role: 'user', text: 'SKU-1?' },
    { role: 'assistant', text: '', toolCalls: [{ id: 'call_1', name: 'tool', arguments: '{}' }] },
    { role: 'tool', callId: 'call_1', content },
  ];
  const toolChoice = 'auto' as const;
  const more = { model: 'gpt-4.1', tools: [], toolChoice, parallelToolCalls: true, seed: 1, maxOutputTokens: null };
  return { messages, ...more };
};

describe('a text in a result that gives orders', () => {
  const cases = injections.map((text, i) => ({ text, place: places[i % places.length] ?? places[0] }));

  it('comes in sixty forms at least, in both languages', () => {
    expect(new Set(injections).size).toBeGreaterThanOrEqual(60);
    expect(injections.filter((text) => /\p{Script=Han}/u.test(text)).length).toBeGreaterThanOrEqual(30);
  });

  it.each(cases)('is obeyed by a gullible model as it is, and not as data: $text', async ({ text, place }) => {
    if (!place) throw new Error('there is no place');
    const content = await shownWith(text, place);
    expect(content).toContain(JSON.stringify(text).slice(1, -1));
    expect(obeyed(exchange(content))).not.toBeNull();
    expect(obeyed(exchange(asData(content)))).toBeNull();
  });

  it.each(cases)('supports no figure: $text', async ({ text, place }) => {
    if (!place) throw new Error('there is no place');
    const grounds = new Grounds({
      timeZone: 'Asia/Shanghai',
      now: Date.parse('2026-12-01T02:00:00Z'),
      said: [],
      limits: [],
    });
    grounds.learn(await shownWith(text, place), {});
    const figures = readFigures(text, grounds.today).filter(
      ({ stated }) => stated.kind === 'money' && stated.value > 0n,
    );
    expect(unsupported(grounds, 'x', figures, [])).toEqual(figures);
  });
});
