import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { readFolder, shippedFlows } from './flows-folder.ts';
import { watchFlows } from './watch-flows.ts';

const aLook = 5_000;

describe('a folder of flows that is looked at while workers run', () => {
  let path: string;
  let clock: ManualClock;
  let watch: ReturnType<typeof watchFlows>;
  const names = () => [...watch.flows().flows.keys()];
  const write = (file: string, text: string): void => writeFileSync(join(path, file), text);
  const greeting = (words: string): string =>
    `flow: hello\ntitle: {zh-CN: 你好, en: hello}\nintents: [greeting]\nsteps:\n  - say: {zh-CN: 你好, en: ${words}}\n`;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'turnfleet-flows-'));
    cpSync(join(shippedFlows, 'human-agent.yaml'), join(path, 'human-agent.yaml'));
    clock = new ManualClock(0);
    const first = readFolder(path);
    if (!first.ok) throw new Error(first.problems.join('; '));
    watch = watchFlows({ first: first.folder, clock, logger: silentLogger });
  });
  afterEach(async () => {
    await watch.stop();
    expect(clock.pending).toBe(0);
    rmSync(path, { recursive: true, force: true });
  });

  it('gives flows that came, another version of those that changed, and none that went', async () => {
    write('hello.yaml', greeting('Hello.'));
    await clock.advance(aLook);
    expect(names()).toEqual(['hello', 'human_agent']);
    const before = watch.flows().flows.get('hello')?.version;
    write('hello.yaml', greeting('Good day.'));
    await clock.advance(aLook);
    expect(watch.flows().flows.get('hello')?.version).not.toBe(before);
    rmSync(join(path, 'hello.yaml'));
    await clock.advance(aLook);
    expect(names()).toEqual(['human_agent']);
  });

  it('keeps the flows before while there are mistakes, says which, and goes on when they are mended', async () => {
    write('hello.yaml', 'flow: hello\nsteps:\n  - jump: nowhere\n');
    await clock.advance(aLook);
    expect(names()).toEqual(['human_agent']);
    expect(watch.check.problem()).toContain('hello.yaml');
    write('hello.yaml', greeting('Hello.'));
    await clock.advance(aLook);
    expect([names(), watch.check.problem()]).toEqual([['hello', 'human_agent'], null]);
  });

  it('keeps the flows before while the folder is away', async () => {
    rmSync(path, { recursive: true });
    await clock.advance(aLook);
    expect(names()).toEqual(['human_agent']);
    expect(watch.check.problem()).toContain('cannot be read');
    mkdirSync(path);
    write('hello.yaml', greeting('Hello.'));
    await clock.advance(aLook);
    expect([names(), watch.check.problem()]).toEqual([['hello'], null]);
  });
});
