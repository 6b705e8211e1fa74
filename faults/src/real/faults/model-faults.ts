import { between, type Fault, type Scene } from './scene.ts';

/** What the model simulator knows to do wrong, each to three requests in ten. */
const kinds = [
  'rate_limited',
  'server_error',
  'hang_before_headers',
  'hang_mid_stream',
  'cut_mid_stream',
  'malformed_arguments',
  'unknown_tool',
  'endless_tool_loop',
  'empty_answer',
] as const;
const probability = 0.3;

async function behave({ fleet }: Scene, faults: readonly object[]): Promise<void> {
  const response = await fetch(`${fleet.modelUrl}/_sim/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  if (response.status !== 200) throw new Error(`The model simulator refused: ${await response.text()}`);
}

const misbehaving =
  (kind: string): Fault =>
  async (scene) => {
    const seed = between(scene.random, 0, 1_000_000);
    const retryAfterSeconds = scene.random() < 0.5 ? 1 : null;
    await behave(scene, [{ kind, probability, seed, retryAfterSeconds }]);
    await scene.sleep(between(scene.random, 2_000, 6_000));
    await behave(scene, []);
  };

export const modelFaults: Readonly<Record<string, Fault>> = {
  ...Object.fromEntries(kinds.map((kind) => [`model_${kind}`, misbehaving(kind)])),
  model_cut: async ({ fleet, random, sleep }) => {
    for (let i = 0; i < 3; i++) {
      for (const { tap } of fleet.orchestrators) tap.cut();
      await sleep(between(random, 100, 1_000));
    }
  },
};
