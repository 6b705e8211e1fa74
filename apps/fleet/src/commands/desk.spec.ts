import { afterEach, describe, expect, it } from '@jest/globals';
import { countingIds, ManualClock } from '@turnfleet/core/testing';
import { Command } from 'commander';
import { aReply, serve } from '../testing.ts';
import { addDeskCommands } from './desk.ts';
import { deskEventText } from './desk-text.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const handoff = {
  ...{ id: 'h-1', tenant: 'default', state: 'waiting', since: '2026-01-01T00:00:00.000Z', reason: 'wish' },
  ...{ summary: '要退货', skill: 'general', locale: 'zh-CN', priority: 3, level: null, wanted: null },
  ...{ agent: null, agentName: null, claimedAt: null, moves: 0 },
};

/** Runs `turnfleet desk ARGS` against a desk that answers so. */
async function run(args: readonly string[], answers: Readonly<Record<string, object>>) {
  const asked: { method: string; path: string; agent: unknown; key: unknown; body: unknown }[] = [];
  const desk = await serve((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const path = url.replace('/v1/desk/', '');
      const { 'x-turnfleet-agent': agent, 'idempotency-key': key } = headers;
      asked.push({ method, path, agent, key, body: body === '' ? null : (JSON.parse(body) as unknown) });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answers[path] ?? {}));
    });
  });
  stops.push(desk.close);
  let written = '';
  const program = new Command().exitOverride();
  const terminal = { write: (text: string) => void (written += text) };
  addDeskCommands(program, { env: {}, terminal, clock: new ManualClock(), newId: countingIds('id') });
  await program.parseAsync(['desk', ...args, '--url', desk.url], { from: 'user' });
  return { asked, written };
}

const present = { presence: { agent: '小王', goneAfterMs: 60_000 } };

describe('turnfleet desk', () => {
  it('shows who waits, who has what, and who is there', async () => {
    const waiting = [{ conversationId: 'c-1', version: 1, handoff, suits: true }];
    const agents = [{ id: 'wang', name: '小王', skills: [], languages: [], capacity: 3, has: 1 }];
    const { asked, written } = await run(['queue', '--agent', '小王'], { queue: { waiting, claimed: [], agents } });
    expect(asked).toMatchObject([{ method: 'GET', path: 'queue', agent: encodeURIComponent('小王') }]);
    expect(written).toContain('1 wait, 0 are claimed; there are: 小王 (wang, 1 of 3)');
    expect(written).toMatch(/c-1 +you may +3 +general +zh-CN +wish +要退货/);
  });

  it('shows complaints, and says what came of one', async () => {
    const complaint = {
      ...{
        id: 'CMP-2026-0001',
        orderId: null,
        user: 'U123456',
        text: '快递员\u001b[31m态度差',
        filedAt: '2026-03-10T06:30:00.000Z',
      },
      ...{ state: 'settled', settled: { at: '2026-03-11T06:30:00.000Z', by: 'wang', text: '已道歉' } },
    };
    const path = 'complaints?state=settled&limit=1';
    const listed = await run(['complaints', '--state', 'settled', '--limit', '1'], {
      [path]: { complaints: [complaint], total: 7 },
    });
    expect(listed.asked).toMatchObject([{ method: 'GET', path }]);
    expect(listed.written).toContain('1 of 7');
    expect(listed.written).toMatch(/CMP-2026-0001 +settled .* – +U123456 .*已道歉 \(wang\)/);
    expect(listed.written).not.toContain('\u001b');
    const settle = 'complaints/CMP-2026-0001/settle';
    const { asked } = await run(['settle', 'CMP-2026-0001', '已道歉'], { [settle]: complaint });
    expect(asked).toMatchObject([{ method: 'POST', path: settle, body: { text: '已道歉' } }]);
  });

  it('says who it is first, then gives the command under its key', async () => {
    const said = aReply({ text: '您好' });
    const path = 'conversations/c-1/say';
    const { asked, written } = await run(['say', 'c-1', '您好', '--key', 'k-1', '--name', '小王'], {
      ...present,
      [path]: said,
    });
    expect(asked).toMatchObject([
      { path: 'presence', agent: 'agent-1', body: { name: '小王', languages: ['zh', 'en'] } },
      { path, key: 'k-1', body: { text: '您好' } },
    ]);
    expect(written).toContain('the shopper is told: 您好');
  });

  it('prints the draft that a model worded, and tells nobody', async () => {
    const path = 'conversations/c-1/draft';
    const ended = {
      kind: 'draft',
      handoff: 'h-1',
      agent: 'agent-1',
      outcome: 'done',
      silent: true,
      result: '两件有货。',
    };
    const { asked, written } = await run(['draft', 'c-1'], {
      ...present,
      [path]: aReply({ text: '', command: ended as never }),
    });
    expect(asked.at(-1)).toMatchObject({ path, body: {} });
    expect(written).toContain('两件有货。');
    expect(written).not.toContain('the shopper is told');
  });

  it('tells when nobody has decided yet', async () => {
    const path = 'conversations/c-1/transfer';
    const accepted = { conversationId: 'c-1', commandId: 'x', status: 'accepted' };
    const { asked, written } = await run(['transfer', 'c-1', '--to-skill', 'returns'], {
      ...present,
      [path]: accepted,
    });
    expect(asked.at(-1)).toMatchObject({ path, body: { to: { skill: 'returns' } } });
    expect(written).toContain('nobody has decided yet');
  });
});

it('prints what shoppers, agents and the machine say, and nothing of what was not said', () => {
  const happened = (type: string, data: object) => deskEventText('conversation', { conversationId: 'c-1', type, data });
  expect(happened('turn.accepted', { text: '有人吗' })).toBe('shopper  c-1  有人吗');
  expect(happened('reply.completed', { text: '您好', agent: { name: '小王' } })).toBe('agent    c-1  您好');
  expect(happened('reply.completed', { text: '有货' })).toBe('machine  c-1  有货');
  expect(happened('reply.completed', { text: '' })).toBe('');
  expect(happened('tool.started', {})).toBe('');
  const silent = { outcome: 'done', silent: true };
  const noted = { text: '', command: { ...silent, kind: 'note', result: '老客户' } };
  expect(happened('reply.completed', noted)).toBe('note     c-1  老客户');
  expect(happened('reply.completed', { text: '', command: { ...silent, kind: 'escalate' } })).toBe('');
  expect(deskEventText('queue.changed', { conversationId: 'c-1', entry: null })).toBe('over     c-1');
});
