import { afterEach, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { serve } from '../testing.ts';
import { addBroadcastCommand } from './broadcast.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

it.each([
  [[], { text: '22:00 维护' }],
  [['--tenant', 'acme'], { text: '22:00 维护', tenant: 'acme' }],
])('turnfleet broadcast posts a notice and says whose clients are told, with %j', async (options, wanted) => {
  const asked: unknown[] = [];
  const fleet = await serve((request, response) => {
    void request.toArray().then((parts) => {
      asked.push([request.method, request.url, JSON.parse(Buffer.concat(parts).toString())]);
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ id: '17-1', tenant: 'acme' }));
    });
  });
  stops.push(fleet.close);
  let written = '';
  const program = new Command().exitOverride();
  addBroadcastCommand(program, { env: {}, terminal: { write: (text) => void (written += text) } });
  await program.parseAsync(['broadcast', '22:00 维护', ...options, '--url', fleet.url], { from: 'user' });
  expect(asked).toEqual([['POST', '/v1/notices', wanted]]);
  expect(written).toBe('Notice 17-1 is told to clients of acme.\n');
});
