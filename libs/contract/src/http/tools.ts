import { z } from 'zod';

const toolFormats = ['openai', 'anthropic', 'mcp'] as const;

export const toolsQuerySchema = z.object({
  format: z.enum(toolFormats).default('openai').describe('Whose way to describe a tool.'),
});

/** `GET /v1/tools`. */
export const toolsSchema = z.object({
  tools: z.array(z.record(z.string(), z.unknown())).describe('Each as `format` describes a tool.'),
});

/** `GET /v1/operate/tools/instances`. */
export const instancesSchema = z.object({
  instances: z.array(
    z.object({
      id: z.string(),
      services: z.array(z.string()),
      version: z.string(),
      address: z.string(),
      region: z.string(),
      weight: z.number(),
      load: z.number().describe('As it reported last, 0 to 1.'),
      state: z.enum(['inspected', 'called', 'refused', 'draining']),
      why: z.string().nullable().describe('Why it is not called; null if it is.'),
      connected: z.boolean(),
      latencyMs: z.number().nullable().describe('As this process measured it; null if it did not.'),
      inFlight: z.int().describe('Calls of this process.'),
    }),
  ),
});

export const toolParamsSchema = z.object({ name: z.string().max(64) });

/** `POST /v1/operate/tools/{name}/call`. */
export const callToolSchema = z.object({
  arguments: z.record(z.string(), z.unknown()).default({}).describe('As a model would give them.'),
  userId: z.string().max(128).optional().describe('Who the call is for, where a tool is about the shopper.'),
});

export const calledToolSchema = z.object({
  name: z.string(),
  service: z.string(),
  version: z.string(),
  ms: z.int(),
  outcome: z
    .enum(['ok', 'cached', 'stale'])
    .describe('`cached`: known already; `stale`: and older than its tool likes.'),
  asOf: z.iso.datetime().describe('When the service was asked.'),
  result: z.record(z.string(), z.unknown()).describe('The response in proto3 JSON, with the names of the .proto file.'),
});

export type Instances = z.output<typeof instancesSchema>;
export type CalledTool = z.output<typeof calledToolSchema>;
