import { expect, it } from '@jest/globals';
import { metrics } from '@opentelemetry/api';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { emptyConversation } from '@turnfleet/contract/schemas';
import { parseConversation } from './parse-conversation.ts';

class Counters extends MetricReader {
  protected async onShutdown(): Promise<void> {}
  protected async onForceFlush(): Promise<void> {}
}
const counters = new Counters();
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [counters] }));

async function unreadable(): Promise<Readonly<Record<string, unknown>>> {
  const { resourceMetrics } = await counters.collect();
  const all = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
  const points = all.find(({ descriptor }) => descriptor.name === 'turnfleet.state.unreadable')?.dataPoints ?? [];
  return Object.fromEntries(
    points.map(({ attributes, value }): [string, unknown] => [String(attributes['what']), value]),
  );
}

const conversation = emptyConversation('c-1', 5);
const reply = { conversationId: 'c-1', turnId: 't-1', text: 'Three.' };
const turn = { turnId: 't-1', text: 'Hi', submittedAt: '2026-01-01T00:00:00.000Z', reply };
const parsed = (value: unknown) => parseConversation(JSON.stringify(value), 'c-1');

it('a conversation that nobody knows begins at the version that is told', () => {
  expect(parseConversation('', 'c-1')).toEqual(emptyConversation('c-1'));
  expect(parseConversation('7', 'c-1')).toEqual(emptyConversation('c-1', 7));
});

it('a conversation of another version is read with what it has', async () => {
  const { held, ...older } = conversation;
  expect(parsed(older)).toEqual({ ...conversation, held });
  const read = parsed({ ...conversation, mood: 'kind', turns: [turn] });
  expect(read).not.toHaveProperty('mood');
  expect(read.turns[0]?.reply).toMatchObject({
    text: 'Three.',
    suggestions: [],
    status: 'completed',
    answeredBy: null,
  });
  expect(await unreadable()).toEqual({});
});

it('what cannot be read of a conversation is left out and counted, and the rest goes on', async () => {
  const newer = { ...conversation, state: 'dreaming', held: { key: 7 }, turns: [{ turnId: 't-0' }, turn] };
  const read = parsed(newer);
  expect(read).toMatchObject({ version: 5, state: 'init', held: null });
  expect(read.turns.map(({ turnId }) => turnId)).toEqual(['t-1']);
  expect(() => parsed({ conversationId: 'c-1' })).toThrow(expect.objectContaining({ kind: 'internal' }));
  expect(await unreadable()).toEqual({ turn: 1, state: 1, held: 1, conversation: 1 });
});
