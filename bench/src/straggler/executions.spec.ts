import { beforeEach, describe, expect, it } from '@jest/globals';
import { Executions } from './executions.ts';

describe('what became of the messages', () => {
  let executions: Executions;
  beforeEach(() => {
    executions = new Executions();
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) executions.offered(id, i % 2, i);
  });

  it('excuses what the killed worker ran, and nothing else', () => {
    executions.began('a', 'first');
    executions.ended('a', 'first', 10);
    executions.began('c', 'first');
    executions.began('b', 'second');
    executions.killed('first', 20);
    for (const id of ['a', 'b', 'c']) executions.began(id, 'second');
    expect(executions.killReport()).toMatchObject({ runningAtKill: 2, repeatedBeyondRunning: 2 });
  });

  it('does not count the first run of what was never begun, nor repetitions before the kill', () => {
    executions.began('a', 'first');
    executions.began('a', 'first');
    executions.killed('first', 20);
    executions.began('d', 'second');
    expect(executions.killReport().repeatedBeyondRunning).toBe(0);
  });

  it('waits until every partition of the killed worker moves again', () => {
    executions.offered('e', 2, 5);
    executions.began('a', 'first');
    executions.began('b', 'first');
    executions.began('e', 'second');
    executions.killed('first', 100);
    expect(executions.killReport().movingAgainMs).toBeNull();
    executions.ended('a', 'second', 150);
    executions.ended('c', 'second', 160);
    expect(executions.killReport().movingAgainMs).toBeNull();
    executions.ended('b', 'second', 180);
    executions.ended('d', 'second', 500);
    expect(executions.killReport().movingAgainMs).toBe(80);
  });

  it('counts what never ended', () => {
    executions.began('a', 'first');
    executions.ended('a', 'first', 10);
    executions.ended('a', 'first', 12);
    expect([executions.left, executions.killReport().lost]).toEqual([3, 3]);
  });

  it('measures from the offer to the first end, of what was offered in time', () => {
    for (const [i, id] of ['a', 'b', 'c', 'd'].entries()) executions.ended(id, 'first', 10 * (i + 1));
    executions.ended('b', 'second', 900);
    expect(executions.latencies(1, 3, () => true)).toEqual([19, 28]);
    expect(executions.latencies(1, 3, (id) => id !== 'b')).toEqual([28]);
  });
});
