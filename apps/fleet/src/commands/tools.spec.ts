import { afterEach, describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { serve } from '../testing.ts';
import { addToolsCommands } from './tools.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** Runs `turnfleet tools ARGS` against a fleet that answers so. */
async function run(args: readonly string[], answer: object) {
  const asked: { method?: string; url?: string; key?: unknown; body: string }[] = [];
  const fleet = await serve((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const { method = '', url = '' } = request;
      asked.push({ method, url, key: request.headers['idempotency-key'], body });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
  });
  stops.push(fleet.close);
  let written = '';
  const program = new Command().exitOverride();
  addToolsCommands(program, { env: {}, terminal: { write: (text) => void (written += text) } });
  await program.parseAsync(['tools', ...args, '--url', fleet.url], { from: 'user' });
  return { asked, written };
}

describe('turnfleet tools', () => {
  const tool = {
    name: 'check_inventory',
    description: 'Stock.',
    inputSchema: { properties: { sku: {}, note: {} }, required: ['sku'] },
  };

  it('lists what models are offered, with their arguments', async () => {
    const { asked, written } = await run(['list'], { tools: [tool] });
    expect(asked[0]?.url).toBe('/v1/tools?format=mcp');
    expect(written).toBe('check_inventory(sku, note?)\n    Stock.\n');
  });

  it('gives the list as a vendor wants it', async () => {
    const { asked, written } = await run(['list', '--format', 'openai'], { tools: [{ type: 'function' }] });
    expect(asked[0]?.url).toBe('/v1/tools?format=openai');
    expect(JSON.parse(written)).toEqual({ tools: [{ type: 'function' }] });
  });

  it('shows who serves the tools, and why somebody is not called', async () => {
    const one = {
      ...{
        id: 'i',
        services: ['inventory.v1.InventoryService', 'inventory.v1.CountService'].map((name) => `turnfleet.${name}`),
      },
      ...{ version: '7', address: '10.0.0.7:1' },
      ...{ region: '', weight: 100, load: 0.25, connected: true, latencyMs: 12.34, inFlight: 0 },
    };
    const lie = { ...one, address: '10.0.0.8:1', state: 'refused', why: 'It is somebody else.', latencyMs: null };
    const { written } = await run(['instances'], { instances: [{ ...one, state: 'called', why: null }, lie] });
    expect(written).toMatch(/^ *inventory\.v1 +7 +10\.0\.0\.7:1 +– +100 +0\.25 +called +yes +12\.3 ms/m);
    expect(written).toContain('10.0.0.8:1: It is somebody else.');
  });

  it('calls a tool, for a shopper and under a key', async () => {
    const answer = {
      name: 'reserve_stock',
      service: 's.v1.S',
      version: '7',
      ms: 4,
      outcome: 'ok',
      asOf: '2026-12-01T02:42:00.000Z',
      result: { quantity: 2 },
    };
    const args = ['call', 'reserve_stock', '{"quantity": 2}', '--user', 'U1', '--key', 'k-1'];
    const { asked, written } = await run(args, answer);
    expect(asked).toEqual([
      {
        method: 'POST',
        url: '/v1/operate/tools/reserve_stock/call',
        key: 'k-1',
        body: '{"arguments":{"quantity":2},"userId":"U1"}',
      },
    ]);
    expect(written).toContain('"quantity": 2');
    expect(written).toContain('reserve_stock of s.v1.S 7, 4 ms');
  });

  it.each(['[1]', '{"sku": ', 'sku'])('refuses arguments that are no JSON object: %s', async (text) => {
    await expect(run(['call', 'check_inventory', text], {})).rejects.toMatchObject({ kind: 'invalid_request' });
  });
});
