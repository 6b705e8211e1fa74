import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { abandonedSets, ServerSet, upSetFile } from './server-set.ts';
import type { StartedServer } from './service.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turnfleet-state-spec-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const redis: StartedServer = {
  service: 'redis',
  url: 'redis://127.0.0.1:20001',
  folder: '/tmp/a',
  running: { as: 'process', pid: 1, identity: 'boot/1' },
};
const kafka: StartedServer = {
  service: 'kafka',
  url: '127.0.0.1:20002',
  folder: '',
  running: { as: 'container', name: 'turnfleet-kafka-1' },
};

describe('a set of servers', () => {
  it('is found again by another process, in the order of starting', () => {
    const set = ServerSet.load(upSetFile(folder));
    set.put(redis);
    set.put(kafka);
    expect(ServerSet.load(upSetFile(folder)).servers).toEqual([redis, kafka]);
  });

  it('keeps one server at each address: the one that was started last', () => {
    const set = ServerSet.load(upSetFile(folder));
    const again: StartedServer = { ...redis, running: { as: 'process', pid: 2, identity: 'boot/2' } };
    for (const server of [redis, kafka, again]) set.put(server);
    expect(ServerSet.load(upSetFile(folder)).servers).toEqual([kafka, again]);
  });

  it('leaves no file when the last one is removed', () => {
    const set = ServerSet.load(upSetFile(folder));
    set.put(redis);
    set.remove(redis);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is for its owner to read only: it holds a password', () => {
    ServerSet.load(upSetFile(folder)).put(redis);
    expect(statSync(upSetFile(folder)).mode & 0o077).toBe(0);
  });

  it('says what to do about a file it cannot read', () => {
    writeFileSync(upSetFile(folder), '{"owner":');
    expect(() => ServerSet.load(upSetFile(folder))).toThrow(/up\.json.*cannot be read.*delete the file/);
  });
});

describe('sets of runs', () => {
  it('are not abandoned while their process lives', () => {
    ServerSet.ofThisProcess(folder).put(redis);
    expect(abandonedSets(folder)).toEqual([]);
  });

  it('are abandoned when it is gone, also if its number was given to another', () => {
    const owner = { pid: process.pid, identity: 'another boot/1' };
    writeFileSync(join(folder, 'run-1.json'), JSON.stringify({ owner, servers: [redis] }));
    expect(abandonedSets(folder).flatMap(({ servers }) => servers)).toEqual([redis]);
  });

  it('never include what "up" started', () => {
    ServerSet.load(upSetFile(folder)).put(redis);
    expect(abandonedSets(folder)).toEqual([]);
  });

  it('are none where nothing was ever started', () => {
    expect(abandonedSets(join(folder, 'none'))).toEqual([]);
  });
});
