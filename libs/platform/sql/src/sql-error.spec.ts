import { describe, expect, it } from '@jest/globals';
import { TurnfleetError } from '@turnfleet/core';
import { fromSqlError } from './sql-error.ts';

const withCode = (message: string, code?: string, errcode?: number): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code }, errcode === undefined ? {} : { errcode });

describe('fromSqlError', () => {
  it.each([
    ['refused', withCode('connect ECONNREFUSED', 'ECONNREFUSED'), 'overloaded'],
    ['unknown host', withCode('getaddrinfo ENOTFOUND', 'ENOTFOUND'), 'overloaded'],
    ['cut off', withCode('Connection terminated unexpectedly'), 'overloaded'],
    ['no free connection', withCode('timeout exceeded when trying to connect'), 'overloaded'],
    ['no answer', withCode('Query read timeout'), 'overloaded'],
    ['shutting down', withCode('terminating connection', '57P01'), 'overloaded'],
    ['starting up', withCode('the database system is starting up', '57P03'), 'overloaded'],
    ['too many connections', withCode('sorry, too many clients already', '53300'), 'overloaded'],
    ['statement timeout', withCode('canceling statement', '57014'), 'deadline_exceeded'],
    ['unique violation', withCode('duplicate key', '23505'), 'conflict'],
    ['SQLite constraint', withCode('UNIQUE constraint failed', 'ERR_SQLITE_ERROR', 1555), 'conflict'],
    ['SQLite busy', withCode('database is locked', 'ERR_SQLITE_ERROR', 5), 'overloaded'],
    ['syntax error', withCode('syntax error', '42601'), 'internal'],
    ['a thrown text', 'nonsense', 'internal'],
  ])('%s: %s → %s', (_name, error, kind) => {
    expect(fromSqlError(error, 'The shop database').kind).toBe(kind);
  });

  it('passes our own errors on as they are', () => {
    const ours = new TurnfleetError('not_found', 'no such thing');
    expect(fromSqlError(ours, 'The shop database')).toBe(ours);
  });

  it('does not repeat what a driver says about addresses and users', () => {
    const error = fromSqlError(withCode('connect ECONNREFUSED 10.0.0.7:5432', 'ECONNREFUSED'), 'The shop database');
    expect(error.message).not.toContain('10.0.0.7');
  });
});
