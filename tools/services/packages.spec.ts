import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createToolbox, findTool } from './packages.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-packages-spec-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = (name: string, mode = 0o755) => writeFileSync(join(folder, name), '#!/bin/sh\n', { mode });
const toolbox = () =>
  createToolbox({
    environment: { PATH: `/no/such/folder:${folder}` },
    mayInstall: false,
    log: () => {},
    signal: new AbortController().signal,
  });

describe('finding programs', () => {
  it('looks along the PATH', async () => {
    program('redis-server');
    expect(await toolbox().path('redis-server')).toBe(join(folder, 'redis-server'));
  });

  it('passes over what cannot be run', () => {
    program('java', 0o644);
    expect(findTool('java', { PATH: folder })).toBeUndefined();
  });

  it('says how to install what is missing, and installs nothing unasked', async () => {
    await expect(toolbox().path('redis-server')).rejects.toThrow(
      /^redis-server is not installed here\. .*redis-server/,
    );
  });

  it('finds nothing without a PATH', () => {
    expect(findTool('mvn', {})).toBeUndefined();
  });
});
