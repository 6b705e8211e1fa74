export { asData, dataMark, isMarkedAsData } from './as-data.ts';
export type { CachedResult } from './cache/cached-result.ts';
export { codeKey } from './cache/codes-in.ts';
export type { HeardChange, Invalidate } from './cache/heard-change.ts';
export { memoryResults } from './cache/memory-results.ts';
export type { FurtherStore } from './cache/patient-store.ts';
export { type ReadAhead, readAhead } from './cache/read-ahead.ts';
export { readCachedResult } from './cache/read-cached-result.ts';
export type { ReadEvents } from './cache/read-events.ts';
export { anyCode, listedUnder, type ResultStore } from './cache/result-store.ts';
export { type Fetched, type Read, type ReadTool, readAnew, type ToolReads, toolReads } from './cache/tool-reads.ts';
export { callTool } from './call-tool.ts';
export { asOfField, fetchResult, resultOutcomes } from './make-call.ts';
export { masked, maskedContent } from './masked.ts';
export { mcpTools } from './mcp-tools.ts';
export type { PendingToolCall } from './pending-call.ts';
export { readArguments } from './read-arguments.ts';
export type { ToolEvent } from './recorded.ts';
export { repairArguments } from './repair-arguments.ts';
export type { FieldShape, MessageShape } from './shape.ts';
export { type Shedding, shedding } from './shedding/shedding.ts';
export type { Pressure } from './shedding/shedding-table.ts';
export { showResult } from './show-result.ts';
export { exampleText, fallbackText, type Idempotency, type Tool, type TurnFacts } from './tool.ts';
export { type ServiceVersion, ToolOffer } from './tool-offer.ts';
export type { ToolRequest, ToolResult } from './tool-result.ts';
export { madeFor, type ToolTransport } from './tool-transport.ts';
export {
  type ToolStep,
  type ToolUse,
  type ToolUseOptions,
  toolUse,
} from './tool-use.ts';
export { type DerivedTools, deriveTools, toolsFrom } from './tools-from.ts';
export { withFacts } from './with-facts.ts';
