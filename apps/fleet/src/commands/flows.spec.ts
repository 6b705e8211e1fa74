import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { flowsText, rehearsalText } from './flows-text.ts';
import { checkedFlows, readCheckedFlows, rehearseFolder, shippedFlows } from './rehearse-flows.ts';

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A folder with one flow in it. */
function folderWith(change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'flows-'));
  folders.push(folder);
  writeFileSync(join(folder, 'one.yaml'), change(base));
  return folder;
}

const base = `flow: hold
title: {zh-CN: 预留, en: your reservation}
slots:
  sku: {type: code, prefix: SKU, ask: {zh-CN: 哪件？, en: Which?}}
  city: {type: place, ask: {zh-CN: 哪里？, en: Where?}}
steps:
  - id: what
    collect: sku
  - collect: city
  - call: check_inventory
    with: {sku: "{sku}", city: "{city}"}
    as: stock
  - say: {zh-CN: "{stock.total}", en: "{stock.total}"}
`;

describe('the flows that are shipped', () => {
  it('may run, with the tools that there are', () => {
    expect(readCheckedFlows(shippedFlows)).toMatchObject({ ok: true });
  });

  it('go as their conversations say, in both languages, without any model', async () => {
    const rehearsed = await rehearseFolder(shippedFlows, join(shippedFlows, 'tests'));
    const wrong = rehearsed.filter(({ turns }) => turns.some((turn) => turn.wrong.length > 0));
    expect(rehearsalText(wrong, true)).toBe('0 conversations, 0 of them otherwise than expected.\n');
    expect(rehearsed.length).toBeGreaterThanOrEqual(60);
  });

  it('are shown by their slots and steps', () => {
    const flows = checkedFlows(shippedFlows);
    expect(flowsText(flows, undefined)).toContain('cancel_order');
    expect(flowsText(flows, 'cancel_order')).toMatch(/step_1 +collect +order_id/);
    expect(() => flowsText(flows, 'nothing')).toThrow('There is no flow "nothing".');
  });
});

describe('a check of flows', () => {
  it.each([
    ['takes what is right', (text: string) => text, null],
    [
      'names the line of a key that is unknown',
      (text: string) => text.replace('prefix: SKU', 'prefixes: SKU'),
      'one.yaml:4: slots.sku: Unrecognized key: "prefixes"',
    ],
    ['names the line of YAML that is none', (text: string) => text.replace('slots:', 'slots: {'), 'one.yaml:'],
    [
      'misses a language',
      (text: string) => text.replace('zh-CN: 哪里？, ', ''),
      'one.yaml:5: slots.city.ask.zh-CN: Invalid input: expected string, received undefined',
    ],
    [
      'finds a jump to nowhere',
      (text: string) => text.replace('    as: stock', '    as: stock\n    missing: gone'),
      'one.yaml:10: There is no step "gone" to go to.',
    ],
    [
      'finds a slot that is not there to be asked again',
      (text: string) => `${text}  - ask_again: [colour]\n    say: {zh-CN: 没有, en: None}\n`,
      'one.yaml:14: "colour" cannot be asked again: nobody asks for it.',
    ],
    [
      'finds a slot that the flow to start does not have',
      (text: string) => `${text}  - start: hold\n    with: {colour: red}\n`,
      'one.yaml:14: The flow it starts has no slot "colour".',
    ],
    [
      'finds a circle in which nobody is waited for',
      (text: string) => `${text}    then: what\n`,
      'one.yaml:7: It turns in a circle without waiting for anybody: what → step_2 → step_3 → step_4 → what.',
    ],
    [
      'finds a slot that nothing fills',
      (text: string) => text.replace('type: place, ask: {zh-CN: 哪里？, en: Where?}', 'type: place'),
      'one.yaml:5: Nothing fills "city": it is collected, but there is no question for it.',
    ],
    [
      'finds a name that nothing fills',
      (text: string) => text.replace('{stock.total}", en', '{amount}", en'),
      'one.yaml:13: Nothing fills "{amount}"',
    ],
    [
      'finds a tool that there is not',
      (text: string) => text.replace('check_inventory', 'check_stock'),
      'one.yaml:10: There is no tool "check_stock".',
    ],
    [
      'lets no effect be called without a yes',
      (text: string) => text.replace('check_inventory', 'reserve_stock'),
      'one.yaml:10: The tool "reserve_stock" changes something: it needs a yes, so call it with "effect".',
    ],
    [
      'finds an argument that is missing',
      (text: string) => text.replace(', city: "{city}"', ''),
      'one.yaml:10: The tool "check_inventory" needs "city".',
    ],
    [
      'finds a step that nothing leads to',
      (text: string) => `${text}    then: end\n  - id: lost\n    say: {zh-CN: 您好, en: Hello}\n`,
      'one.yaml:15: No step leads to "lost".',
    ],
  ])('%s', (_, change, problem) => {
    const read = readCheckedFlows(folderWith(change));
    if (problem === null) expect(read).toMatchObject({ ok: true });
    else expect(read).toEqual({ ok: false, problems: expect.arrayContaining([expect.stringContaining(problem)]) });
  });
});
