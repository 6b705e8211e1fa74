import {
  choiceSchema,
  chooseSchema,
  explainSchema,
  explanationSchema,
  modelsSchema,
  ruleParamsSchema,
} from '@turnfleet/contract/http';
import { type Clock, type Random, TurnfleetError } from '@turnfleet/core';
import type { FleetStatus, RouteChoices } from '@turnfleet/fleet-status';
import { type HttpApp, problems } from '@turnfleet/http-kit';
import { explain } from '../models/explain.ts';
import { readFleetModels } from '../models/fleet-models.ts';
import { sumDeployments } from '../models/sum-deployments.ts';
import { sumLimits } from '../models/sum-limits.ts';

interface ModelsRoutesDeps {
  readonly fleetStatus: FleetStatus & RouteChoices;
  readonly clock: Clock;
  readonly random: Random;
}

const config = { produces: 'application/json', may: ['operate'] } as const;

/** Which model answers what, for whoever operates the fleet. See docs/adr/0042-workers-tell-their-catalogue.md. */
export function modelsRoutes(app: HttpApp, { fleetStatus, clock, random }: ModelsRoutesDeps): void {
  app.get(
    '/v1/operate/models',
    {
      config,
      schema: {
        operationId: 'getModels',
        summary: 'Models, rules, choices and how the models fare',
        response: { 200: modelsSchema, ...problems(401, 403, 406, 503) },
      },
    },
    async () => {
      const { catalogue, reports, others, choices } = await readFleetModels(fleetStatus);
      return {
        workers: reports.length + others.length,
        otherCatalogues: others.length,
        problems: [...new Set([...reports, ...others].flatMap((report) => report.problems))],
        models: [...catalogue.models.values()].map(({ at, can, listPrices: usdPerMillionTokens, ...model }) => {
          const { id, contextTokens, maxOutputTokens, strength, latency } = model;
          const endpoints = at.map(({ endpoint }) => endpoint);
          const figures = { usdPerMillionTokens, contextTokens, maxOutputTokens, strength, latency };
          return { id, endpoints, ...figures, can: [...can] };
        }),
        rules: catalogue.rules.map(({ name, when, strategy, models }) => {
          const chosen = choices.get(name) ?? choices.get('*') ?? null;
          return { name, when: { ...when }, strategy, models: [...models], chosen };
        }),
        choices: Object.fromEntries(choices),
        deployments: sumDeployments(catalogue, reports),
        limits: sumLimits(catalogue, reports),
      };
    },
  );

  app.put(
    '/v1/operate/models/choices/:rule',
    {
      config,
      schema: {
        operationId: 'chooseModel',
        summary: 'Puts a model in front of a rule, or of every rule (`*`)',
        params: ruleParamsSchema,
        body: chooseSchema,
        response: { 200: choiceSchema, ...problems(400, 401, 403, 404, 406, 413, 415, 503) },
      },
    },
    async (request) => {
      const { rule } = request.params;
      const { model } = request.body;
      const { catalogue } = await readFleetModels(fleetStatus);
      const rules = ['*', ...catalogue.rules.map(({ name }) => name)];
      if (!rules.includes(rule)) throw unknown('rule', rule, rules);
      if (!catalogue.models.has(model)) throw unknown('model', model, [...catalogue.models.keys()]);
      await fleetStatus.choose(rule, model);
      return { rule, model };
    },
  );

  app.delete(
    '/v1/operate/models/choices/:rule',
    {
      config,
      schema: {
        operationId: 'clearModelChoice',
        summary: 'Lets the rules decide again; fine if nothing was chosen',
        params: ruleParamsSchema,
        response: { 200: choiceSchema, ...problems(400, 401, 403, 406, 503) },
      },
    },
    async (request) => {
      await fleetStatus.choose(request.params.rule, null);
      return { rule: request.params.rule, model: null };
    },
  );

  app.post(
    '/v1/operate/models/explain',
    {
      config,
      schema: {
        operationId: 'explainModel',
        summary: 'Which model would answer a text now, and why not the others',
        body: explainSchema,
        response: { 200: explanationSchema, ...problems(400, 401, 403, 406, 413, 415, 503) },
      },
    },
    async (request) => explain(await readFleetModels(fleetStatus), request.body, { now: clock.now(), random }),
  );
}

function unknown(type: 'rule' | 'model', name: string, known: readonly string[]): TurnfleetError {
  return new TurnfleetError('not_found', `The catalogue has no ${type} "${name}".`, {
    suggestion: `There are ${known.join(', ')}.`,
    resource: { type, name },
  });
}
