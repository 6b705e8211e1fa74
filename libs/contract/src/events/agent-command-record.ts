import { type AgentCommand, agentCommandSchema } from '../schemas/agent-command.ts';
import { textOfBytes } from '../schemas/json.ts';
import { binaryRecord, type EventRecord, type PlacedRecord, type TraceHeaders } from './cloud-event.ts';
import { eventSource, eventTypes } from './event-types.ts';
import { submittedAtOf } from './first-submitted.ts';
import { headerText, readData } from './read-event.ts';
import { topics } from './topics.ts';
import { traceHeadersOf } from './trace-headers.ts';

/** A command of an agent as a record of `chat.turns`: it takes its place among the turns of its conversation. */
export function encodeAgentCommand(command: AgentCommand, partition: number, headers: TraceHeaders = {}): PlacedRecord {
  const { conversationId } = command;
  return { topic: topics.turns, partition, ...binaryRecord(conversationId, agentCommandEvent(command), headers) };
}

/** Value of the record: a signature holds for its bytes. */
export const agentCommandData = (command: AgentCommand): string => JSON.stringify(command);

const agentCommandEvent = (command: AgentCommand) => ({
  id: command.commandId,
  type: eventTypes.agentCommand,
  source: eventSource(command.conversationId, 'turns'),
  extensions: { tenant: command.tenant },
  data: agentCommandData(command),
});

/** A record of `chat.turns` that is a command of an agent. */
export interface DecodedCommand {
  readonly kind: 'command';
  readonly command: AgentCommand;
  readonly conversationId: string;
  readonly turnId: string;
  /** Unix milliseconds; always a date to be told. */
  readonly submittedAt: number;
  readonly traceHeaders: TraceHeaders;
}

/** Reads a record of `chat.turns` as a command; null for what is none, be it a turn, contradicts itself, or cannot be read. */
export function decodeAgentCommand(record: EventRecord & { readonly timestamp: number }): DecodedCommand | null {
  if (headerText(record.headers, 'ce_type') !== eventTypes.agentCommand) return null;
  const data = readData(record);
  const command = data.ok ? agentCommandSchema.safeParse(data.value).data : undefined;
  if (!command) return null;
  const { conversationId, commandId: turnId } = command;
  if (record.key && textOfBytes(record.key) !== conversationId) return null;
  const traceHeaders = traceHeadersOf(record.headers) ?? {};
  return { kind: 'command', command, conversationId, turnId, submittedAt: submittedAtOf(record), traceHeaders };
}
