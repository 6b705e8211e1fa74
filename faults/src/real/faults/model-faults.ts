import { type FaultKind, faultKinds } from '@turnfleet/contract/simulator';
import { between, type Fault, type FaultScene } from './scene.ts';

/** Of the requests it fits, how many a fault hits. */
const probability = 0.3;

async function behave({ fleet }: FaultScene, faults: readonly object[]): Promise<void> {
  const response = await fetch(`${fleet.modelUrl}/_sim/behaviour`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ faults }),
  });
  if (response.status !== 200) throw new Error(`The model simulator refused: ${await response.text()}`);
}

const misbehaving =
  (kind: FaultKind): Fault =>
  async (scene) => {
    const seed = between(scene.random, 0, 1_000_000);
    const retryAfterSeconds = scene.random() < 0.5 ? 1 : null;
    await behave(scene, [{ kind, probability, seed, retryAfterSeconds }]);
    await scene.sleep(between(scene.random, 2_000, 6_000));
    await behave(scene, []);
  };

export const modelFaults: Readonly<Record<string, Fault>> = {
  /** Whatever the model simulator knows to do wrong. */
  ...Object.fromEntries(faultKinds.map((kind) => [`model_${kind}`, misbehaving(kind)])),
  model_cut: async ({ fleet, random, sleep }) => {
    for (let i = 0; i < 3; i++) {
      for (const { tap } of fleet.orchestrators) tap.cut();
      await sleep(between(random, 100, 1_000));
    }
  },
};
