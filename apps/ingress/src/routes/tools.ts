import type { CredentialWatch } from '@turnfleet/auth';
import {
  calledToolSchema,
  callToolSchema,
  instancesSchema,
  toolBatchResultSchema,
  toolBatchSchema,
  toolParamsSchema,
  toolsQuerySchema,
  toolsSchema,
} from '@turnfleet/contract/http';
import type { Clock } from '@turnfleet/core';
import { type HttpApp, problems, whileAllowed } from '@turnfleet/http-kit';
import { anthropicTools, openAiTools } from '@turnfleet/model';
import { mayAny, type Principal } from '@turnfleet/principal';
import { mcpTools } from '@turnfleet/tools';
import { askerOf } from '../auth/asker.ts';
import { type BatchAsker, callBatch } from '../tools/call-batch.ts';
import { callByHand } from '../tools/call-by-hand.ts';
import type { LazyTools } from '../tools/lazy-tools.ts';

interface ToolsRoutesDeps {
  readonly tools: LazyTools;
  readonly clock: Clock;
  readonly watch: CredentialWatch;
}

const offered = { produces: 'application/json', may: ['tools', 'operate'] } as const;
const operated = { produces: 'application/json', may: ['operate'] } as const;
const rendered = { openai: openAiTools, anthropic: anthropicTools, mcp: mcpTools };

/** What models may call, who serves it, and a way to call it by hand. */
export function toolsRoutes(app: HttpApp, { tools, clock, watch }: ToolsRoutesDeps): void {
  app.get(
    '/v1/tools',
    {
      config: offered,
      schema: {
        operationId: 'getTools',
        summary: 'The tools that models are offered',
        querystring: toolsQuerySchema,
        response: { 200: toolsSchema, ...problems(400, 401, 403, 406, 503) },
      },
    },
    async ({ query }) => ({ tools: rendered[query.format]((await tools.open()).tools.offer('')) }),
  );

  app.post(
    '/v1/tools::batch',
    {
      config: offered,
      schema: {
        operationId: 'callTools',
        summary: 'Calls several tools side by side',
        body: toolBatchSchema,
        response: { 200: toolBatchResultSchema, ...problems(400, 401, 403, 406, 413, 415, 503) },
      },
    },
    async (request, reply) => {
      const asker = batchAsker(request.entered.principal);
      const signal = whileAllowed(request, reply, watch);
      return callBatch({ ...(await tools.open()), clock, asker, signal }, request.body);
    },
  );

  app.get(
    '/v1/operate/tools/instances',
    {
      config: operated,
      schema: {
        operationId: 'getToolInstances',
        summary: 'Who serves the tools, as this process sees it',
        response: { 200: instancesSchema, ...problems(401, 403, 406, 503) },
      },
    },
    async () => ({
      instances: (await tools.open()).tools.instances().map(({ instance, ...seen }) => {
        const { id, services, version, address, region, weight, load } = instance;
        return { id, services: [...services], version, address, region, weight, load, ...seen };
      }),
    }),
  );

  app.post(
    '/v1/operate/tools/:name/call',
    {
      config: operated,
      schema: {
        operationId: 'callTool',
        summary: 'Calls a tool by hand, effects included',
        params: toolParamsSchema,
        body: callToolSchema,
        response: { 200: calledToolSchema, ...problems(400, 401, 403, 404, 406, 409, 413, 415, 502, 503) },
      },
    },
    async ({ params, body, headers, entered }) => {
      const given = headers['idempotency-key'];
      const key = typeof given === 'string' ? given : undefined;
      const { arguments: args, userId } = body;
      const { tenant } = entered.principal;
      return callByHand(await tools.open(), clock, { name: params.name, arguments: args, userId, key, tenant });
    },
  );
}

function batchAsker(principal: Principal): BatchAsker {
  return {
    tenant: principal.tenant,
    operates: mayAny(principal, ['operate']),
    userOf: (named) => askerOf(principal, named === undefined ? undefined : { id: named }).about.user?.id,
  };
}
