import { describe, expect, it } from '@jest/globals';
import { problemSchema } from '@turnfleet/contract/http';
import { ask } from './client.ts';
import { suiteFleet } from './suite-fleet.ts';

const json = { 'content-type': 'application/json' };
const post = (body: string, headers: Record<string, string> = json) => ({ method: 'POST', headers, body });
const turns = '/v1/conversations/c-bad/turns';

const refusals: readonly (readonly [string, number, string, RequestInit])[] = [
  ['a body above 256 KiB', 413, turns, post(JSON.stringify({ text: 'x', metadata: { y: 'z'.repeat(300_000) } }))],
  ['a body that is not JSON by its type', 415, turns, post('text=hello', { 'content-type': 'text/plain' })],
  ['a body that is not JSON', 400, turns, post('{"text":')],
  ['a text that is too long', 400, turns, post(JSON.stringify({ text: '长'.repeat(8_001) }))],
  ['a text of white space', 400, turns, post(JSON.stringify({ text: ' \n\t' }))],
  ['a conversation id that is none', 400, '/v1/conversations/c%20d/turns', post('{"text":"hi"}')],
  ['a turn id that is none', 400, turns, post('{"text":"hi"}', { ...json, 'idempotency-key': 'a b' })],
  ['a conversation that nobody began', 404, '/v1/conversations/c-unknown', {}],
  ['an address where nothing is', 404, '/v2/turns', {}],
  ['a trace that nobody holds', 404, '/v1/traces/t-unknown', {}],
  ['a method that is not served there', 405, turns, { method: 'PUT', headers: json, body: '{}' }],
  ['an answer in a format that there is not', 406, '/v1/conversations/c-x', { headers: { accept: 'application/xml' } }],
];

describe('requests that cannot be served', () => {
  const fleet = suiteFleet();

  it.each(refusals)('%s is refused with %i, as a problem that says what to do', async (_what, status, path, init) => {
    const response = await fetch(fleet.url + path, init);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(await response.json());
    expect(problem).toMatchObject({ status, retryable: false });
    expect(problem.suggestion).not.toBe('');
  });

  it('the same Idempotency-Key with another message is a conflict', async () => {
    await ask(fleet.url, 'c-conflict', '你好', 't-1');
    const headers = { ...json, 'idempotency-key': 't-1' };
    const again = await fetch(`${fleet.url}/v1/conversations/c-conflict/turns`, post('{"text":"再见"}', headers));
    expect(again.status).toBe(409);
    expect(problemSchema.parse(await again.json())).toMatchObject({ kind: 'conflict' });
  });

  it('turnfleet trace of an id that nobody knows says so and exits with 1', async () => {
    const { code, output } = await fleet.cli('trace', 't-unknown');
    expect(output).toContain('t-unknown');
    expect(code).toBe(1);
  }, 60_000);

  it('turnfleet chat in a conversation whose id is none says so and exits with 2', async () => {
    const { code, output } = await fleet.cli('chat', 'hi', '--conversation', 'a b');
    expect(output).toContain('A-Z a-z 0-9');
    expect(code).toBe(2);
  }, 60_000);

  it('goes on as if nothing had happened', async () => {
    expect(await ask(fleet.url, 'c-bad', '你好')).toMatchObject({ status: 'completed', version: 1 });
  }, 30_000);
});
