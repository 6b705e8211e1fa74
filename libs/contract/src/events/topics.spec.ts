import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Topic, topics } from './topics.ts';

const fileOf: Readonly<Record<Topic, string>> = {
  'chat.turns': 'turn-record.ts',
  'chat.replies': 'reply-record.ts',
  'chat.conversations': 'snapshot-record.ts',
  'chat.turns.dlq': 'dead-letter-record.ts',
  'chat.usage': 'usage-record.ts',
  'chat.shadow': 'shadow-record.ts',
  'shop.changes': 'change-record.ts',
  'chat.events': 'timed-out-record.ts',
  'chat.handoffs': 'handoff-record.ts',
};

/** Keys of `topics` that a file places records in. */
function writtenBy(file: string): string[] {
  const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  return [...source.matchAll(/\btopic: topics\.(\w+)/g)].map(([, key = '']) => key);
}

describe('the records of a topic', () => {
  it.each(Object.entries(fileOf))('of %s are written and read in %s', (topic, file) => {
    const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    expect(source).toMatch(/^export function encode[A-Z]/m);
    expect(source).toMatch(/^export function decode[A-Z]/m);
    expect(new Set(writtenBy(file).map((key) => topics[key as keyof typeof topics]))).toEqual(new Set([topic]));
  });

  it('are placed by no other file, but for what takes its place among the turns: agents, replays and timers', () => {
    const others = globSync('*.ts', { cwd: import.meta.dirname }).filter(
      (file) => !file.endsWith('.spec.ts') && !Object.values(fileOf).includes(file),
    );
    expect(others.filter((file) => writtenBy(file).length > 0)).toEqual([
      'agent-command-record.ts',
      'replay.ts',
      'timer-record.ts',
    ]);
  });
});
