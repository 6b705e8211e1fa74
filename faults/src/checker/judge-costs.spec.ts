import { describe, expect, it } from '@jest/globals';
import { encodeUsage, homePartition } from '@turnfleet/contract/events';
import type { CallLine } from '@turnfleet/contract/schemas';
import type { HistoryEvent } from '../history/history-event.ts';
import { recordEvent } from '../history/record-event.ts';
import { check } from './check.ts';
import { replyOf, SmallLog } from './testing/small-log.ts';
import { numbered } from './testing/valid-history.ts';

const partitions = 3;
const c = 'c-1';
const home = homePartition(c, partitions);
const tokens = { inputTokens: 100, outputTokens: 10 };
const line: CallLine = {
  ...{ id: 'a', at: '2026-01-01T00:00:00.000Z', model: 'm', endpoint: 'e', why: 'answer', end: 'answered' },
  ...{ ...tokens, cachedInputTokens: 0, cost: '0.002', estimated: false },
};
const bill = (more: object = {}): HistoryEvent => ({
  ...{ at: 10, event: 'billed', call: 'a', model: 'm', ...tokens, cost: '0.002', conversationId: c, turnId: 't-1' },
  ...more,
});
const unknown: Partial<CallLine> = { end: 'unknown', estimated: true, cost: '0.01' };

/** Codes on a run of one turn with these calls; the turn is answered at 20, and told of in `chat.usage` at 30. */
function on(calls: readonly Partial<CallLine>[], events: readonly HistoryEvent[], costUsd?: number): string[] {
  const log = new SmallLog(() => 20);
  const reply = replyOf(c, 't-1', 1, 'Yes.');
  log.turn(c, 't-1');
  log.reply(reply);
  const lines = calls.map((one) => ({ ...line, ...one }));
  const sum = lines.reduce((total, { cost }) => total + Number(cost), 0);
  const usage = { inputTokens: 0, outputTokens: 0, costUsd: costUsd ?? sum, calls: lines };
  const record = encodeUsage({ ...reply, usage }, { tenant: 'x' }, home);
  const told = recordEvent({ ...record, topic: 'chat.usage', offset: 0n }, 30);
  const history: HistoryEvent[] = [
    { at: 0, event: 'begin', format: 1, partitions },
    ...events,
    ...log.records().flat(),
    told,
    { at: 100, event: 'end' },
  ];
  return check(numbered(history)).verdicts.map(({ code }) => code);
}

describe('what calls cost', () => {
  it('is right where each call stands once, at what its vendor bills', () => {
    expect(on([{}], [bill()])).toEqual([]);
    expect(on([{}, { id: 'b' }], [bill(), bill({ call: 'b' })])).toEqual([]);
  });

  it('is not judged where nobody tells what vendors bill', () => {
    expect(on([{}], [])).toEqual([]);
  });

  it.each([
    ['is missing', [{}], [bill(), bill({ call: 'b' })]],
    ['has no id', [{}], [bill(), bill({ call: null })]],
    ['is billed and costs more', [{}], [bill({ cost: '0.003' })]],
    ['is billed for other tokens', [{}], [bill({ outputTokens: 11 })]],
    ['stands twice', [{}, {}], [bill()]],
    ['was answered, and nobody bills it', [{}, { id: 'b' }], [bill()]],
    ['is estimated far from its bill', [{ estimated: true, end: 'failed', cost: '0.0005' }], [bill()]],
    ['has an unknown end, and costs less than its bill', [{ ...unknown, cost: '0.001' }], [bill()]],
  ] as const)('is wrong if a call %s', (_, calls, events) => {
    expect(on(calls, events)).toContain('cost_wrong');
  });

  it('is wrong if a record says another sum than its calls', () => {
    expect(on([{}], [bill()], 0.0021)).toEqual(['cost_wrong']);
  });

  it('may be estimated by another tokenizer, or at the most where nobody heard the end', () => {
    expect(on([{ estimated: true, end: 'failed', cost: '0.0015' }], [bill()])).toEqual([]);
    expect(on([unknown], [bill()])).toEqual([]);
    expect(on([{}, { ...unknown, id: 'b' }], [bill()])).toEqual([]);
  });

  it('may lack what a store took with it while its turn was open', () => {
    const lost: HistoryEvent = { at: 25, event: 'forgot' };
    expect(on([], [bill(), lost])).toEqual([]);
    expect(on([], [bill(), { ...lost, at: 5 }])).toEqual(['cost_wrong']);
    expect(on([], [bill(), { ...lost, at: 40 }])).toEqual(['cost_wrong']);
  });

  it('may lack that also where the log was rewritten since, and has the turn from later', () => {
    const sent: HistoryEvent = {
      ...{ at: 1, event: 'submitted', over: 'log', partition: home },
      ...{ conversationId: c, turnId: 't-1', body: 'text of t-1' },
    };
    expect(on([], [sent, bill(), { at: 15, event: 'forgot' }])).toEqual([]);
    expect(on([], [sent, bill(), { at: 0, event: 'forgot' }])).toEqual(['cost_wrong']);
  });
});

describe('what a budget counts', () => {
  const counted = (more: object = {}): HistoryEvent => ({
    ...{ at: 90, event: 'counted', tenant: 'x', day: '2026-01-01' },
    ...{ spent: '0.002', reserved: '0', hard: '0.01', blind: 0 },
    ...more,
  });

  it('is right where it is what calls cost, and below the limit', () => {
    expect(on([{}], [bill(), counted()])).toEqual([]);
    expect(
      on([{}], [bill(), counted({ day: '2026-01-02', spent: '0' }), counted({ tenant: 'y', spent: '0' })]),
    ).toEqual([]);
  });

  it('may be what was set aside for a call of whose end nobody heard, or less than that is billed to the turn', () => {
    expect(on([unknown], [bill(), counted({ spent: '0', reserved: '0.01' })])).toEqual([]);
    expect(on([unknown], [bill(), counted()])).toEqual([]);
    expect(on([unknown], [counted({ spent: '0' })])).toEqual([]);
  });

  it.each([
    ['less than calls cost', [bill(), counted({ spent: '0.0019' })]],
    ['more than chat.usage has', [bill(), counted({ spent: '0.0021' })]],
    ['more than the limit allows', [bill(), counted({ hard: '0.0019' })]],
    ['more than the limit and workers that could not count allow', [bill(), counted({ hard: '0.0006', blind: 2 })]],
  ] as const)('is wrong if it is %s', (_, events) => {
    expect(on([{}], events)).toEqual(['budget_wrong']);
  });

  it('is excused where workers could not count, or the store forgot', () => {
    expect(on([{}], [bill(), counted({ spent: '0', blind: 1 })])).toEqual([]);
    expect(on([{}], [bill(), counted({ hard: '0.001', blind: 1 })])).toEqual([]);
    expect(on([{}], [bill(), { at: 15, event: 'forgot' }, counted({ spent: '0.003' })])).toEqual([]);
  });
});
