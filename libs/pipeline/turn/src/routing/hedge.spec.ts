import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { builtInCatalogue, type Catalogue } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { createWorker, createWorld, whilePassing } from '@turnfleet/pipeline-testing';

/** DeepSeek at two endpoints. */
function catalogueWith(hedge: boolean): Catalogue {
  const deepSeek = builtInCatalogue.models.get('deepseek-v3.2');
  const openai = builtInCatalogue.endpoints.get('openai');
  if (!deepSeek || !openai) throw new Error('no such model');
  const at = ['e0', 'e1'].map((endpoint) => ({ endpoint, name: 'ds' }));
  return {
    ...builtInCatalogue,
    endpoints: new Map(at.map(({ endpoint }) => [endpoint, { ...openai, id: endpoint }])),
    models: new Map([[deepSeek.id, { ...deepSeek, at }]]),
    rules: builtInCatalogue.rules.slice(-1).map((rule) => ({ ...rule, hedge })),
  };
}

/** After enough turns to know how long e0 mostly is silent, one in which it says nothing. */
async function whenSilent(hedge: boolean, other: ScriptedAnswer = { text: 'Yes, 3.' }) {
  const world = createWorld();
  const known = Array.from({ length: 25 }, (): ScriptedAnswer => ({ text: 'Yes.' }));
  const model = [...known, { hangs: true } as const, other, { text: 'Again.' }];
  const worker = createWorker(world, 'A', { model, catalogue: catalogueWith(hedge) });
  const run = async (i: number) =>
    whilePassing(
      world.clock,
      worker.run(
        await world.submit({ conversationId: `c-${i}`, turnId: `t-${i}`, text: 'The case of my phone is broken.' }),
      ),
      100,
    );
  for (let i = 0; i < known.length; i++) await run(i);
  const begunAt = world.clock.now();
  await run(99);
  const reply = worker.ended.at(-1);
  const asked = worker.model.requests.slice(known.length).map(({ deployment }) => deployment?.endpoint.id);
  return { reply, asked, ms: world.clock.now() - begunAt, world, worker };
}

describe('a rule that allows a hedge', () => {
  it('asks another endpoint when the first is silent for longer than it mostly is; the first to speak answers', async () => {
    const { reply, asked, ms } = await whenSilent(true);
    expect([asked, reply?.status, reply?.text]).toEqual([['e0', 'e1'], 'completed', 'Yes, 3.']);
    expect(ms).toBeLessThan(1_000);
  });

  it('bills the turn for both calls', async () => {
    const { reply } = await whenSilent(true);
    expect(reply?.usage.calls?.map(({ endpoint, why, end }) => [endpoint, why, end])).toEqual([
      ['e0', 'answer', 'cancelled'],
      ['e1', 'hedge', 'answered'],
    ]);
  });

  it('waits for the first when the other fails', async () => {
    const { asked, reply } = await whenSilent(true, { fails: new TurnfleetError('model_unavailable', 'No.') });
    expect([asked, reply?.error?.kind]).toEqual([['e0', 'e1'], 'deadline_exceeded']);
  });

  it('and one that does not asks nobody beside', async () => {
    const { asked, ms } = await whenSilent(false);
    expect(asked[0]).toBe('e0');
    expect(ms).toBeGreaterThan(10_000);
  });
});
