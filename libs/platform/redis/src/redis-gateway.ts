import {
  type ConversationGateway,
  ledgerTtlMs,
  notRestored,
  publishedView,
  type RunningTurn,
  type TurnRef,
} from '@turnfleet/conversation';
import { pairs, unexpectedAnswer } from './answer.ts';
import { createCancelWatch } from './cancel-watch.ts';
import {
  cancelScript,
  isLoggedScript,
  markLoggedScript,
  replyScript,
  reserveScript,
  viewScript,
} from './gateway-scripts.ts';
import { parseConversation } from './parse-conversation.ts';
import type { RedisContext } from './redis-context.ts';
import { redisOwners } from './redis-owners.ts';
import type { Script } from './script.ts';

export function redisGateway(context: RedisContext): ConversationGateway {
  const { redis, keys } = context;
  const run = async (script: Script, ref: TurnRef, ...args: (string | number)[]): Promise<readonly string[]> => {
    const answer = await redis.run(script, keys.ofTurn(ref), args);
    if (answer[0] === 'lost') throw notRestored(keys.home(ref.conversationId));
    return answer;
  };

  return {
    ...redisOwners(context),

    async reserve(turn, bodyHash) {
      const [kind] = await run(reserveScript, turn, ledgerTtlMs, bodyHash);
      if (kind === 'reserved' || kind === 'logged' || kind === 'conflict') return { kind };
      throw unexpectedAnswer(kind);
    },

    async isLogged(turn) {
      const [answer] = await run(isLoggedScript, turn);
      return answer === 'yes';
    },

    async markLogged(turn) {
      await run(markLoggedScript, turn, ledgerTtlMs);
    },

    async view(conversationId) {
      const names = keys.ofConversation(conversationId);
      const answer = await redis.run(viewScript, names, [redis.server(names)]);
      const [kind, json = '', count, ...rest] = answer;
      if (kind === 'lost') throw notRestored(keys.home(conversationId));
      const unpublished = new Set(rest.slice(0, Number(count)));
      const running = runningTurns(rest.slice(Number(count)));
      if (json === '' && running.length === 0) return null;
      return publishedView(parseConversation(json, conversationId), unpublished, running);
    },

    async reply(turn) {
      const [kind, reply = ''] = await run(replyScript, turn, redis.server(keys.ofTurn(turn)));
      return kind === 'reply' ? reply : null;
    },

    async requestCancel(turn) {
      const channel = keys.cancelChannel(keys.home(turn.conversationId));
      const server = redis.server(keys.ofTurn(turn));
      const [kind] = await run(
        cancelScript,
        turn,
        server,
        ledgerTtlMs,
        channel,
        `${turn.conversationId}/${turn.turnId}`,
      );
      return kind === 'ok';
    },

    watchCancel: createCancelWatch(context),
  };
}

/** Each value is the turn's place in the journal, a space, and the rest as JSON. */
/** Flat as `turn id, value, …`; oldest first. */
export function runningTurns(flat: readonly string[]): RunningTurn[] {
  return pairs(flat)
    .map(([turnId, value]) => {
      const space = value.indexOf(' ');
      const told = JSON.parse(value.slice(space)) as Omit<RunningTurn, 'turnId'>;
      return { place: Number(value.slice(0, space)), turn: { turnId, ...told } };
    })
    .sort((a, b) => a.place - b.place)
    .map(({ turn }) => turn);
}
