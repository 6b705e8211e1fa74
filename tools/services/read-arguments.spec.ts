import { describe, expect, it } from '@jest/globals';
import { readArguments } from './read-arguments.ts';

function read(...args: string[]) {
  let out = '';
  let err = '';
  const request = readArguments(args, (text, to) => {
    if (to === 'out') out += text;
    else err += text;
  });
  return { request, out, err };
}

describe('the command line', () => {
  it.each([
    [['up'], { verb: 'up', only: ['kafka', 'redis', 'postgres'] }],
    [['up', '--only', 'postgres,kafka'], { verb: 'up', only: ['kafka', 'postgres'] }],
    [['down'], { verb: 'down' }],
    [['status'], { verb: 'status' }],
    [['install'], { verb: 'install' }],
  ])('%j', (args, request) => expect(read(...args).request).toEqual(request));

  it.each([
    [
      ['run', '--', 'jest', '--only', 'x'],
      ['jest', '--only', 'x'],
    ],
    [
      ['run', 'jest', '-t', 'name', '--help'],
      ['jest', '-t', 'name', '--help'],
    ],
    [
      ['run', '--only', 'redis', 'sh', '-c', 'exit 3'],
      ['sh', '-c', 'exit 3'],
    ],
  ])('%j leaves the command its own options', (args, command) => {
    expect(read(...args).request).toMatchObject({ verb: 'run', command });
  });

  it.each([['--help'], ['up', '--help'], ['help']])('%s … explains itself', (...args) => {
    const { request, out, err } = read(...args);
    expect(request).toEqual({ verb: 'none', exitCode: 0 });
    expect(out).toContain('Usage:');
    expect(err).toBe('');
  });

  it.each([
    [],
    ['bogus'],
    ['up', 'extra'],
    ['up', '--bogus'],
    ['up', '--only', 'mysql'],
    ['up', '--only', ''],
    ['run'],
  ])('wrong usage %s %s %s is exit code 2, with words on stderr', (...args) => {
    const { request, out, err } = read(...args);
    expect(request).toEqual({ verb: 'none', exitCode: 2 });
    expect(out).toBe('');
    expect(err).not.toBe('');
  });
});
