import type { Wish } from '../understanding/wishes.ts';
import type { FlowResult } from './flow-tools.ts';
import { type DialogueStanding, type HearDeps, type Heard, heardOf, talkAbout } from './hear.ts';
import { afterEffect, runFlows } from './run-flows.ts';
import { happen, type Message } from './talk.ts';

/**
 * Goes on behind an effect that the shopper said yes to and that was tried. Null: no flow asked for it. What is not known to
 * have happened stays open: another yes goes on with it.
 */
export async function hearEffect(
  deps: Omit<HearDeps, 'recognise'>,
  standing: DialogueStanding,
  message: Message,
  { tool, result }: { readonly tool: string; readonly result: FlowResult },
): Promise<Heard | null> {
  const talk = talkAbout({ ...deps, recognise: async () => [] }, standing, message);
  const frame = talk.frames.at(-1);
  const step = frame && talk.flows.versionOf(frame).steps.get(frame.step);
  if (!frame || step?.kind !== 'effect' || step.tool !== tool) return null;
  happen(talk, 'confirm');
  if (result.kind !== 'failed' && afterEffect(talk, frame, step, result)) await runFlows(talk);
  return heardOf(talk, yes, false);
}

const yes: Wish = { intent: 'affirm', confidence: 1 };
