import { afterEach, describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { UnaryClient } from '@turnfleet/service-kit';
import { complaintBook } from './complaint-book.ts';
import { startDesks, withKeys } from './testing/desk.ts';

let desk: Awaited<ReturnType<typeof startDesks>> | undefined;
afterEach(async () => {
  await desk?.stop();
  desk = undefined;
});

const filed = {
  ...{ complaint_id: 'CMP-2026-0001', order_id: '', user_id: 'U123456', text: '快递员态度太差' },
  ...{ file_time: { seconds: '1773124200', nanos: 0 }, state: 'COMPLAINT_STATE_OPEN' },
  ...{ settlement: '', settled_by: '', settle_time: null },
};

function service(answer: (method: string) => object) {
  const asked: [method: string, request: object, deadlineAt: number][] = [];
  const client: UnaryClient = {
    call: async <Answer>(method: string, request: object, deadlineAt: number) => {
      asked.push([method, request, deadlineAt]);
      return answer(method) as Answer;
    },
    close: () => undefined,
  };
  const clock = new ManualClock();
  return { asked, clock, book: complaintBook('order:50056', clock, () => client) };
}

describe('complaints at the desk', () => {
  it('are those of the tenant, told in the words of the contract', async () => {
    const { asked, clock, book } = service(() => ({ complaints: [filed], total_size: 3 }));
    expect(await book.list('acme', { state: 'open', limit: 1, before: 'CMP-2026-0002' })).toEqual({
      complaints: [
        {
          ...{ id: 'CMP-2026-0001', orderId: null, user: 'U123456', text: '快递员态度太差' },
          ...{ filedAt: '2026-03-10T06:30:00.000Z', state: 'open', settled: null },
        },
      ],
      total: 3,
    });
    const request = { tenant: 'acme', state: 'COMPLAINT_STATE_OPEN', limit: 1, before_id: 'CMP-2026-0002' };
    expect(asked).toEqual([['ListComplaints', request, clock.now() + 5_000]]);
  });

  it('are settled in the name of the agent', async () => {
    const settled = { ...filed, settle_time: filed.file_time, settled_by: 'ana', settlement: '已道歉' };
    const { asked, book } = service(() => ({ complaint: settled }));
    expect(await book.settle('acme', 'CMP-2026-0001', 'ana', '已道歉')).toMatchObject({
      ...{ state: 'settled', settled: { at: '2026-03-10T06:30:00.000Z', by: 'ana', text: '已道歉' } },
    });
    expect(asked[0]?.slice(0, 2)).toEqual([
      'SettleComplaint',
      { tenant: 'acme', complaint_id: 'CMP-2026-0001', settled_by: 'ana', settlement: '已道歉' },
    ]);
  });

  it('fail as the service does', async () => {
    const { book } = service(() => {
      throw new TurnfleetError('not_found', 'There is no complaint.');
    });
    await expect(book.settle('acme', 'CMP-1', 'ana', 'x')).rejects.toMatchObject({ kind: 'not_found' });
  });

  it('are for agents and operators; where nobody said where they are kept, that is what is told', async () => {
    desk = await startDesks(1, withKeys);
    const shopper = await desk.keyOf('key-1001', 'acme', 'u-1', ['chat', 'read']);
    const operator = await desk.keyOf('key-1002', 'acme', 'root', ['operate']);
    const ana = await desk.keyOf('key-1003', 'acme', 'ana', ['agent']);
    const settle = { body: { text: '已道歉' } };
    const statuses = await Promise.all([
      desk.ask('GET', 'complaints', shopper),
      desk.ask('POST', 'complaints/CMP-2026-0001/settle', { ...operator, ...settle }),
      desk.ask('GET', 'complaints', operator),
      desk.ask('GET', 'complaints?limit=0', ana),
      desk.ask('POST', 'complaints/CMP-2026-0001/settle', { ...ana, ...settle }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 503, 400, 503]);
    expect(await statuses[4]?.json()).toMatchObject({ suggestion: 'Start the desk with ORDER_ADDR.' });
  });
});
