import { hash } from 'node:crypto';
import { type Reply, toldReply } from '@turnfleet/contract/schemas';
import type { TurnSeen } from './seen.ts';

/** Texts up to this length stand for themselves. */
const shortText = 64;

/** Stands for a text: the same text has the same digest, another one almost surely (120 bits) another. */
export function digestOf(text: string): string {
  return text.length <= shortText ? text : `#${hash('sha1', text, 'base64').slice(0, 20)}`;
}

/** Stands for what a reply says to clients, whatever the order of its fields: the schema has put them in its own. */
export function digestOfReply(reply: Reply): string {
  return digestOf(JSON.stringify(toldReply(reply)));
}

/** Of what is shown as a turn's reply and is, byte for byte, what is told of the one in `chat.replies`. Else null. */
export function digestOfSame(turn: TurnSeen | undefined, shown: unknown): string | null {
  const first = turn?.reply;
  return first && digestOf(JSON.stringify(shown ?? null)) === first.told ? first.content : null;
}
