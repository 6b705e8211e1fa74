import type { ServerResponse } from 'node:http';
import type { TurnfleetError } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import type { AnswerEnd, AnswerPiece, Framing } from '@turnfleet/model';
import { anthropicErrorBody, anthropicFrames, builtInCatalogue, openAiErrorBody, openAiFrames } from '@turnfleet/model';
import type { ScriptedAnswer } from '@turnfleet/model/testing';
import { modelClientContract } from '@turnfleet/testing';
import { createModelClient } from './model-client.ts';
import { addressesAt, scriptedEndpoint } from './testing.ts';

const protocols = {
  openai: { model: 'deepseek-v3.2', frames: openAiFrames, errorBody: openAiErrorBody },
  anthropic: {
    model: 'claude-sonnet-4.5',
    frames: anthropicFrames,
    errorBody: (error: TurnfleetError) => anthropicErrorBody(error, statusOf(error), 'x'),
  },
} as const;
const someUsage = { inputTokens: 10, outputTokens: 5 };

for (const [name, protocol] of Object.entries(protocols)) {
  modelClientContract(`a model over HTTP, ${name}`, async () => {
    const endpoint = await scriptedEndpoint();
    const client = createModelClient({
      catalogue: () => builtInCatalogue,
      addressOf: addressesAt(endpoint.url),
      limits: { headersTimeoutMs: 5_000, idleTimeoutMs: 5_000 },
      clock: new ManualClock(0),
    });
    const tell = (answer: ScriptedAnswer | undefined, response: ServerResponse): void => {
      if (!answer) response.destroy();
      else if ('fails' in answer && answer.afterText === undefined) refuse(response, answer.fails);
      else stream(response, answer);
    };
    const refuse = (response: ServerResponse, error: TurnfleetError): void => {
      const { retryAfterMs } = error.details;
      if (retryAfterMs !== undefined) response.setHeader('retry-after', String(retryAfterMs / 1_000));
      response.writeHead(statusOf(error)).end(JSON.stringify(protocol.errorBody(error)));
    };
    const stream = (response: ServerResponse, answer: ScriptedAnswer): void => {
      const usage = 'usage' in answer ? (answer.usage ?? someUsage) : someUsage;
      const at = { id: 'x', model: protocol.model, createdAt: 0, includeUsage: true, inputTokens: usage.inputTokens };
      const frames: Framing = protocol.frames(at);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        frames.begin() +
          piecesOf(answer)
            .map((piece) => frames.piece(piece))
            .join(''),
      );
      if ('fails' in answer) response.end(frames.error(answer.fails));
      else if (!('hangs' in answer)) response.end(frames.end({ finish: finishOf(answer), usage }));
    };
    return {
      client,
      model: protocol.model,
      script: (answers) => {
        const left = [...answers];
        endpoint.asked.length = 0;
        endpoint.answers((response) => tell(left.shift(), response));
      },
      asked: () => endpoint.asked.length,
      stop: async () => {
        await client.close();
        await endpoint.close();
      },
    };
  });
}

function statusOf({ kind }: TurnfleetError): number {
  return { rate_limited: 429, model_unavailable: 503 }[kind as string] ?? 400;
}

function piecesOf(answer: ScriptedAnswer): AnswerPiece[] {
  const text = 'afterText' in answer ? answer.afterText : 'text' in answer ? answer.text : undefined;
  const calls = 'calls' in answer ? answer.calls : [];
  return [
    ...(text === undefined ? [] : ([{ kind: 'text', text }] as const)),
    ...calls.flatMap(({ id, name, arguments: written }, index): AnswerPiece[] => [
      { kind: 'call', index, id, name },
      { kind: 'arguments', index, text: written },
    ]),
  ];
}

function finishOf(
  answer: Extract<ScriptedAnswer, { calls: unknown } | { text: string; thought?: string }>,
): AnswerEnd['finish'] {
  if ('calls' in answer) return 'tool_calls';
  return 'reason' in answer ? (answer.reason ?? 'stop') : 'stop';
}
