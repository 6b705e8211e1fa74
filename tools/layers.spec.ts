import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const rule = '@nx/enforce-module-boundaries';

const forbidden = [
  ['libs/core', '@turnfleet/contract/schemas', 'core below contract'],
  ['libs/runtime/turn-engine', '@turnfleet/kafka', 'runtime below platform'],
  ['libs/runtime/model', '@turnfleet/tools', 'runtime beside runtime'],
  ['libs/pipeline/ownership', '@turnfleet/turn', 'pipeline in its own order'],
  ['libs/pipeline/turn', '@turnfleet/redis', 'pipeline beside platform'],
  ['libs/platform/redis', '@turnfleet/kafka', 'platform beside platform'],
  ['apps/product', '@turnfleet/turn-engine', 'a domain service and the runtime'],
  ['apps/ingress', '@turnfleet/orchestrator/compose', 'app beside app'],
  ['apps/orchestrator', '@turnfleet/testing', 'product code and testing'],
] as const;
const allowed = ['libs/platform/kafka', '@turnfleet/contract/schemas', 'platform on contract'] as const;

const fileIn = (folder: string): string => join(root, folder, 'src/written-by-layers-spec.ts');

function run(command: string, args: readonly string[]): Promise<string> {
  // ESLint exits non-zero because it finds what it should find; what it printed is the result.
  return new Promise((resolve) => void execFile(command, args, { cwd: root }, (_, stdout) => resolve(stdout)));
}

describe('the layer rules', () => {
  const rulesBroken = new Map<string, readonly string[]>();

  beforeAll(async () => {
    for (const [folder, target] of [...forbidden, allowed]) {
      writeFileSync(fileIn(folder), `export * as imported from '${target}';\n`);
    }
    // ESLint reads Nx's cached project graph; asking Nx for anything makes it fresh.
    await run('npx', ['nx', 'show', 'projects']);
    const files = [...forbidden, allowed].map(([folder]) => fileIn(folder));
    const report = JSON.parse(await run('node', ['tools/eslint.mjs', '--format', 'json', ...files])) as {
      filePath: string;
      messages: { ruleId: string }[];
    }[];
    for (const { filePath, messages } of report)
      rulesBroken.set(
        filePath,
        messages.map(({ ruleId }) => ruleId),
      );
  }, 120_000);

  afterAll(() => {
    for (const [folder] of [...forbidden, allowed]) rmSync(fileIn(folder), { force: true });
  });

  it.each([...forbidden])('refuse in %s an import of %s (%s)', (folder, _target, _why) => {
    expect(rulesBroken.get(fileIn(folder))).toContain(rule);
  });

  it('allow what points down', () => {
    expect(rulesBroken.get(fileIn(allowed[0]))).not.toContain(rule);
  });
});
