import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { containerArguments, containerRuns, dockerSource, dockerWorks } from './docker.ts';
import { serviceNames } from './service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-docker-spec-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const signal = new AbortController().signal;
const context = { log: () => {}, signal };

/** A docker client that answers as the script says, and writes down what it was asked. */
function client(script: string): string {
  const path = join(folder, 'docker');
  writeFileSync(path, `#!/bin/sh\necho "$1" >> '${folder}/asked'\n${script}\n`, { mode: 0o755 });
  return path;
}

const asked = () => readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');

describe('docker', () => {
  it('works if its daemon answers', async () => {
    expect(await dockerWorks(client('exit 0'), signal)).toBe(true);
  });

  it('counts as none without a daemon', async () => {
    expect(await dockerWorks(client('echo "Cannot connect to the Docker daemon" >&2; exit 1'), signal)).toBe(false);
  });

  it('counts as none if it is not there', async () => {
    expect(await dockerWorks(join(folder, 'none'), signal)).toBe(false);
  });
});

describe.each(serviceNames)('a container of %s', (service) => {
  it('is published on 127.0.0.1 only', () => {
    const args = containerArguments(service, 'name', 20_001);
    expect(args[args.indexOf('-p') + 1]).toMatch(/^127\.0\.0\.1:20001:\d+$/);
  });

  it('that cannot be started is taken away, with the reason', async () => {
    const docker = client('[ "$1" = run ] && { echo "no such image" >&2; exit 125; }; exit 0');
    await expect(dockerSource(service, docker).launch(context)).rejects.toThrow('docker run failed: no such image');
    expect(asked()).toEqual(['run', 'rm']);
  });

  it('that ends tells its last words', async () => {
    const docker = client('case $1 in inspect) echo false;; logs) echo "no room left";; esac');
    const { ending, server } = await dockerSource(service, docker).launch(context);
    expect(await ending()).toBe('its container ended: no room left');
    expect(server.running).toMatchObject({ as: 'container', name: expect.stringContaining(`turnfleet-${service}-`) });
  });
});

it('a container that is not there does not run', async () => {
  expect(await containerRuns(client('echo "no such object" >&2; exit 1'), 'gone')).toBe(false);
});
