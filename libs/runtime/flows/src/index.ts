export type { KnownTool } from './definition/check-flows.ts';
export type { Flow } from './definition/flow.ts';
export { type FlowSet, flowSet } from './definition/flow-set.ts';
export { type FlowText, type ReadFlows, readFlows } from './definition/read-flows.ts';
export type { FlowResult, FlowTools } from './engine/flow-tools.ts';
export { type HearDeps, type Heard, hear, hearBegun } from './engine/hear.ts';
export { hearEffect } from './engine/hear-effect.ts';
export type { FlowEnd, Message } from './engine/talk.ts';
export type { Recognise, Wish } from './understanding/wishes.ts';
