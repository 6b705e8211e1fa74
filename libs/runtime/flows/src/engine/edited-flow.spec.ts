import { describe, expect, it } from '@jest/globals';
import { type FlowSet, flowSet } from '../definition/flow-set.ts';
import { readFlows } from '../definition/read-flows.ts';
import type { FlowTools } from './flow-tools.ts';
import { type DialogueStanding, hear } from './hear.ts';

const slots = ['first', 'second', 'third'] as const;

/** A flow of three questions; each edit of it asks them in other words and in another order. */
function flowsOf(edit: number): FlowSet {
  const order = slots.map((_, at) => slots[(at + edit) % slots.length] ?? 'first');
  const text = [
    'flow: gift',
    'title: {zh-CN: 礼, en: gift}',
    'intents: [gift]',
    'slots:',
    ...slots.map((name) => `  ${name}: {type: text, ask: {zh-CN: "${name} ${edit}", en: "${name} ${edit}"}}`),
    'steps:',
    ...order.map((name) => `  - collect: ${name}`),
    `  - say: {zh-CN: "{first}{second}{third} ${edit}", en: "{first}{second}{third} ${edit}"}`,
  ].join('\n');
  const read = readFlows([{ file: 'gift.yaml', text }], null);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  return flowSet(read.flows);
}

const noTools: FlowTools = {
  knowsShopperFor: () => true,
  call: async () => ({ kind: 'failed', apology: null }),
  ask: async () => ({ kind: 'failed', apology: null }),
};
const recognise = async (text: string) => [{ intent: text === 'gift' ? 'gift' : 'other', confidence: 0.3 }];
const wanting = async () => [{ intent: 'gift', confidence: 0.9 }];

describe('a flow that is edited while a hundred dialogues are in it', () => {
  it('ends each on the version that it began with, also where the file was edited forty times since', async () => {
    const dialogues = Array.from({ length: 100 }, (_, at) => at);
    const said: (readonly string[])[] = [];
    const edits = Array.from({ length: 41 }, (_, edit) => flowsOf(edit));
    for (const at of dialogues) {
      const begunWith = at % 20;
      const texts = ['gift', 'apple', 'banana', 'cherry'];
      let standing: DialogueStanding = { state: 'init' };
      const told: string[] = [];
      for (const [turn, text] of texts.entries()) {
        // Some dialogues go on with a worker whose folder never had their version.
        const flows = edits[turn === 0 ? begunWith : 20 + ((at + turn) % 21)] ?? flowsOf(0);
        const message = { text, written: text, locale: 'en', now: 0, timeZone: 'UTC', profile: {}, earlier: {} };
        const scene = { flows, tools: noTools, recognise: turn === 0 ? wanting : recognise };
        const { says, move } = await hear(scene, standing, message);
        told.push(...says);
        standing = {
          state: 'slot_filling',
          dialogue: { history: [], flows: [], ...move?.kept, waiting: [], offered: 'nothing' },
        };
      }
      said.push(told);
    }
    for (const [at, told] of said.entries()) {
      const edit = at % 20;
      const order = slots.map((_, place) => slots[(place + edit) % slots.length]);
      const fruit = slots.map((name) => ['apple', 'banana', 'cherry'][order.indexOf(name)]);
      expect(told).toEqual([...order.map((name) => `${name} ${edit}`), `${fruit.join('')} ${edit}`]);
    }
  });
});
