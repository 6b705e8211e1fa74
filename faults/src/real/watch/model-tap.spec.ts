import { createServer, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type ModelTap, marker, tapModel } from './model-tap.ts';

let model: Server;
let tap: ModelTap;
const asked: { turn: string; at: number }[] = [];
beforeEach(async () => {
  asked.length = 0;
  model = createServer((request, response) => void request.resume().on('end', () => response.end('an answer')));
  await new Promise<void>((resolve) => model.listen(0, '127.0.0.1', resolve));
  const address = model.address();
  tap = await tapModel(typeof address === 'object' && address ? address.port : 0, (turn, at) =>
    asked.push({ turn, at }),
  );
});
afterEach(async () => {
  await tap.close();
  await new Promise((resolve) => model.close(resolve));
});

async function ask(messages: readonly object[]): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${tap.port}/`, { method: 'POST', body: JSON.stringify({ messages }) });
  return response.text();
}

it('hears whose turn a question is about, and passes the answer on', async () => {
  expect(await ask([{ content: `你好 ${marker(3, 0)}` }, { content: 'hi' }, { content: `再见 ${marker(3, 1)}` }])).toBe(
    'an answer',
  );
  await ask([{ content: `你好 ${marker(4, 0)}` }]);
  expect(asked.map(({ turn }) => turn)).toEqual(['3x1', '4x0']);
});

it('does not count the question after a tool call: the turn was begun before', async () => {
  await ask([{ content: marker(1, 0) }, { role: 'tool', content: '{}' }]);
  expect(asked).toEqual([]);
});

// Once what a worker had asked before it died seemed to be asked by a dead one.
it('a tap dates a question by when it was asked, not by its answer', async () => {
  const [arrived, answered] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()];
  model.removeAllListeners('request').on('request', (_, response: ServerResponse) => {
    arrived.resolve(Date.now());
    void answered.promise.then(() => response.end('an answer'));
  });
  const asking = ask([{ content: marker(1, 0) }]);
  const before = await arrived.promise;
  while (Date.now() === before) await new Promise(setImmediate);
  answered.resolve();
  await asking;
  expect(asked).toEqual([{ turn: '1x0', at: expect.any(Number) }]);
  expect(asked[0]?.at).toBeLessThanOrEqual(before);
});
