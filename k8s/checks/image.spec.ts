import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
const lines = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('the Dockerfile', () => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const last = stages.at(-1) ?? '';

  it('builds on the Node that the repository runs on', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const stage of stages) expect(stage).toMatch(new RegExp(`^node:${dependencies['node']}-`));
  });

  it('takes the bundle from where tools/bundle.mjs was told to write it, and starts it', () => {
    expect(dockerfile).toContain('node tools/bundle.mjs apps/${APP} /out');
    expect(last).toContain('COPY --from=build /out ./');
    expect(last).toContain('WORKDIR /app');
    expect(last).toMatch(/^ENTRYPOINT \["node", .*"\/app\/main\.mjs"\]$/m);
  });

  it('runs as a user that is not root, by number, and is stopped with SIGTERM', () => {
    expect(last).toMatch(/^USER [1-9]\d*:[1-9]\d*$/m);
    expect(last).toMatch(/^STOPSIGNAL SIGTERM$/m);
  });

  it('is sent files that exist, and no install, output or spec of this machine', () => {
    const [sent, left] = [true, false].map((kept) =>
      lines(readFileSync(join(root, '.dockerignore'), 'utf8')).filter((line) => line.startsWith('!') === kept),
    );
    for (const path of sent ?? []) expect([path, existsSync(join(root, path.slice(1)))]).toEqual([path, true]);
    expect(left).toEqual(expect.arrayContaining(['*', '**/node_modules', '**/dist']));
  });

  it('has every workspace before it installs', () => {
    const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] };
    const sent = lines(readFileSync(join(root, '.dockerignore'), 'utf8'));
    for (const workspace of workspaces) {
      const folder = workspace.replace('/*', '');
      const [top = ''] = folder.split('/');
      const isSent = [`!${top}`, `!${folder}`, `!${folder}/package.json`].some((line) => sent.includes(line));
      expect(isSent).toBe(true);
    }
  });
});

/** A bundle in a folder where there is nothing else, started by plain Node. */
describe('a bundle in an empty folder', () => {
  const freePorts = Object.fromEntries(
    ['PORT', 'OPS_PORT', 'SIM_LLM_PORT', 'PRODUCT_PORT', 'INVENTORY_PORT', 'PRICING_PORT', 'LOGISTICS_PORT'].map(
      (name) => [name, '0'],
    ),
  );
  const unreachable = {
    KAFKA_BROKERS: '127.0.0.1:1',
    REDIS_URL: 'redis://127.0.0.1:1',
    PRODUCT_PORT: '50051',
    INVENTORY_PORT: '50052',
    PRICING_PORT: '50053',
    LOGISTICS_PORT: '50054',
    SIM_LLM_PORT: '8090',
  };
  const running = new Set<ChildProcess>();
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'turnfleet-bundles-'));
  });
  afterAll(async () => {
    for (const child of running) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });

  /** Bundles an app and starts it; `said` are the lines it wrote until one matches, or until it ended. */
  async function start(app: string, options: { args?: string[]; env?: Record<string, string>; until: RegExp }) {
    const cwd = join(folder, app);
    await mkdir(cwd);
    await run(process.execPath, [join(root, 'tools/bundle.mjs'), `apps/${app}`, cwd]);
    const child = spawn(process.execPath, ['main.mjs', ...(options.args ?? [])], {
      cwd,
      env: { ...freePorts, ...options.env },
    });
    running.add(child);
    const ended = once(child, 'exit').then(([code]) => code as number | null);
    void ended.finally(() => running.delete(child));
    const said: string[] = [];
    const matched = new Promise<void>((resolve) => {
      for (const input of [child.stdout, child.stderr]) {
        createInterface({ input }).on('line', (line) => {
          said.push(line);
          if (options.until.test(line)) resolve();
        });
      }
    });
    await Promise.race([matched, ended]);
    return { said: said.join('\n'), ended, stop: () => child.kill('SIGTERM') };
  }

  it.each(['product', 'inventory', 'pricing', 'logistics', 'sim-llm'])(
    '%s: runs, and ends well when asked to',
    async (app) => {
      const { said, stop, ended } = await start(app, { until: /is ready/ });
      expect(said).toContain(`${app} is ready`);
      stop();
      expect(await ended).toBe(0);
    },
    120_000,
  );

  it.each(['orchestrator', 'ingress'])(
    '%s: gets as far as the Kafka that is not there, and says so',
    async (app) => {
      const { said, ended } = await start(app, { env: unreachable, until: /could not start/ });
      expect(said).toContain('Kafka did not answer at 127.0.0.1:1');
      expect(await ended).toBe(1);
      expect(await readdir(join(folder, app, 'node_modules'))).toEqual(expect.arrayContaining(['lz4-napi', 'snappy']));
    },
    120_000,
  );

  it('fleet: runs all of them in one process, orchestrator and ingress ready', async () => {
    const { said, stop, ended } = await start('fleet', { args: ['up'], until: /^Ctrl-C/ });
    const url = /The page is at (\S+)/.exec(said)?.[1];
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, expect.stringContaining('ready')]);
    stop();
    expect(await ended).toBe(0);
  }, 120_000);
});
