import { beforeEach, describe, expect, it } from '@jest/globals';
import { descriptorSet } from '@turnfleet/contract/grpc';
import { deadlineAt } from '@turnfleet/core';
import { ManualClock, settle } from '@turnfleet/core/testing';
import type { Tool } from '../tool.ts';
import { toolsFrom } from '../tools-from.ts';
import { type ReadAhead, readAhead } from './read-ahead.ts';
import { type ToolReads, toolReads } from './tool-reads.ts';

const tools = toolsFrom(descriptorSet);
const asker = { tenant: 'default', user: null };

let clock: ManualClock;
let reads: ToolReads;
let ahead: ReadAhead;
let load: number;
let called: string[];
let told: string[];

beforeEach(() => {
  clock = new ManualClock();
  [load, called, told] = [0, [], []];
  reads = toolReads({ clock, maxBytes: 1_000_000 });
  const events = { ahead: (tool: string, what: string) => void told.push(`${what} ${tool}`) };
  ahead = readAhead({ clock, reads, load: () => load, events });
});

const call = async (tool: Tool, args: object) => {
  called.push(`${tool.name} ${JSON.stringify(args)}`);
  return {};
};
/** A read in a turn. */
async function asks(conversationId: string, name: string, args: Readonly<Record<string, unknown>>): Promise<void> {
  const tool = tools.find((one) => one.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  using deadline = deadlineAt(clock, clock.now() + 1_000);
  await reads.read({ tool, args, asker, fetch: () => call(tool, args) }, deadline);
  ahead({ conversationId, asker, tool, args, tools, call });
  await settle();
}
/** So many conversations in which stock is asked after, then delivery, about another product each. */
async function habit(conversations = 20): Promise<void> {
  for (let i = 0; i < conversations; i++) {
    await asks(`c-${i}`, 'check_inventory', { sku: `SKU-${i}`, city: '上海' });
    await asks(`c-${i}`, 'estimate_delivery', { sku: `SKU-${i}`, city: '上海' });
  }
  called = [];
}

describe('what is asked ahead', () => {
  it('is what usually comes next about the same code, with what was said of it', async () => {
    await habit();
    await asks('c', 'check_inventory', { sku: 'SKU-A', city: '北京' });
    expect(called[1]).toBe('estimate_delivery {"sku":"SKU-A","city":"北京"}');
    await asks('c', 'estimate_delivery', { sku: 'SKU-A', city: '北京' });
    expect(called).toHaveLength(2);
    expect(told).toEqual(['asked estimate_delivery', 'used estimate_delivery']);
  });

  it('takes what was said before in the conversation, and nothing that nobody said', async () => {
    for (let i = 0; i < 20; i++) {
      await asks(`c-${i}`, 'get_product_info', { sku: `SKU-${i}` });
      await asks(`c-${i}`, 'check_inventory', { sku: `SKU-${i}`, city: '上海' });
    }
    called = [];
    await asks('c', 'get_product_info', { sku: 'SKU-A' });
    expect(called).toEqual(['get_product_info {"sku":"SKU-A"}']);
  });

  it('is nothing while little is known, about another code, or by who may not', async () => {
    await habit(10);
    await asks('c', 'check_inventory', { sku: 'SKU-A', city: '上海' });
    expect(called).toHaveLength(1);
    for (let i = 0; i < 30; i++) {
      await asks(`d-${i}`, 'check_inventory', { sku: `SKU-X${i}`, city: '上海' });
      await asks(`d-${i}`, 'estimate_delivery', { sku: `SKU-Y${i}`, city: '上海' });
    }
    called = [];
    await asks('e', 'check_inventory', { sku: 'SKU-B', city: '上海' });
    expect(called).toHaveLength(1);
  });

  it('is nothing while the process is busy', async () => {
    await habit();
    load = 0.6;
    await asks('c', 'check_inventory', { sku: 'SKU-A', city: '上海' });
    expect(called).toHaveLength(1);
  });

  it('that nobody asks for is waste, and told so when its place is taken', async () => {
    await habit();
    await asks('c', 'check_inventory', { sku: 'SKU-A', city: '上海' });
    for (let i = 0; i < 5_000; i++) ahead({ ...madeOf(`SKU-W${i}`), conversationId: `w-${i}` });
    expect(told).toContain('wasted estimate_delivery');
  });
});

function madeOf(sku: string) {
  const tool = tools.find(({ name }) => name === 'check_inventory');
  if (!tool) throw new Error('no tool');
  return { asker, tool, args: { sku, city: '上海' }, tools, call };
}
