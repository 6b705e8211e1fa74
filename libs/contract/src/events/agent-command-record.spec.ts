import { describe, expect, it } from '@jest/globals';
import type { AgentCommand } from '../schemas/agent-command.ts';
import { decodeAgentCommand, encodeAgentCommand } from './agent-command-record.ts';
import { encodeHeaders } from './cloud-event.ts';
import { decodeHandoffChanged, encodeHandoffChanged, type HandoffChanged } from './handoff-record.ts';
import { decodeTimer } from './timer-record.ts';
import { decodeTurn } from './turn-record.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const about = {
  ...{ conversationId: 'c-1', commandId: 'agent~say~1', tenant: 'default' },
  ...{ agent: 'a-7', agentName: '小王', handoff: 't-1' },
};
const commands: readonly AgentCommand[] = [
  { ...about, kind: 'claim' },
  { ...about, kind: 'say', text: '您好,我是小王。' },
  { ...about, kind: 'note', text: 'Call the warehouse first.' },
  { ...about, kind: 'call', tool: 'get_order', arguments: { order_id: 'O-1' } },
  { ...about, kind: 'transfer', to: { skill: 'returns' } },
  { ...about, kind: 'hand_back', text: 'Refund of ¥20 until Friday.' },
  { ...about, kind: 'return', cause: 'gone' },
  { ...about, kind: 'escalate', cause: 'sla' },
];
const recordOf = (command: AgentCommand) => ({ ...encodeAgentCommand(command, 3), timestamp: 0 });

describe('a command of an agent among the turns', () => {
  it.each(commands)('comes out as it went in: $kind', (command) => {
    expect(decodeAgentCommand(recordOf(command))).toMatchObject({
      ...{ kind: 'command', command, conversationId: 'c-1', turnId: 'agent~say~1' },
    });
  });

  it('is no turn and no timer: a worker of a version before sets it aside', () => {
    const record = recordOf({ ...about, kind: 'claim' });
    expect(decodeTurn(record).kind).toBe('rejected');
    expect(decodeTimer(record)).toBeNull();
  });

  it.each([
    ['of another type', JSON.stringify(commands[0]), 'com.turnfleet.turn.submitted.v1', 'c-1'],
    ['of a kind that there is not', JSON.stringify({ ...about, kind: 'tea' }), 'com.turnfleet.agent.command.v1', 'c-1'],
    ['that says nothing', JSON.stringify({ ...about, kind: 'say' }), 'com.turnfleet.agent.command.v1', 'c-1'],
    ['under the key of another conversation', JSON.stringify(commands[0]), 'com.turnfleet.agent.command.v1', 'c-2'],
    ['without data', 'not JSON', 'com.turnfleet.agent.command.v1', 'c-1'],
  ])('is none %s', (_, value, type, key) => {
    const headers = encodeHeaders({ ce_type: type });
    expect(decodeAgentCommand({ key: bytes(key), value: bytes(value), headers, timestamp: 0 })).toBeNull();
  });
});

describe('a handoff that changed', () => {
  it('is told as it was, without what agents noted for each other', () => {
    const at = new Date(5).toISOString();
    const handoff = {
      ...({ id: 't-1', tenant: 'default', state: 'waiting', since: at, reason: 'wish', summary: 'A refund.' } as const),
      ...({ skill: 'returns', locale: 'en', priority: 2, level: 'gold', wanted: null } as const),
      ...{ agent: null, agentName: null, claimedAt: null, moves: 1 },
    };
    const changed: HandoffChanged = {
      ...{ conversationId: 'c-1', turnId: 't-1', tenant: 'default', handoffId: 't-1', agent: null },
      ...{ change: 'requested', version: 3, at, handoff },
    };
    expect(decodeHandoffChanged(encodeHandoffChanged(changed, 0))).toEqual(changed);
    const noted = { ...changed, handoff: { ...handoff, notes: [{ at: 'x', agent: 'a', text: 'secret' }] } };
    expect(decodeHandoffChanged(encodeHandoffChanged(noted, 0))).toEqual(changed);
    expect(decodeHandoffChanged({ value: bytes('{}'), headers: {} })).toBeNull();
  });
});
