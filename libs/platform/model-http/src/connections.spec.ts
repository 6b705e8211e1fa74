import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue, type Catalogue } from '@turnfleet/model';
import { createModelClient } from './model-client.ts';
import { addressesAt, scriptedEndpoint, someRequest } from './testing.ts';

const answer = JSON.stringify({ choices: [{ message: { content: 'Yes' }, finish_reason: 'stop' }] });
let endpoint: Awaited<ReturnType<typeof scriptedEndpoint>>;
beforeEach(async () => {
  endpoint = await scriptedEndpoint();
});
afterEach(() => endpoint.close());

describe('an endpoint that the catalogue has no more', () => {
  it('is closed once its last call has ended, and not before', async () => {
    let catalogue: Catalogue = builtInCatalogue;
    const addressOf = addressesAt(endpoint.url);
    const client = createModelClient({ catalogue: () => catalogue, addressOf, clock: new ManualClock(0) });
    const ask = async (model: string): Promise<void> => {
      for await (const chunk of client.stream({ ...someRequest, model }, new AbortController().signal)) void chunk;
    };
    const held = Promise.withResolvers<() => void>();
    const closed = Promise.withResolvers<void>();
    endpoint.answers((response, _, { socket }) => {
      socket.once('close', () => closed.resolve());
      held.resolve(() => void response.end(answer));
    });
    const running = ask('deepseek-v3.2');
    const finish = await held.promise;

    catalogue = { ...catalogue, endpoints: new Map([...catalogue.endpoints].filter(([id]) => id !== 'openai')) };
    const whole = { type: 'message', content: [{ type: 'text', text: 'Yes' }], stop_reason: 'end_turn' };
    endpoint.answers((response) => void response.end(JSON.stringify(whole)));
    await ask('claude-sonnet-4.5');
    finish();
    await running;

    await closed.promise;
    await client.close();
  });
});

describe('an endpoint that cannot be asked', () => {
  it('is not asked, and its sentence told', async () => {
    const addressOf = () => 'OPENAI_API_KEY is not set';
    const client = createModelClient({ catalogue: () => builtInCatalogue, addressOf, clock: new ManualClock(0) });
    const asking = client.stream(someRequest, new AbortController().signal)[Symbol.asyncIterator]().next();
    await expect(asking).rejects.toMatchObject({
      kind: 'model_unavailable',
      message: expect.stringContaining('OPENAI_API_KEY is not set'),
    });
    await client.close();
  });
});
