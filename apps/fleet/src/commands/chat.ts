import type { Reply, ToolOutcome } from '@turnfleet/contract/schemas';
import { waitsForYes } from '@turnfleet/contract/waits-for-yes';
import { isValidId, TurnfleetError } from '@turnfleet/core';
import { z } from 'zod';
import { type FollowDeps, followTurn, type SeenEvent } from '../client/follow-turn.ts';
import { requestJson } from '../client/request.ts';

export interface ChatOptions {
  readonly url: string;
  readonly conversation: string;
  readonly locale: string | undefined;
}

export interface Terminal {
  write(text: string): void;
}

const acceptedSchema = z.object({ turnId: z.string(), events: z.string() });

/**
 * Sends a turn and prints the answer as it streams, then how it came about. True unless the reply is `failed`;
 * `invalid_request` if the fleet refuses the turn, `overloaded` if it cannot be reached.
 */
export async function chat(
  text: string,
  options: ChatOptions,
  deps: FollowDeps & { readonly terminal: Terminal; readonly signal: AbortSignal },
): Promise<boolean> {
  const { terminal, signal } = deps;
  if (!isValidId(options.conversation)) {
    throw new TurnfleetError('invalid_request', `"${options.conversation}" cannot be the id of a conversation.`, {
      suggestion: 'Ids are 1 to 128 of the characters A-Z a-z 0-9 _ - . : ~',
    });
  }
  const { turnId, events } = await requestJson(
    `${options.url}/v1/conversations/${options.conversation}/turns`,
    acceptedSchema,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text, locale: options.locale }),
      signal,
    },
  );
  const follow = async (turn: string, eventsPath: string): Promise<Reply> => {
    const screen = answerScreen(terminal);
    const eventsUrl = new URL(eventsPath, options.url).href;
    const reply = await followTurn(deps, { turnId: turn, eventsUrl }, screen.show, signal);
    screen.finish(reply);
    return reply;
  };
  let reply = await follow(turnId, events);
  if (reply.answeredBy !== null && reply.status !== 'failed') {
    terminal.write(`── answered together with a later message, ${reply.answeredBy}:\n`);
    const { conversationId, answeredBy } = reply;
    reply = await follow(answeredBy, `/v1/conversations/${conversationId}/events?turn=${answeredBy}`);
  }
  terminal.write(summary(reply));
  return reply.status !== 'failed';
}

interface Screen {
  readonly show: (event: SeenEvent) => void;
  readonly finish: (reply: Reply) => void;
}

/** Shows the text once: streamed deltas, or the reply's text when it was not streamed or was taken back. */
function answerScreen(terminal: Terminal): Screen {
  let shown = '';
  return {
    show: ({ event, data }) => {
      if (event === 'reply.delta') {
        terminal.write(data.text);
        shown += data.text;
      }
      if (event === 'reply.reset' && shown !== '') {
        terminal.write(`\n── ${data.reason}; the answer begins again\n`);
        shown = '';
      }
    },
    finish: (reply) => {
      if (shown !== reply.text) terminal.write(shown === '' ? reply.text : `\n── the whole answer:\n${reply.text}`);
      if (shown + reply.text !== '') terminal.write('\n');
    },
  };
}

function keptSince(outcome: ToolOutcome, asOf: string | undefined): string {
  const kept = asOf !== undefined && (outcome === 'cached' || outcome === 'stale');
  return kept ? `, as of ${new Date(asOf).toLocaleTimeString('en-GB')}` : '';
}

function summary(reply: Reply): string {
  const { usage, timings } = reply;
  const tools = reply.toolCalls.map(({ name, outcome, ms, asOf }, place) => {
    const waits = reply.status !== 'failed' && waitsForYes(reply.toolCalls, place);
    const ended = waits ? 'waits for your yes' : `${outcome}, ${ms} ms${keptSince(outcome, asOf)}`;
    return `  ${name.padEnd(20)} ${ended}`;
  });
  const cost = `$${usage.costUsd.toFixed(6)} (${usage.inputTokens} tokens in, ${usage.outputTokens} out)`;
  const failure = reply.error
    ? [`failed   ${reply.error.kind}: ${reply.error.message}`, `         ${reply.error.suggestion}`]
    : [];
  const degraded = reply.status === 'degraded' ? ['degraded answered without something that was unavailable'] : [];
  return [
    '',
    ...failure,
    ...degraded,
    ...(tools.length > 0 ? ['tools', ...tools] : []),
    `model    ${reply.model || 'none'}`,
    `cost     ${cost}`,
    `time     ${timings.firstTokenMs} ms to the first word, ${timings.totalMs} ms in all`,
    `trace    ${reply.traceId}`,
    `         npx turnfleet trace ${reply.turnId}`,
    '',
  ].join('\n');
}
