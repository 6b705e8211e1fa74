import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { correctionRequest } from '@turnfleet/grounding';
import type OpenAI from 'openai';
import { openAiTools, type Sim, startSim } from '../testing/start-sim.ts';

let sim: Sim;
beforeAll(async () => {
  sim = await startSim();
});
afterEach(() => sim.behave({}));
afterAll(() => sim.app.stop());

const looked: OpenAI.Chat.ChatCompletionMessageParam[] = [
  { role: 'user', content: 'SKU-2024-888 上海有货吗?' },
  {
    role: 'assistant',
    tool_calls: [
      {
        id: 'c1',
        type: 'function',
        function: { name: 'check_inventory', arguments: '{"sku":"SKU-2024-888","city":"上海"}' },
      },
    ],
  },
  { role: 'tool', tool_call_id: 'c1', content: '{"sku":"SKU-2024-888","city":"上海","total":92,"warehouses":[]}' },
];
const corrected = (said: string): OpenAI.Chat.ChatCompletionMessageParam[] => [
  ...looked,
  { role: 'assistant', content: said },
  { role: 'user', content: correctionRequest([]) },
];

async function say(messages: OpenAI.Chat.ChatCompletionMessageParam[], seed = 1): Promise<string> {
  const answer = await sim.openAi.chat.completions.create({ model: 'gpt-4.1', messages, tools: openAiTools, seed });
  return answer.choices[0]?.message.content ?? '';
}

describe('a model that lies', () => {
  it('states figures that no tool returned, the same for the same seed', async () => {
    const honest = await say(looked);
    await sim.behave({ faults: [{ kind: 'lies' }] });
    const lies = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => say(looked, seed)));
    expect(lies.filter((text) => text !== honest)).toHaveLength(6);
    expect(new Set(lies).size).toBeGreaterThan(2);
    expect(await say(looked, 3)).toBe(lies[2]);
  });

  it('tells the truth when it is asked to correct itself', async () => {
    const honest = await say(looked);
    await sim.behave({ faults: [{ kind: 'lies' }] });
    expect(await say(corrected(await say(looked)))).toBe(honest);
  });

  it('says it again if it is stubborn', async () => {
    const honest = await say(looked);
    await sim.behave({ faults: [{ kind: 'lies_again' }] });
    expect(await say(corrected(await say(looked)))).not.toBe(honest);
  });

  it('calls tools as ever', async () => {
    await sim.behave({ faults: [{ kind: 'lies' }] });
    const answer = await sim.openAi.chat.completions.create({
      ...{ model: 'gpt-4.1', messages: looked.slice(0, 1), tools: openAiTools },
    });
    expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
  });
});
