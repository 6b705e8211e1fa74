import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInModels } from '@turnfleet/model';
import { configSchema } from './config.ts';
import { chooseModel } from './model.ts';

async function chosen(env: Record<string, string>): Promise<string> {
  const { client, entry } = chooseModel(configSchema.parse(env), new ManualClock());
  await client.close();
  return entry.id;
}

describe('the model that answers', () => {
  it('is the first of the catalogue, which the simulator plays', async () => {
    expect(await chosen({})).toBe(builtInModels[0]?.id);
  });

  it('is the first that a configured endpoint serves', async () => {
    expect(await chosen({ ANTHROPIC_API_KEY: 'k' })).toBe('claude-sonnet-4.5');
    expect(await chosen({ OPENAI_BASE_URL: 'http://127.0.0.1:1/v1' })).toBe('deepseek-v3.2');
  });

  it('says what to do when no endpoint serves any of the catalogue', () => {
    const models = builtInModels.filter(({ api }) => api === 'openai');
    const config = { ...configSchema.parse({ ANTHROPIC_API_KEY: 'k' }), MODELS_FILE: models };
    expect(() => chooseModel(config, new ManualClock())).toThrow(
      expect.objectContaining({ kind: 'invalid_request', details: { suggestion: expect.stringContaining('OPENAI_') } }),
    );
  });
});
