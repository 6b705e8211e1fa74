import { flowSet, type Recognise, readFlows } from '@turnfleet/flows';
import type { WorkerDeps } from '@turnfleet/worker';

/** Asks whether it shall be done, names it as the shopper does, and goes on behind it. */
const text = `flow: reserve
title: {zh-CN: 预留, en: your reservation}
intents: [reserve]
slots:
  wish: {type: text, pattern: '\\[([^\\]]+)\\]', ask: {zh-CN: 要什么？, en: What shall it be?}}
  service: {type: text, pattern: 'as (\\w+)', ask: {zh-CN: 怎么办？, en: How?}}
  quantity: {type: quantity, ask: {zh-CN: 几件？, en: How many?}}
steps:
  - collect: wish
  - collect: service
  - collect: quantity
  - effect: reserve_stock
    with: {sku: "{wish}", city: "{service}", quantity: "{quantity}"}
  - say: {zh-CN: 谢谢, en: Thank you.}
`;

const person = `flow: human_agent
title: {zh-CN: 转人工, en: a person}
intents: [human_agent]
steps:
  - hand_over: {zh-CN: 正在转接。, en: Passing you on.}
`;

const recognise: Recognise = async (said) => [{ intent: intentOf(said), confidence: 0.95 }];

function intentOf(said: string): string {
  if (said.startsWith('Please reserve')) return 'reserve';
  return said.startsWith('A person') ? 'human_agent' : 'stock_check';
}

/** The flows of a run. */
export function simFlows(): NonNullable<WorkerDeps['dialogue']> {
  const read = readFlows(
    [
      { file: 'reserve.yaml', text },
      { file: 'human-agent.yaml', text: person },
    ],
    null,
  );
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const flows = flowSet(read.flows);
  return { flows: () => flows, recognise };
}
