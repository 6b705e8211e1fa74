import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { translateRedisError } from './redis-errors.ts';

function replyError(message: string): Error {
  return Object.assign(new Error(message), { name: 'ReplyError', command: { name: 'evalsha', args: ['secret text'] } });
}

describe('errors of Redis', () => {
  it.each([
    [new Error('Command timed out'), 'no answer in time'],
    [new Error("Stream isn't writeable and enableOfflineQueue options is false"), 'the connection was lost'],
    [new Error('connect ECONNREFUSED 127.0.0.1:6379'), 'connect ECONNREFUSED 127.0.0.1:6379'],
    [replyError("READONLY You can't write against a read only replica."), 'takes no writes'],
    [replyError('LOADING Redis is loading the dataset in memory'), 'loading its data'],
    [replyError("OOM command not allowed when used memory > 'maxmemory'."), 'raise maxmemory'],
    [replyError('NOAUTH Authentication required.'), 'wants a password'],
  ])('are overloaded where it may pass: %s', (error, meaning) => {
    const translated = translateRedisError(error, 'redis:6379');
    expect(translated).toMatchObject({ kind: 'overloaded', details: { retryAfterMs: 1_000 } });
    expect(translated.message).toContain(meaning);
  });

  it('are internal where a script of ours is wrong', () => {
    const wrong = replyError('ERR user_script:3: Script attempted to access nonexistent global variable');
    expect(translateRedisError(wrong, 'redis:6379').kind).toBe('internal');
  });

  it('pass through if they are ours already', () => {
    const ours = new TurnfleetError('fenced', 'Refused.');
    expect(translateRedisError(ours, 'redis:6379')).toBe(ours);
  });

  it('never keep the arguments of the command', () => {
    const translated = translateRedisError(replyError('READONLY no'), 'redis:6379');
    expect(JSON.stringify([translated, translated.details, Object.entries(translated.cause ?? {})])).not.toContain(
      'secret',
    );
  });
});
