import { hash } from 'node:crypto';
import type { Reply } from '@turnfleet/contract';

/** Stands for a text: the same text has the same digest, another one almost surely (120 bits) another. */
export function digestOf(text: string): string {
  return hash('sha1', text, 'base64').slice(0, 20);
}

/** Stands for what a reply says, whatever the order of its fields: the schema has put them in its own. */
export function digestOfReply(reply: Reply): string {
  return digestOf(JSON.stringify(reply));
}
