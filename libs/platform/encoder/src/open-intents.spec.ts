import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { openEncoder } from './open-encoder.ts';
import { openIntents } from './open-intents.ts';

const root = join(import.meta.dirname, '../../../..');
const trained = join(root, 'libs/runtime/intent/trained');

const said: readonly (readonly [text: string, intent: string])[] = [
  ['帮我查一下快递到哪了', 'order_status'],
  ['Please cancel my order', 'cancel_order'],
  ['我要退货', 'return_exchange'],
  ['How much is SKU-2024-888?', 'price'],
  ['转人工', 'human_agent'],
  ['Can you write me a poem about the sea?', 'out_of_scope'],
];

describe('the trained recogniser', () => {
  it('tells plain wishes by meaning and words, in both languages', async () => {
    const encoder = await openEncoder(join(root, 'third_party/sentence-encoder'));
    const intents = await openIntents(trained, encoder);
    for (const by of ['words', 'meaning'] as const)
      for (const [text, intent] of said) expect((await intents.read(text, by))[0]).toMatchObject({ intent });
    await encoder.close();
  });

  it('tells them by words alone where there is no encoder', async () => {
    const intents = await openIntents(trained, null);
    for (const [text, intent] of said) expect((await intents.read(text, 'words'))[0]).toMatchObject({ intent });
    expect(await intents.read('转人工', 'meaning')).toEqual([]);
  });

  it('says how to make it where it is missing', async () => {
    await expect(openIntents('/nowhere', null)).rejects.toMatchObject({
      details: { suggestion: expect.stringContaining('npm run intents -- train') },
    });
  });
});
