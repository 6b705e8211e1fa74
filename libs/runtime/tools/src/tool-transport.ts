import type { Owner } from '@turnfleet/contract/schemas';
import type { Deadline } from '@turnfleet/core';
import type { Tool } from './tool.ts';

/**
 * Carries a call to the service that has the tool. `args` and the answer are proto3 JSON objects with field names as in
 * the .proto file. Errors by the service's status: `not_found`, `invalid_request`, `tool_timeout`, `tool_failed`,
 * `overloaded`, … and the deadline's own reason when it ends first. `idempotencyKey` goes along for a keyed tool: under
 * the same key the service takes effect once and gives the same answer. `asker`: for whom, which goes along too.
 */
export interface ToolTransport {
  call(
    tool: Tool,
    args: Readonly<Record<string, unknown>>,
    deadline: Deadline,
    idempotencyKey?: string,
    asker?: Owner,
  ): Promise<Readonly<Record<string, unknown>>>;
}

/** Every call says for whom it is made. */
export function madeFor(asker: Owner, transport: ToolTransport): ToolTransport {
  return { call: (tool, args, deadline, key) => transport.call(tool, args, deadline, key, asker) };
}
