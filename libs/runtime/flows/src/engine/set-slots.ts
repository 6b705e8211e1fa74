import { shopLocale } from '@turnfleet/contract/schemas';
import type { Flow } from '../definition/flow.ts';
import { namesIn } from '../definition/names-in.ts';
import type { SlotReading } from '../readers/read-slot.ts';
import { fill } from './collect.ts';
import { filled } from './lookup.ts';
import { type FlowFrame, happen, type Talk } from './talk.ts';

/**
 * Puts what a message says into the slots of a flow. What was looked up by another value of theirs is looked up again. A value
 * that does not fit is told, and its slot stays open.
 */
export function setSlots(talk: Talk, flow: Flow, frame: FlowFrame, readings: ReadonlyMap<string, SlotReading>): void {
  const changed: string[] = [];
  const before = frame.slots;
  for (const [name, reading] of readings) {
    const slot = flow.slots.get(name);
    if (!slot) continue;
    if (reading.kind === 'value') {
      fill(frame, slot, { value: reading.value, from: 'said' });
      changed.push(name);
    } else if (slot.wrong) {
      talk.says.push(filled(slot.wrong[shopLocale(talk.message.locale)], () => reading.said));
      frame.slots = without(frame.slots, [name]);
    }
  }
  if (changed.length === 0) return;
  const dependent = [...flow.slots.values()]
    .filter(
      ({ name, tool }) =>
        tool && !readings.has(name) && namesIn(tool.with).some((path) => changed.includes(path.split('.')[0] ?? '')),
    )
    .map(({ name }) => name);
  frame.slots = without(frame.slots, dependent);
  frame.failed = 0;
  const corrected = changed.some((name) => before[name]);
  if (corrected || talk.state === 'confirmation') happen(talk, 'modify', changed);
  else happen(talk, 'slots_incomplete', changed);
  restart(flow, frame);
}

/** Goes through the flow again, past what is known. */
export function restart(flow: Flow, frame: FlowFrame): void {
  frame.step = flow.first;
  frame.found = {};
  frame.asked = null;
}

export const without = (slots: FlowFrame['slots'], names: readonly string[]): FlowFrame['slots'] =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => !names.includes(name)));
