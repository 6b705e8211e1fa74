import type { PendingCall } from '@turnfleet/contract/schemas';
import type { Answer } from './tool-result.ts';

/** A model's call that waits for the shopper's yes; valid for the tool, and with the key it keeps until it has run. */
export type PendingToolCall = Readonly<Pick<PendingCall, 'key' | 'callId' | 'tool' | 'arguments'>>;

/** What a model is told of the call that is held: the shopper is asked by the tool's own question, not by the model. */
export function pendingAnswer(): Answer {
  const message =
    'Not done yet: right after your answer the shopper is asked to confirm it. Answer the rest; do not ask yourself and do not say that it was done.';
  return { outcome: 'skipped', content: { held: true, message }, fallback: null, sufficient: false };
}

/** Of the second call of a turn that the shopper would have to confirm: one question can be answered with one yes. */
export function oneAtATime(): Answer {
  const message =
    'Not done: the shopper is asked to confirm one thing at a time. Tell them to ask for this again afterwards.';
  return { outcome: 'skipped', content: { error: 'skipped', message }, fallback: null, sufficient: false };
}
