import type { Flow } from '../definition/flow.ts';
import { readSlots } from '../understanding/read-slots.ts';
import { saysOther } from '../understanding/signals.ts';
import type { WishedFlow } from '../understanding/wishes.ts';
import { runFlows } from './run-flows.ts';
import { setSlots } from './set-slots.ts';
import { beginFlow, endFlow, type FlowFrame, happen, type Talk } from './talk.ts';

/** Intent of those who want to talk to a person; a flow that wants it hands over. */
export const personIntent = 'human_agent';

/** Begins the first of the flows; the others wait, in their order. */
export async function begin(talk: Talk, [first, ...others]: readonly WishedFlow[]): Promise<'flow'> {
  if (!first) return run(talk);
  happen(talk, 'recognised');
  talk.saved = [];
  const { flow, text } = first;
  if (flow.intents.includes(personIntent)) {
    while (talk.frames.length > 0) endFlow(talk, 'cancelled');
    talk.waiting = [];
  }
  const frame = backTo(talk, flow) ?? beginAnew(talk, flow, text);
  talk.said = text;
  setSlots(
    talk,
    talk.flows.versionOf(frame),
    frame,
    readSlots(flow, frame, { ...talk.message, text, written: text }, null),
  );
  const wanted = [
    ...talk.waiting,
    ...others.map((one) => ({ flow: one.flow.name, text: one.text.slice(0, longestWish) })),
  ];
  const running = new Set(talk.frames.map((one) => one.flow));
  talk.waiting = wanted
    .filter((one, at) => !running.has(one.flow) && wanted.findIndex((other) => other.flow === one.flow) === at)
    .slice(0, mostWaiting);
  return run(talk);
}

/** Who speaks of the other one does not mean the one that was spoken of before. */
function beginAnew(talk: Talk, flow: Flow, text: string): FlowFrame {
  const frame = beginFlow(talk, flow);
  if (!saysOther(text)) return frame;
  const before = [...flow.slots.values()].map(({ name, tool }) => (tool ? talk.message.earlier[name] : undefined));
  frame.excluded = before.filter((one) => one !== undefined).map(String);
  return frame;
}

/** A flow that waits below those which run is gone on with, and they are left. */
function backTo(talk: Talk, { name }: Flow): FlowFrame | null {
  if (!talk.frames.some((one) => one.flow === name)) return null;
  while (talk.frames.at(-1)?.flow !== name) endFlow(talk, 'cancelled');
  return talk.frames.at(-1) ?? null;
}

export const longestWish = 300;
const mostWaiting = 3;

export async function run(talk: Talk): Promise<'flow'> {
  await runFlows(talk);
  return 'flow';
}
