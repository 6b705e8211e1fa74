import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { z } from 'zod';
import { readFleetModels } from '../models/fleet-models.ts';
import { modelName, noModel } from './asked-chat.ts';

const modelSchema = z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() });
const listSchema = z.object({ object: z.literal('list'), data: z.array(modelSchema) });

const config = { produces: 'application/json', may: ['chat', 'read', 'agent'], errors: 'openai' } as const;

/** What may be named as `model`: the fleet as its rules decide, and each group of its catalogue. */
export function openAiModelsRoutes(
  app: HttpApp,
  { fleetStatus }: { readonly fleetStatus: FleetStatus & RouteChoices },
): void {
  const names = async (): Promise<string[]> => {
    const { catalogue } = await readFleetModels(fleetStatus);
    return [modelName, ...[...catalogue.groups.keys()].map((group) => `${modelName}/${group}`)];
  };
  const told = (id: string) => ({ id, object: 'model' as const, created: 0, owned_by: modelName });

  app.get(
    '/v1/models',
    {
      config,
      schema: {
        operationId: 'listOpenAiModels',
        summary: 'What may be named as `model` (OpenAI-compatible)',
        response: { 200: listSchema, ...problems(401, 403, 406, 503) },
      },
    },
    async () => ({ object: 'list' as const, data: (await names()).map(told) }),
  );

  app.get(
    '/v1/models/*',
    {
      config,
      schema: {
        operationId: 'getOpenAiModel',
        summary: 'One of them',
        params: z.object({ '*': z.string() }),
        response: { 200: modelSchema, ...problems(401, 403, 404, 406, 503) },
      },
    },
    async (request) => {
      const id = request.params['*'];
      if (!(await names()).includes(id)) throw noModel(id);
      return told(id);
    },
  );
}
