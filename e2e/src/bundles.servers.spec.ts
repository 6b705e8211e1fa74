import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AppName, appNames, type RunningApp, startApp } from './apps.ts';
import { root, runChild } from './child.ts';
import { ask } from './client.ts';
import { startFleet } from './fleet.ts';
import { describeOnServers, startingMs } from './servers.ts';

const all = [...appNames, 'fleet'] as const;
const missing = all.filter((name) => !existsSync(join(root, `dist/apps/${name}/main.mjs`)));

if (missing.length > 0) {
  const why = `not built: ${missing.join(', ')}; run \`npx nx run-many -t build\``;
  describe.skip(`bundles (skipped: ${why})`, () => it('are built', () => undefined));
} else {
  describeOnServers('bundles, away from this checkout and what is installed in it', ['kafka', 'redis'], (servers) => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'turnfleet-bundles-'));
      for (const name of all) cpSync(join(root, 'dist/apps', name), join(folder, name), { recursive: true });
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    const bundle = (name: string): string => join(folder, name, 'main.mjs');

    it.each(appNames)(
      '%s runs with plain Node, is healthy and stops',
      async (name) => {
        const app: RunningApp = await startApp(name, servers().env, bundle(name));
        const health = healthOf(name, app);
        expect((await fetch(`${health}/livez`)).status).toBe(200);
        expect(await (await fetch(`${health}/metrics`)).text()).toContain('# HELP');
        await app.stop();
      },
      startingMs,
    );

    it(
      'the fleet answers a turn and serves its page',
      async () => {
        const fleet = await startFleet({}, [], bundle('fleet'));
        expect(await ask(fleet.url, 'c-1', 'SKU-2024-888 上海有货吗?')).toMatchObject({ status: 'completed' });
        const page = await fetch(fleet.url);
        expect(page.headers.get('content-type')).toContain('text/html');
        for (const [, file = ''] of (await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
          expect({ file, status: (await fetch(fleet.url + file)).status }).toEqual({ file, status: 200 });
        }
        await fleet.stop();
      },
      startingMs,
    );

    it(
      'the fleet explains itself',
      async () => {
        const { code, output } = await runChild(bundle('fleet'), ['chat', '--help']);
        expect(output).toContain('Usage: turnfleet chat');
        expect(code).toBe(0);
      },
      startingMs,
    );
  });
}

function healthOf(name: AppName, { addresses }: RunningApp): string {
  return (name === 'ingress' || name === 'agent-desk' ? addresses['http'] : addresses['ops']) ?? '';
}
