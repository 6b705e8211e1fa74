import { type Conversation, type EndedTurn, emptyConversation } from '@turnfleet/contract/schemas';
import type { ConversationView, RunningTurn } from './conversation-gateway.ts';

/** Largest value of a record in `chat.conversations`, bytes of UTF-8. */
export const maxSnapshotBytes = 512 * 1024;

interface SnapshotDeps {
  readonly generation: number;
  readonly epoch: number;
  /** The conversation as JSON text, or null if nothing was committed in it. */
  readonly conversation: string | null;
  readonly conversationId: string;
  /** Record values by turn id. */
  readonly unpublished: ReadonlyMap<string, string>;
}

/** The record value of a snapshot (`snapshotSchema`); the same parts give the same bytes, in whatever order they come. */
export function snapshotOf(deps: SnapshotDeps): string {
  const conversation = deps.conversation ?? JSON.stringify(emptyConversation(deps.conversationId));
  const unpublished = [...deps.unpublished]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([turnId, reply]) => ({ turnId, reply }));
  return `{"generation":${deps.generation},"epoch":${deps.epoch},"conversation":${conversation},"unpublished":${JSON.stringify(unpublished)}}`;
}

/** What readers may see of a stored conversation: replies not yet published are hidden, their turns still run. */
export function publishedView(
  stored: Conversation,
  unpublished: ReadonlySet<string>,
  accepted: readonly RunningTurn[],
): ConversationView {
  const hidden = stored.turns.filter(({ turnId }) => unpublished.has(turnId));
  const named = new Set(accepted.map(({ turnId }) => turnId));
  return {
    conversation: {
      ...stored,
      version: stored.version - unpublished.size,
      turns: stored.turns.filter(({ turnId }) => !unpublished.has(turnId)),
    },
    running: [...hidden.filter(({ turnId }) => !named.has(turnId)).map(asRunning), ...accepted],
  };
}

function asRunning({ turnId, text, submittedAt }: EndedTurn): RunningTurn {
  return { turnId, text, submittedAt };
}
