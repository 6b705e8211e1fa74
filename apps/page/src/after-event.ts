import type { ConversationViewAnswer, JournalEvent } from '@turnfleet/contract/http';
import type { Reply, ToolOutcome } from '@turnfleet/contract/schemas';

export interface PageTool {
  readonly id: string;
  readonly name: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Null while it runs. */
  readonly outcome: ToolOutcome | null;
  readonly ms: number | null;
  /** RFC 3339: when what it returned was asked for. */
  readonly asOf?: string | undefined;
  /** Why it was not called. */
  readonly reason?: 'load' | undefined;
}

export interface PageTurn {
  readonly turnId: string;
  readonly text: string;
  /** `forgotten`: accepted, and the server does not know it (any more): to be sent again, which is harmless if it does. */
  readonly phase: 'sending' | 'unsent' | 'accepted' | 'started' | 'forgotten' | 'ended';
  /** What has been streamed so far. */
  readonly answer: string;
  readonly tools: readonly PageTool[];
  readonly reply: Reply | null;
  readonly stopping: boolean;
  /** About so long until work on it begins, milliseconds; null: nobody says. */
  readonly startsInMs: number | null;
  /** Why it could not be sent. */
  readonly problem: string;
}

export type PageEvent =
  | JournalEvent
  | { readonly type: 'sent'; readonly turnId: string; readonly text: string }
  | { readonly type: 'unsent'; readonly turnId: string; readonly problem: string }
  | { readonly type: 'stopping'; readonly turnId: string }
  | { readonly type: 'turn.queued'; readonly turnId: string; readonly estimatedStartMs: number }
  /** What was streamed of turns in progress cannot be gone on with. */
  | { readonly type: 'gap' }
  /** The conversation as the server knows it. */
  | { readonly type: 'view'; readonly view: ConversationViewAnswer }
  /** The server does not know the conversation: it began anew without a memory, or nothing was sent yet. */
  | { readonly type: 'unknown' };

/** Turns of the page after an event. An event told twice changes nothing; a turn that has ended stays as it is. */
export function afterEvent(turns: readonly PageTurn[], event: PageEvent): readonly PageTurn[] {
  switch (event.type) {
    case 'view':
      return afterView(turns, event.view.turns);
    case 'unknown':
      return afterView(turns, []);
    case 'gap':
      return turns.map((turn) => (turn.phase === 'ended' ? turn : { ...turn, answer: '', tools: [] }));
    case 'sent':
      return withTurn(turns, event.turnId, (turn) => ({
        ...turn,
        ...{ text: event.text, phase: 'sending', answer: '', tools: [], problem: '' },
      }));
    default:
      return withTurn(turns, event.turnId, (turn) => (turn.phase === 'ended' ? turn : progressed(turn, event)));
  }
}

function progressed(
  turn: PageTurn,
  event: Exclude<PageEvent, { type: 'view' | 'unknown' | 'gap' | 'sent' }>,
): PageTurn {
  switch (event.type) {
    case 'unsent':
      return turn.phase === 'sending' ? { ...turn, phase: 'unsent', problem: event.problem } : turn;
    case 'stopping':
      return { ...turn, stopping: true };
    case 'turn.accepted':
      return { ...turn, text: event.text, phase: turn.phase === 'started' ? 'started' : 'accepted' };
    case 'turn.queued':
      return { ...turn, startsInMs: event.estimatedStartMs };
    case 'turn.started':
      return { ...turn, phase: 'started' };
    case 'tool.started':
      return { ...turn, phase: 'started', tools: withTool(turn.tools, { ...event, outcome: null, ms: null }) };
    case 'tool.finished':
      return { ...turn, tools: withTool(turn.tools, event) };
    case 'reply.delta':
      return { ...turn, phase: 'started', answer: turn.answer + event.text };
    case 'reply.reset':
      return { ...turn, phase: 'started', answer: '', tools: [] };
    case 'reply.completed':
    case 'reply.failed':
      return ended(turn, event.reply);
  }
}

function ended(turn: PageTurn, reply: Reply): PageTurn {
  const tools = reply.toolCalls.map(({ id, name, arguments: args, outcome, ms, asOf, reason }) => ({
    id,
    name,
    arguments: args,
    outcome,
    ms,
    asOf,
    reason,
  }));
  return { ...turn, phase: 'ended', answer: reply.text, tools, reply, stopping: false };
}

function withTurn(
  turns: readonly PageTurn[],
  turnId: string,
  change: (turn: PageTurn) => PageTurn,
): readonly PageTurn[] {
  const known = turns.some((turn) => turn.turnId === turnId);
  if (!known) return [...turns, change(emptyTurn(turnId))];
  return turns.map((turn) => (turn.turnId === turnId ? change(turn) : turn));
}

/** How a call began or ended; how it ended does not say with which arguments. */
type ToolTold = Omit<PageTool, 'arguments'> & Partial<Pick<PageTool, 'arguments'>>;

function withTool(
  tools: readonly PageTool[],
  { id, name, arguments: args, outcome, ms, asOf, reason }: ToolTold,
): readonly PageTool[] {
  const known = tools.find((one) => one.id === id);
  const tool = { id, name, arguments: args ?? known?.arguments ?? {}, outcome, ms, asOf, reason };
  return known ? tools.map((one) => (one === known ? tool : one)) : [...tools, tool];
}

function emptyTurn(turnId: string): PageTurn {
  const progress = { phase: 'accepted' as const, answer: '', tools: [], reply: null, stopping: false, problem: '' };
  return { turnId, text: '', startsInMs: null, ...progress };
}

/** The server's order, then what it does not know yet. */
function afterView(turns: readonly PageTurn[], seen: ConversationViewAnswer['turns']): readonly PageTurn[] {
  const own = new Map(turns.map((turn) => [turn.turnId, turn]));
  const known = seen.map(({ turnId, text, reply }) => {
    const turn = { ...(own.get(turnId) ?? emptyTurn(turnId)), text };
    own.delete(turnId);
    if (reply) return ended(turn, reply);
    return turn.phase === 'sending' || turn.phase === 'unsent' ? { ...turn, phase: 'accepted' as const } : turn;
  });
  // Older turns than the server shows stay where they are: before the others.
  const before = [...own.values()].filter((turn) => turn.phase === 'ended');
  const after = [...own.values()].filter((turn) => turn.phase !== 'ended').map(forgotten);
  return [...before, ...known, ...after];
}

function forgotten(turn: PageTurn): PageTurn {
  const isAccepted = turn.phase === 'accepted' || turn.phase === 'started';
  return isAccepted && turn.text !== '' ? { ...turn, phase: 'forgotten' } : turn;
}
