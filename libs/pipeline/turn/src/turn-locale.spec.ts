import { describe, expect, it } from '@jest/globals';
import { createWorker, createWorld } from '@turnfleet/pipeline-testing';

describe('the language of an answer', () => {
  it('is that of the conversation for a turn that is in none, and its own otherwise', async () => {
    const world = createWorld();
    const worker = createWorker(world, 'A', { model: Array.from({ length: 5 }, () => ({ text: 'So it is.' })) });
    const said = [
      { turnId: 't-1', text: 'SKU-2024-888 上海有货吗？' },
      { turnId: 't-2', text: 'SKU-2024-801' },
      { turnId: 't-3', text: 'How much is it?' },
      { turnId: 't-4', text: '它多少钱？', locale: 'en-US' },
      { turnId: 't-5', text: '那北京呢？' },
    ];
    for (const turn of said) await worker.run(await world.submit(turn));

    expect(worker.ended.map(({ locale }) => locale)).toEqual(['zh-CN', 'zh-CN', 'en', 'en-US', 'en-US']);
    const prompts = worker.model.requests.map(({ messages }) => JSON.stringify(messages[0]));
    expect(prompts[1]).toContain('Shopper locale: zh-CN');
    expect(prompts[3]).toContain('Shopper locale: en-US');
  });
});
