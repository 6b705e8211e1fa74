import { yesOrNo } from '../readers/yes-or-no.ts';
import { readSlots } from '../understanding/read-slots.ts';
import { isQuestion, saysGoOn } from '../understanding/signals.ts';
import type { Wishes } from '../understanding/wishes.ts';
import { run } from './begin-flows.ts';
import { backToFlow } from './run-flows.ts';
import { restart, setSlots } from './set-slots.ts';
import { happen, type Talk } from './talk.ts';

/**
 * Whether a shopper comes back to what had begun before the dialogue ran out of time: says so, or answers what was asked last.
 * Who wants something else, or the same from the beginning, does not.
 */
export function comesBack(talk: Talk, wishes: Wishes): boolean {
  const frame = talk.saved.at(-1);
  if (!frame || wishes.flows.length > 0 || wishes.between) return false;
  const { text } = talk.message;
  if (saysGoOn(text) || yesOrNo(text) === 'yes') return true;
  if (frame.asked === null || isQuestion(text)) return false;
  return readSlots(talk.flows.versionOf(frame), frame, talk.message, null).has(frame.asked);
}

/** Goes through the flow again with what is known: what was looked up is looked up, and what was to be confirmed is asked. */
export function goOnWithSaved(talk: Talk): Promise<'flow'> {
  talk.frames = talk.saved.map((frame) => ({ ...frame, failed: 0 }));
  talk.saved = [];
  const frame = talk.frames.at(-1);
  if (!frame) return run(talk);
  const flow = talk.flows.versionOf(frame);
  happen(talk, 'recognised');
  backToFlow(talk);
  restart(flow, frame);
  setSlots(talk, flow, frame, readSlots(flow, frame, talk.message, null));
  return run(talk);
}
