import { topics } from '@turnfleet/contract/events';
import { z } from 'zod';

/** Milliseconds of one clock for the whole history; it may start anywhere. */
const at = z.number().nonnegative().describe('When, milliseconds of one clock for the whole history.');
const name = z.string().min(1);
const partition = z.number().int().nonnegative();
/** A decimal string, as offsets may be greater than JSON's numbers can say. */
const offset = z.string().regex(/^\d{1,19}$/, 'must be an offset as a decimal string');
const usd = z.string().regex(/^\d{1,9}(\.\d{1,12})?$/, 'must be US dollars as a decimal string');
const turnRef = { conversationId: name, turnId: name };
const optionalTurn = { conversationId: name.optional(), turnId: name.optional() };
const journalId = z.string().regex(/^\d{1,15}-\d{1,15}$/, 'must be GENERATION-NUMBER, like 1733000000000-17');

/** What an event of a journal told, as far as it is checked: `text` of a delta, `reply` of a terminal event. */
const told = {
  id: journalId,
  type: z.enum([
    'turn.accepted',
    'turn.started',
    'tool.started',
    'tool.finished',
    'reply.delta',
    'reply.reset',
    'reply.completed',
    'reply.failed',
  ]),
  turnId: name,
  text: z.string().optional(),
  reply: z.record(z.string(), z.unknown()).optional(),
};

const line = <Name extends string, Shape extends z.ZodRawShape>(event: Name, shape: Shape) =>
  z.object({ at, event: z.literal(event), ...shape });

/** One line of a history; docs/reference/fault-history.md says what each means and who can know it. */
export const historyEventSchema = z.discriminatedUnion('event', [
  line('begin', {
    format: z.literal(1),
    partitions: z.number().int().positive(),
    title: z.string().optional(),
    turnDeadlineMs: z.number().positive().optional(),
    attempts: z.number().int().positive().optional(),
    atOnce: z.number().int().positive().optional(),
    modelsPerTurn: z.number().int().positive().optional(),
    effectsOf: z.array(name).optional(),
    freshFor: z
      .record(name, z.object({ asItIs: z.number().nonnegative(), ifError: z.number().nonnegative() }))
      .optional(),
    startedAt: z.number().optional(),
    timersWithinMs: z.number().positive().optional(),
  }),
  line('submitted', {
    ...turnRef,
    partition: partition.optional(),
    offset: offset.optional(),
    over: z.enum(['http', 'log']).optional(),
    body: z.string().optional(),
    confirms: z.boolean().optional(),
    deadlineMs: z.number().optional(),
  }),
  line('waited', {
    ...turnRef,
    sentAt: at,
    seconds: z.number().nonnegative(),
    reply: z.record(z.string(), z.unknown()).nullable(),
  }),
  line('refused', { ...turnRef, status: z.number().int(), body: z.string() }),
  line('cancelled', turnRef),
  line('troubled', { ...turnRef, why: z.string() }),
  line('died', { worker: name, by: z.enum(['kill', 'turn', 'itself']), ...optionalTurn }),
  line('record', {
    topic: z.enum([
      topics.turns,
      topics.replies,
      topics.conversations,
      topics.deadLetters,
      topics.usage,
      topics.changes,
    ]),
    partition,
    offset,
    key: z.string().nullable(),
    value: z.string().nullable(),
    encoding: z.enum(['utf8', 'base64']).optional(),
    headers: z.record(z.string(), z.string()).optional(),
  }),
  line('opened', {
    reader: name,
    conversationId: name,
    turnId: name.nullable().optional(),
    after: journalId.nullable(),
    from: journalId.optional(),
    slow: z.boolean().optional(),
  }),
  line('heard', { reader: name, ...told }),
  line('gap', {
    reader: name,
    id: journalId.optional(),
    turnId: name.nullable().optional(),
    reply: z.record(z.string(), z.unknown()).nullable().optional(),
  }),
  line('closed', { reader: name, how: z.enum(['complete', 'cut', 'left']) }),
  line('journal', { conversationId: name, entries: z.array(z.object(told)) }),
  line('viewed', {
    conversationId: name,
    version: z.number().int().nonnegative(),
    turns: z.array(z.object({ turnId: name, reply: z.record(z.string(), z.unknown()).nullable() })),
  }),
  line('effect', { tool: name, key: name.nullable(), intent: name.nullable(), ...optionalTurn }),
  line('billed', {
    call: name.nullable(),
    model: z.string(),
    inputTokens: z.number().int().nonnegative(),
    outputTokens: z.number().int().nonnegative(),
    cost: usd,
    ...optionalTurn,
  }),
  line('model_failed', { model: z.string(), ...optionalTurn }),
  line('counted', {
    tenant: name,
    day: z.iso.date(),
    spent: usd,
    reserved: usd,
    hard: usd,
    blind: z.number().int().nonnegative(),
  }),
  line('forgot', {}),
  line('made_up', { ...turnRef, figure: z.string().min(2) }),
  line('served', { tool: name, subject: name, value: name }),
  line('heard_of', { worker: name, subject: name, changedAt: at }),
  line('used', { worker: name, tool: name, subject: name, value: name, begunAt: at, standsIn: z.boolean() }),
  line('changed', { service: name, kind: name, subject: name, changedAt: at }),
  line('service_stopped', { service: name }),
  line('quiet', { forMs: z.number().nonnegative() }),
  line('calm', { forMs: z.number().nonnegative() }),
  line('fault', { kind: name, detail: z.record(z.string(), z.unknown()).optional() }),
  line('end', {}),
]);

export type HistoryEvent = z.infer<typeof historyEventSchema>;
/** The event of one name, e.g. `EventOf<'heard'>`. */
export type EventOf<Name extends HistoryEvent['event']> = Extract<HistoryEvent, { event: Name }>;
export type HistoryRecord = EventOf<'record'>;
export type ToldEvent = EventOf<'journal'>['entries'][number];

/** An event and the line it stands in, from 1. */
export interface HistoryLine {
  readonly line: number;
  readonly event: HistoryEvent;
}
