import type { Flow, FlowSlot } from '../definition/flow.ts';
import type { FlowFrame, Message } from '../engine/talk.ts';
import { readSlot, type SlotReading } from '../readers/read-slot.ts';
import { isCorrection } from './signals.ts';

/** What a message says of the slots of a flow, by name; of the one that was asked for, the shortest answer will do. */
export function readSlots(
  flow: Flow,
  frame: FlowFrame,
  message: Pick<Message, 'text' | 'written' | 'now' | 'timeZone'>,
  asked: string | null,
): ReadonlyMap<string, SlotReading> {
  // Who is asked for the code of a product may say its name.
  const named = asked === null ? null : (flow.slots.get(asked)?.tool?.needs ?? null);
  const readings = [...flow.slots.values()]
    .filter(({ from }) => from.includes('said'))
    .flatMap((slot): [string, SlotReading][] => {
      // What goes on an envelope or an invoice stays as it was written.
      const asWritten = slot.type === 'text' || slot.type === 'address';
      const reading = readSlot(slot, asWritten ? (message.written ?? message.text) : message.text, {
        ...message,
        asked: slot.name === asked || slot.name === named || isCorrected(slot, asked, message.text),
      });
      return reading && !isSame(slot, frame, reading) ? [[slot.name, reading]] : [];
    });
  return new Map(readings);
}

const isSame = ({ name }: FlowSlot, { slots }: FlowFrame, reading: SlotReading): boolean =>
  reading.kind === 'value' && slots[name]?.value === reading.value;

/** At the question whether it shall be done, "two, not three" says how many without a word for pieces. */
const isCorrected = ({ type }: FlowSlot, asked: string | null, text: string): boolean =>
  asked === null && type === 'quantity' && text.length <= 40 && isCorrection(text);

/** Whether a message says something of the flow that it knows already. */
export const repeats = (flow: Flow, frame: FlowFrame, message: Pick<Message, 'text' | 'now' | 'timeZone'>): boolean =>
  [...flow.slots.values()].some((slot) => {
    const reading = readSlot(slot, message.text, { ...message, asked: false });
    return reading !== null && isSame(slot, frame, reading);
  });
