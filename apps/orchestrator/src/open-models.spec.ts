import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { createMemoryFleetStatus, createMemoryQuota } from '@turnfleet/embedded';
import { builtInCatalogueText } from '@turnfleet/model';
import { eventually } from '@turnfleet/testing/eventually';
import { configSchema } from './config.ts';
import { openModels } from './open-models.ts';

const folder = mkdtempSync(join(tmpdir(), 'turnfleet-models-'));
afterAll(() => rmSync(folder, { recursive: true }));

const keyless = builtInCatalogueText.replaceAll(/^ +keyVariable: .*\n/gm, '');

function opened(text: string | null) {
  const clock = new ManualClock();
  const path = join(folder, 'models.yaml');
  if (text !== null) writeFileSync(path, text);
  const config = configSchema.parse(text === null ? {} : { MODELS_FILE: path });
  const status = createMemoryFleetStatus(clock);
  const models = openModels(config, {
    worker: 'w',
    clock,
    logger: silentLogger,
    random: () => 0.5,
    status,
    quota: createMemoryQuota(clock),
  });
  return { clock, path, models };
}

describe('the models of an orchestrator', () => {
  it('leave nothing behind', async () => {
    const { clock, models } = opened(null);
    expect(models.check.problem()).toBeNull();
    await clock.advance(2_000);
    await models.stop();
    expect(clock.pending).toBe(0);
  });

  it('refuse to start without an endpoint that can be asked, and say which keys are missing', () => {
    const nobody = builtInCatalogueText.replaceAll(/keyVariable: \w+/g, 'keyVariable: NO_SUCH_KEY_HERE');
    expect(() => opened(nobody)).toThrow(
      expect.objectContaining({
        kind: 'invalid_request',
        message: expect.stringContaining('NO_SUCH_KEY_HERE is not set'),
      }),
    );
  });

  it('are those of the file as it was changed; a bad edit is told where readiness and fleet see it', async () => {
    const { clock, path, models } = opened(keyless);
    const began = models.text().id;
    expect(models.report()).toMatchObject({ catalogue: began, problems: [], unusable: {} });
    const changed = (what: string, is: () => boolean) =>
      eventually(what, 5_000, async () => {
        await clock.advance(5_000);
        return is() ? true : null;
      });

    writeFileSync(path, keyless.replace("'0.42'", "'-1'"));
    await changed('the bad edit is told', () => models.report().problems.length === 1);
    expect(models.check.problem()).toMatch(
      /^MODELS_FILE has mistakes, so the catalogue before stays in force: line \d+/,
    );
    expect(models.text().id).toBe(began);

    writeFileSync(path, keyless.replace("'0.42'", "'0.50'"));
    await changed('the good one holds', () => models.text().id !== began);
    expect([models.check.problem(), models.report().catalogue]).toEqual([null, models.text().id]);
    await models.stop();
  });
});
