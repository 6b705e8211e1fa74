import { describe, expect, it } from '@jest/globals';
import { findOrStart, hidePassword, type Search } from './find.ts';
import type { Answer, Launched, Source, StartedServer } from './service.ts';

const ok: Answer = { ok: true };
const nobody: Answer = { ok: false, listening: false, reason: 'nothing listens there' };
const stranger: Answer = { ok: false, listening: true, reason: 'what answers there is not Redis' };

const serverAt = (url: string): StartedServer => ({
  service: 'redis',
  url,
  folder: '/nowhere',
  running: { as: 'process', pid: 4711, identity: 'boot/1' },
});

/** A world in which each address answers as listed, and every other one is silent. */
function world(answers: Record<string, Answer>, sources: readonly Source[] = [], address?: string) {
  const events: string[] = [];
  const logged: string[] = [];
  const abort = new AbortController();
  const search: Search = {
    check: async (url) => {
      events.push(`check ${url}`);
      return answers[url] ?? nobody;
    },
    variable: 'REDIS_URL',
    address,
    defaultUrl: 'default',
    sources,
    remember: ({ url }) => void events.push(`remember ${url}`),
    forget: async ({ url }) => void events.push(`forget ${url}`),
    readyWithinMs: 60_000,
  };
  const find = () => findOrStart(search, { log: (line) => logged.push(line), signal: abort.signal });
  return { find, events, logged, abort };
}

function source(from: Source['from'], launch: () => Launched): Source {
  return { from, launch: async () => launch() };
}

const starts = (from: Source['from'], url: string, ending?: string): Source =>
  source(from, () => ({ server: serverAt(url), ending: async () => ending }));

const cannot = (from: Source['from'], reason: string): Source =>
  source(from, () => {
    throw new Error(reason);
  });

describe('the order of finding', () => {
  it('uses the address in the environment and asks nobody else', async () => {
    const { find, events } = world({ mine: ok, default: ok }, [starts('native', 'n')], 'mine');
    expect(await find()).toEqual({ kind: 'ready', url: 'mine', from: 'env', ownedByUs: false });
    expect(events).toEqual(['check mine']);
  });

  it('does not replace an address in the environment that does not answer, and says what to do', async () => {
    const { find, events } = world({ default: ok }, [starts('native', 'n')], 'redis://:secret@far:1');
    const found = await find();
    expect(found).toMatchObject({ kind: 'unavailable' });
    expect(JSON.stringify(found)).toMatch(
      /REDIS_URL is set to redis:\/\/:…@far:1, but nothing listens there\. .*unset/,
    );
    expect(events).toEqual(['check redis://:secret@far:1']);
  });

  it('takes what listens on the default port, as not ours', async () => {
    const { find } = world({ default: ok, d: ok }, [starts('docker', 'd')]);
    expect(await find()).toEqual({ kind: 'ready', url: 'default', from: 'port', ownedByUs: false });
  });

  it('passes over a stranger on the default port, and says so', async () => {
    const { find, logged } = world({ default: stranger, n: ok }, [starts('native', 'n')]);
    expect(await find()).toMatchObject({ url: 'n', from: 'native', ownedByUs: true, pid: 4711 });
    expect(logged.join()).toContain('what answers there is not Redis; looking further (set REDIS_URL to use it)');
  });

  it('prefers the first source', async () => {
    const { find, events } = world({ d: ok, n: ok }, [starts('docker', 'd'), starts('native', 'n')]);
    expect(await find()).toMatchObject({ url: 'd', from: 'docker' });
    expect(events).toEqual(['check default', 'remember d', 'check d']);
  });

  it('goes on to the next source when one cannot start', async () => {
    const { find } = world({ n: ok }, [cannot('docker', 'no such image'), starts('native', 'n')]);
    expect(await find()).toMatchObject({ url: 'n', from: 'native' });
  });

  it('gives every reason when none can', async () => {
    const { find } = world({ default: stranger }, [cannot('docker', 'no such image'), cannot('native', 'no java')]);
    const found = await find();
    expect(found.kind === 'unavailable' && found.reason.split('\n')).toEqual([
      'what listens at default is of no use: what answers there is not Redis',
      'docker: no such image',
      'native: no java',
    ]);
  });
});

describe('a server that was launched', () => {
  it('is stopped when it ends before it answers, with its own words as the reason', async () => {
    const { find, events } = world({}, [starts('native', 'n', 'it ended with exit code 3')]);
    expect(await find()).toEqual({ kind: 'unavailable', reason: 'native: it ended with exit code 3' });
    expect(events).toEqual(['check default', 'remember n', 'check n', 'forget n']);
  });

  it('is not mistaken for another that took its port', async () => {
    const { find } = world({ n: ok }, [starts('native', 'n', 'address already in use')]);
    expect(await find()).toMatchObject({ kind: 'unavailable' });
  });

  it('is stopped when the start is given up', async () => {
    const sources = [starts('native', 'n'), starts('native', 'next')];
    const { find, events, abort } = world({}, sources);
    const giveUp = source('native', () => {
      abort.abort(new Error('interrupted'));
      return { server: serverAt('n'), ending: async () => undefined };
    });
    sources[0] = giveUp;
    await expect(find()).rejects.toThrow('interrupted');
    expect(events).toEqual(['check default', 'remember n', 'forget n']);
  });
});

describe('hidePassword', () => {
  it.each([
    ['postgres://u:secret@h:1/d', 'postgres://u:…@h:1/d'],
    ['redis://:secret@h:1', 'redis://:…@h:1'],
    ['redis://h:6379', 'redis://h:6379'],
    ['127.0.0.1:9092,127.0.0.1:9093', '127.0.0.1:9092,127.0.0.1:9093'],
  ])('%s', (url, shown) => expect(hidePassword(url)).toBe(shown));
});
