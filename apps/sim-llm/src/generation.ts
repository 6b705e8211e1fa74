import type { AnswerEnd, AnswerPiece, WholeAnswer } from '@turnfleet/model';
import type { Answer, Exchange } from './exchange.ts';
import { countTokens, textPieces } from './tokens.ts';

/** A piece, and the tokens it takes. */
export type Piece = AnswerPiece & { readonly tokens: number };

export interface Generation {
  readonly pieces: readonly Piece[];
  readonly finish: 'stop' | 'tool_calls' | 'length';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** An answer as tokens, cut at the limit the request set. */
export function generate(exchange: Exchange, answer: Answer): Generation {
  const limit = exchange.maxOutputTokens ?? Infinity;
  const pieces: Piece[] = [];
  let used = 0;
  let complete = true;
  const add = (piece: Piece): void => {
    if (!complete || used + piece.tokens > limit) {
      complete = false;
      return;
    }
    pieces.push(piece);
    used += piece.tokens;
  };
  for (const piece of textPieces(answer.text)) add({ kind: 'text', ...piece });
  for (const [index, call] of answer.toolCalls.entries()) {
    add({ kind: 'call', index, id: call.id, name: call.name, tokens: countTokens(call.name) });
    for (const piece of textPieces(call.arguments)) add({ kind: 'arguments', index, ...piece });
  }
  return {
    pieces,
    finish: complete ? (answer.toolCalls.length > 0 ? 'tool_calls' : 'stop') : 'length',
    inputTokens: inputTokens(exchange),
    outputTokens: used,
  };
}

/** What frames a message and primes the answer, as OpenAI's cookbook counts it ("How to count tokens with tiktoken"). */
const tokensPerMessage = 4;
const tokensOfPriming = 3;

function inputTokens({ messages, tools }: Exchange): number {
  const told = messages.map((message) => {
    const calls = message.role === 'assistant' ? message.toolCalls : [];
    const text = message.role === 'tool' ? message.content : message.text;
    const called = calls.reduce((sum, call) => sum + countTokens(call.name) + countTokens(call.arguments), 0);
    return tokensPerMessage + countTokens(text) + called;
  });
  const offered = tools.map((tool) => countTokens(JSON.stringify(tool)));
  return [...told, ...offered].reduce((sum, tokens) => sum + tokens, tokensOfPriming);
}

export function endOf({ finish, inputTokens: input, outputTokens }: Generation): AnswerEnd {
  return { finish, usage: { inputTokens: input, outputTokens } };
}

/** For a reply that is not streamed. */
export function wholeOf(generation: Generation): WholeAnswer {
  return { ...assembled(generation.pieces), ...endOf(generation) };
}

/** The answer as far as the pieces bring it. */
export function assembled(pieces: readonly Piece[]): Answer {
  const toolCalls: { id: string; name: string; arguments: string }[] = [];
  let text = '';
  for (const piece of pieces) {
    if (piece.kind === 'text') text += piece.text;
    else if (piece.kind === 'call') toolCalls.push({ id: piece.id, name: piece.name, arguments: '' });
    else toolCalls.splice(piece.index, 1, appended(toolCalls[piece.index], piece.text));
  }
  return { text, toolCalls };
}

function appended(call: { id: string; name: string; arguments: string } | undefined, text: string) {
  return { id: call?.id ?? '', name: call?.name ?? '', arguments: (call?.arguments ?? '') + text };
}
