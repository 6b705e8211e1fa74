export { anthropicErrorBody } from './anthropic/error.ts';
export { anthropicFrames, anthropicWhole } from './anthropic/frames.ts';
export { readAnthropicRequest } from './anthropic/read-request.ts';
export { anthropicRequestBody } from './anthropic/request.ts';
export { anthropicStreamFold } from './anthropic/stream.ts';
export { boundedCount, piecesOf } from './bounded-count.ts';
export * from './budget/index.ts';
export * from './catalogue/index.ts';
export * from './limits/index.ts';
export type {
  CallTicket,
  Carried,
  Deployment,
  ModelChunk,
  ModelClient,
  ModelMessage,
  ModelRequest,
  ModelTool,
  ModelToolCall,
  ModelUsage,
  ToolChoice,
} from './model-client.ts';
export { type EndpointError, modelFailure, retryAfterMs } from './model-failure.ts';
export { anthropicTools, openAiTools } from './model-tools.ts';
export * from './money/index.ts';
export { adaptedTo, type Dialect, usualDialect } from './openai/dialect.ts';
export { type Adaptable, openAiErrorBody, refusedParameter } from './openai/error.ts';
export { openAiFrames, openAiWhole } from './openai/frames.ts';
export { readOpenAiRequest } from './openai/read-request.ts';
export { openAiRequestBody } from './openai/request.ts';
export { openAiStreamFold } from './openai/stream.ts';
export { AnswerText } from './reading/answer-text.ts';
export { invalidField, parsedAt, parsedBody } from './reading/parsed-body.ts';
export * from './router/index.ts';
export * from './routing/index.ts';

export type { StreamEnd, StreamFold } from './stream-fold.ts';
export type { CountTokens } from './tokens.ts';
export type { AnswerEnd, AnswerPiece, AskedOfModel, Envelope, Framing, WholeAnswer } from './wire.ts';
