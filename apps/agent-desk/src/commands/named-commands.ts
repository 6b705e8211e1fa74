import type { commandBodies } from '@turnfleet/contract/http';
import type { z } from 'zod';
import type { DeskCommand } from './desk-command.ts';

type Bodies = { readonly [Name in keyof typeof commandBodies]: z.output<(typeof commandBodies)[Name]> };
export type CommandName = keyof Bodies;

/** What agents may do, by the name in the address. */
export const namedCommands: {
  readonly [Name in CommandName]: { readonly summary: string; readonly of: (body: Bodies[Name]) => DeskCommand };
} = {
  claim: { summary: 'Takes a conversation that waits; one agent wins', of: () => ({ kind: 'claim' }) },
  say: { summary: 'Says something to the shopper', of: ({ text }) => ({ kind: 'say', text }) },
  note: { summary: 'Notes something that only agents are told', of: ({ text }) => ({ kind: 'note', text }) },
  draft: { summary: 'Has a model word what the agent may say next', of: () => ({ kind: 'draft' }) },
  call: {
    summary: "Calls a tool on the shopper's behalf, effects included",
    of: ({ tool, arguments: args }) => ({ kind: 'call', tool, arguments: args }),
  },
  transfer: {
    summary: 'Passes the conversation on, to a skill or an agent',
    of: ({ to, text }) => ({ kind: 'transfer', to, ...(text === undefined ? {} : { text }) }),
  },
  'hand-back': {
    summary: 'Gives the conversation back to the machine, with what was agreed',
    of: (body) => ({ kind: 'hand_back', ...(body?.text === undefined ? {} : { text: body.text }) }),
  },
  release: { summary: 'Lets the conversation wait for another agent', of: () => ({ kind: 'transfer', to: {} }) },
};

/** `body`: as the schema of the command's body has read it. */
export function commandOf(name: CommandName, body: unknown): DeskCommand {
  const { of } = namedCommands[name] as { readonly of: (read: unknown) => DeskCommand };
  return of(body);
}
