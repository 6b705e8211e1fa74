import type { Tool } from './tool.ts';

/** Tools as an MCP server lists them: https://modelcontextprotocol.io/specification/2025-11-25/server/tools */
export function mcpTools(tools: readonly Tool[]): Record<string, unknown>[] {
  return tools.map(({ name, description, parameters, idempotency }) => ({
    name,
    description,
    inputSchema: parameters,
    annotations: {
      readOnlyHint: idempotency === 'read_only',
      idempotentHint: ['read_only', 'idempotent'].includes(idempotency),
    },
  }));
}
