import type { DeskComplaints, DeskEntry, DeskQueue } from '@turnfleet/contract/http';
import { z } from 'zod';
import type { EndedAtDesk } from '../client/desk-client.ts';
import { printable } from './dlq-text.ts';
import { table } from './table.ts';

const shortened = (text: string): string => {
  const line = text.replaceAll('\n', ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};

const rowOf = ({ conversationId, handoff, suits }: DeskEntry): string[] => [
  conversationId,
  handoff.agentName ?? (suits ? 'you may' : '–'),
  `${handoff.priority}`,
  handoff.skill,
  handoff.locale,
  handoff.reason,
  shortened(handoff.summary),
];

export function queueText({ waiting, claimed, agents }: DeskQueue): string {
  const heads = ['conversation', 'who', 'priority', 'skill', 'locale', 'why', 'summary'];
  const entries = [...waiting, ...claimed];
  const there = agents.map(({ id, name, has, capacity }) => `${name} (${id}, ${has} of ${capacity})`).join(', ');
  return [
    `${waiting.length} wait, ${claimed.length} are claimed; there are: ${there || 'no agents'}`,
    ...(entries.length > 0 ? [table([heads, ...entries.map(rowOf)])] : []),
    '',
  ].join('\n');
}

export function complaintsText({ complaints, total }: DeskComplaints): string {
  if (complaints.length === 0) return 'No complaints.\n';
  const heads = ['number', 'state', 'recorded', 'order', 'shopper', 'what they said', 'what came of it'];
  const rows = complaints.map(({ id, state, filedAt, orderId, user, text, settled }) => [
    ...[id, state, filedAt, orderId ?? '–', user, printable(shortened(text))],
    settled ? `${printable(shortened(settled.text))} (${settled.by})` : '–',
  ]);
  return [`${complaints.length} of ${total}`, table([heads, ...rows]), ''].join('\n');
}

export function endedText(ended: EndedAtDesk): string {
  if (ended.status === 'accepted') return 'Accepted; nobody has decided yet. The same --key again tells the outcome.\n';
  const { text, toolCalls, command } = ended;
  const calls = toolCalls.map(({ name, outcome }) => `  ${name} ${outcome}`);
  const told = text === '' ? [] : [`the shopper is told: ${text}`];
  const drafted = command?.kind === 'draft' && command.result !== undefined ? ['', command.result] : [];
  return [`${command?.kind ?? 'it'} is done`, ...told, ...calls, ...drafted, ''].join('\n');
}

const changedSchema = z.object({
  conversationId: z.string(),
  entry: z
    .object({
      suits: z.boolean(),
      handoff: z.object({
        ...{ state: z.string(), agent: z.string().nullable(), agentName: z.string().nullable() },
        ...{ skill: z.string(), locale: z.string(), summary: z.string() },
      }),
    })
    .nullable(),
});
const happenedSchema = z.object({
  conversationId: z.string(),
  type: z.string(),
  data: z.object({
    text: z.string().default(''),
    agent: z.object({ name: z.string() }).optional(),
    command: z
      .object({ kind: z.string(), outcome: z.string(), silent: z.boolean(), result: z.string().optional() })
      .optional(),
  }),
});

/** A line about an event of the desk; empty where there is nothing to tell. */
export function deskEventText(type: string, data: unknown): string {
  if (type === 'queue.changed') {
    const { conversationId, entry } = changedSchema.parse(data);
    if (!entry) return `over     ${conversationId}`;
    const { state, agentName, skill, locale, summary } = entry.handoff;
    if (state === 'claimed') return `claimed  ${conversationId}  ${agentName ?? ''}`;
    return `waits    ${conversationId}  ${skill} ${locale}${entry.suits ? '' : ' (not for you)'}  ${shortened(summary)}`;
  }
  if (type !== 'conversation') return '';
  const { conversationId, type: what, data: said } = happenedSchema.parse(data);
  if (said.command?.silent) {
    const { kind, outcome, result } = said.command;
    return outcome === 'done' && result !== undefined ? `${kind.padEnd(7)}  ${conversationId}  ${result}` : '';
  }
  if (said.text === '') return '';
  if (what === 'turn.accepted') return `shopper  ${conversationId}  ${said.text}`;
  if (what === 'reply.completed') return `${said.agent ? 'agent  ' : 'machine'}  ${conversationId}  ${said.text}`;
  return '';
}
