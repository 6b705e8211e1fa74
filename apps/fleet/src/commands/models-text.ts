import type { Explanation, Models } from '@turnfleet/contract/http';
import { TurnfleetError } from '@turnfleet/core';
import { table } from './table.ts';

export function listText({ models, rules, ...fleet }: Models): string {
  const prices = models.map(({ id, endpoints, usdPerMillionTokens: { input, output }, strength, latency }) => [
    ...[id, `$${input}`, `$${output}`, String(strength), latency, endpoints.join(', ')],
  ]);
  const routes = rules.map(({ name, when, strategy, models: used, chosen }) => [
    ...[name, conditions(when), strategy, used.join(', '), chosen === null ? '' : `operator chose ${chosen}`],
  ]);
  return [
    'Models (US dollars per million tokens)',
    table([['name', 'input', 'output', 'strength', 'latency', 'at'], ...prices]),
    '\nRules, first match wins',
    table([['rule', 'when', 'strategy', 'models', ''], ...routes]),
    ...remarks(fleet),
    '',
  ].join('\n');
}

const conditions = (when: Readonly<Record<string, unknown>>): string => {
  const all = Object.entries(when).filter(([, value]) => value !== undefined);
  return all.length === 0 ? 'always' : all.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(' ');
};

/** What an operator has to see to. */
function remarks({ problems, otherCatalogues, workers }: Omit<Models, 'models' | 'rules'>): string[] {
  return [
    ...problems.map((problem) => `\nMODELS_FILE has a mistake, so the catalogue before stays in force: ${problem}`),
    ...(otherCatalogues > 0 ? [`\n${otherCatalogues} of ${workers} workers go by another catalogue.`] : []),
  ];
}

type OneModel = Models['models'][number] &
  Pick<Models, 'deployments' | 'limits'> & { readonly rules: readonly string[] };

/** `not_found` if the catalogue has it not. */
export function oneModel({ models, deployments, limits, rules }: Models, name: string): OneModel {
  const model = models.find(({ id }) => id === name);
  if (!model) {
    const suggestion = `There are ${models.map(({ id }) => id).join(', ')}.`;
    throw new TurnfleetError('not_found', `The catalogue has no model "${name}".`, { suggestion });
  }
  return {
    ...model,
    deployments: deployments.filter((one) => one.model === name),
    limits: limits.filter(({ endpoint }) => model.endpoints.includes(endpoint)),
    rules: rules.filter((rule) => rule.models.includes(name) || rule.chosen === name).map((rule) => rule.name),
  };
}

export function showText({
  id,
  usdPerMillionTokens: usd,
  contextTokens,
  strength,
  latency,
  ...rest
}: OneModel): string {
  return [
    id,
    table([
      ['prices', `$${usd.input} in, $${usd.cachedInput ?? usd.input} cached, $${usd.output} out, per million tokens`],
      ['context', `${contextTokens} tokens, of which an answer takes ${rest.maxOutputTokens} at most`],
      ['can', rest.can.join(', ') || 'nothing but talk'],
      ['strength', `${strength} of 10`],
      ['latency', latency],
      ['rules', rest.rules.join(', ') || 'none'],
    ]),
    '',
    deploymentTable(rest.deployments),
    ...limitTable(rest.limits),
    '',
  ].join('\n');
}

export function statsText({ deployments, limits, workers, ...fleet }: Models): string {
  const head = `${workers} ${workers === 1 ? 'worker' : 'workers'}`;
  const remarked = remarks({ ...fleet, deployments, limits, workers });
  return [head, deploymentTable(deployments), ...limitTable(limits), ...remarked, ''].join('\n');
}

function deploymentTable(deployments: Models['deployments']): string {
  const ms = (value: number | null): string => (value === null ? '–' : `${Math.round(value)} ms`);
  const rows = deployments.map((one) => {
    const calls = one.successes + one.failures;
    const share = calls < 0.5 ? '–' : `${((100 * one.successes) / calls).toFixed(1)} %`;
    const state = one.unusable ?? stateOf(one);
    const times = [ms(one.firstTokenMs), ms(one.firstTokenP95Ms)];
    return [one.model, one.endpoint, state, String(one.inFlight), share, String(Math.round(calls)), ...times];
  });
  return table([['model', 'at', 'breaker', 'running', 'success', 'calls', 'first token', 'p95'], ...rows]);
}

function stateOf({ breaker, openAt, limitedForMs }: Models['deployments'][number]): string {
  const asked = limitedForMs === null ? '' : `, asked to wait ${seconds(limitedForMs)}`;
  return `${breaker}${openAt > 0 ? ` (not closed at ${openAt})` : ''}${asked}`;
}

const seconds = (ms: number): string => `${Math.ceil(ms / 1_000)} s`;

/** What was used in the last minute of what endpoints take in one. */
function limitTable(limits: Models['limits']): string[] {
  if (limits.length === 0) return [];
  const of = (used: number, limit: number | null): string => (limit === null ? `${used}` : `${used} of ${limit}`);
  const rows = limits.map((one) => {
    const state = one.held === null ? 'has room' : `${one.held}, for another ${seconds(one.heldForMs ?? 0)}`;
    return [one.endpoint, of(one.requests, one.requestsPerMinute), of(one.tokens, one.tokensPerMinute), state];
  });
  return ['\nLimits, used in the last minute', table([['endpoint', 'requests', 'tokens', ''], ...rows])];
}

export function explainText({ complexity, peak, rules, rule, strategy, candidates }: Explanation): string {
  const found = complexity.reasons.length > 0 ? ` (${complexity.reasons.join(', ')})` : '';
  return [
    `Complexity ${complexity.score}${found}; the fleet is ${peak ? '' : 'not '}at its peak.`,
    table(rules.map(({ name, why }) => [name, why ?? (name === rule ? 'matches: it decides' : 'would match, too')])),
    `\nBy "${strategy}", the lowest score wins:`,
    table([
      ['model', 'at', 'score', '', ''],
      ...candidates.map(({ model, endpoint, score, figures, lost }) => [
        ...[model, endpoint, score === null ? '–' : String(Number(score.toPrecision(6))), figures, lost ?? 'answers'],
      ]),
    ]),
    '',
  ].join('\n');
}

export function choiceText({ rule, model }: { readonly rule: string; readonly model: string | null }): string {
  const whom = rule === '*' ? 'every rule' : `the rule "${rule}"`;
  return model === null
    ? `Nothing is chosen for ${whom} any more: within seconds the catalogue decides.\n`
    : `Within seconds ${model} answers for ${whom}, wherever it can be asked.\n`;
}
