import { describe, expect, it } from '@jest/globals';
import { encodeAgentCommand, homePartition, topics } from '@turnfleet/contract/events';
import type { EndedCommand, Reply } from '@turnfleet/contract/schemas';
import type { HistoryEvent } from '../history/history-event.ts';
import { recordEvent } from '../history/record-event.ts';
import { check } from './check.ts';
import { replyOf } from './testing/small-log.ts';
import { numbered } from './testing/valid-history.ts';

const partitions = 2;
const c = 'c-1';
const home = homePartition(c, partitions);
const bytes = (text: string): Uint8Array => Buffer.from(text);

/** A command, and the reply that says what came of it. */
function did(kind: 'claim' | 'hand_back', agent: string, version: number): HistoryEvent[] {
  const commandId = `agent~${kind}~${agent}~${version}`;
  const about = { conversationId: c, commandId, tenant: 'default', agent, agentName: agent, handoff: 't-1' };
  const { value, headers } = encodeAgentCommand({ kind, ...about }, home);
  const place = { topic: topics.turns, partition: home, offset: BigInt(version), key: bytes(c) };
  const command: EndedCommand = { kind, handoff: 't-1', agent, outcome: 'done', silent: false };
  const change = kind === 'claim' ? 'claimed' : 'handed_back';
  return [
    recordEvent({ ...place, value, headers }, version),
    replied(commandId, version, { command, handoff: { id: 't-1', change } }),
  ];
}

const replied = (turnId: string, version: number, more: Partial<Reply>): HistoryEvent => ({
  ...{ at: 50 + version, event: 'record', topic: 'chat.replies', partition: home, offset: String(version - 1), key: c },
  value: JSON.stringify({ ...replyOf(c, turnId, version, `answer to ${turnId}`), ...more }),
});
const submitted = (turnId: string): HistoryEvent => ({ at: 1, event: 'submitted', conversationId: c, turnId });
const requested = [submitted('t-1'), replied('t-1', 1, { handoff: { id: 't-1', change: 'requested' } })];

const codesOn = (...events: readonly HistoryEvent[]) =>
  check(
    numbered([
      { at: 0, event: 'begin', format: 1, partitions },
      ...[...requested, ...events].sort((a, b) => a.at - b.at),
      { at: 99, event: 'end' },
    ]),
  ).verdicts.map(({ code }) => code);

/** A wish for a draft, and what it ended with, as it should or with words for the shopper. */
function drafted(version: number, text: string): HistoryEvent[] {
  const about = { conversationId: c, commandId: `draft-${version}`, tenant: 'default', handoff: 't-1' };
  const { value, headers } = encodeAgentCommand({ kind: 'draft', agent: 'a', agentName: 'a', ...about }, home);
  const place = { topic: topics.turns, partition: home, offset: BigInt(version), key: bytes(c) };
  const command: EndedCommand = { kind: 'draft', handoff: 't-1', agent: 'a', outcome: 'done', silent: text === '' };
  return [
    recordEvent({ ...place, value, headers }, version),
    replied(about.commandId, version, { text, command: { ...command, result: 'Perhaps so.' } }),
  ];
}

describe('a draft for an agent', () => {
  const claimed = did('claim', 'a', 2);

  it('is right if no shopper hears of it', () => {
    expect(codesOn(...claimed, ...drafted(3, ''))).toEqual([]);
  });

  it('is told if its reply has words for the shopper', () => {
    expect(codesOn(...claimed, ...drafted(3, 'Perhaps so.'))).toEqual(['draft_told']);
  });
});

describe('a conversation that a person has', () => {
  it('is right if one agent has it at a time, and nothing else answers', () => {
    const heard = [submitted('t-2'), replied('t-2', 3, { text: '', toAgent: true })];
    const later = [submitted('t-3'), replied('t-3', 5, {})];
    expect(codesOn(...did('claim', 'a', 2), ...heard, ...did('hand_back', 'a', 4), ...later)).toEqual([]);
  });

  it('was claimed by a second agent before the first gave it back', () => {
    expect(codesOn(...did('claim', 'a', 2), ...did('claim', 'b', 3))).toEqual(['claimed_twice']);
  });

  it('was answered by something else', () => {
    expect(codesOn(...did('claim', 'a', 2), submitted('t-2'), replied('t-2', 3, {}))).toEqual([
      'answered_while_claimed',
    ]);
  });
});
