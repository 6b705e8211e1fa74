import { pricePerToken } from '../money/price.ts';
import { parseUsd, type Usd } from '../money/usd.ts';
import { defaultPeak } from '../routing/peak.ts';
import type { Conditions, RouteRule } from '../routing/rule.ts';
import type { Catalogue, CatalogueModel } from './catalogue.ts';
import { type CatalogueFile, type FallbackReason, fallbackReasons } from './catalogue-file.ts';
import { type Expanded, groupExpander, type NameProblem } from './expand-groups.ts';

/** The catalogue that a well-formed file describes, and every name and figure in it that does not fit. */
export function buildCatalogue(file: CatalogueFile): { catalogue: Catalogue; problems: readonly NameProblem[] } {
  const names = groupExpander(file);
  const { expand } = names;
  const problems: NameProblem[] = [];
  for (const [id, { at }] of Object.entries(file.models)) {
    for (const endpoint of Object.keys(at)) {
      if (Object.hasOwn(file.endpoints, endpoint)) continue;
      problems.push({ path: ['models', id, 'at', endpoint], message: `there is no endpoint "${endpoint}"` });
    }
  }
  file.rules.forEach(({ name, weights, use }, index) => {
    if (file.rules.findIndex((other) => other.name === name) !== index)
      problems.push({ path: ['rules', index, 'name'], message: `"${name}" is there twice` });
    const models = expand(use, ['rules', index, 'use']);
    for (const model of Object.keys(weights).filter((one) => !models.includes(one)))
      problems.push({ path: ['rules', index, 'weights', model], message: `the rule does not use "${model}"` });
  });
  const last = file.rules.at(-1);
  if (last && Object.values(last.when).some((one) => one !== undefined)) {
    const message = 'the last rule must match every turn: leave its "when" out';
    problems.push({ path: ['rules', file.rules.length - 1], message });
  }
  if (file.shadow) expand([file.shadow.model], ['shadow', 'model']);
  file.budgets.forEach(({ softUsdPerDay, hardUsdPerDay }, index) => {
    if (usd(softUsdPerDay) <= usd(hardUsdPerDay)) return;
    problems.push({ path: ['budgets', index], message: 'the soft limit is above the hard one' });
  });
  const fallback = chainsOf(file, names);
  const catalogue: Catalogue = {
    endpoints: new Map(Object.entries(file.endpoints).map(([id, one]) => [id, endpointOf(id, one)])),
    models: new Map(Object.entries(file.models).map(([id, one]) => [id, modelOf(id, one)])),
    groups: new Map(Object.entries(file.groups).map(([id, members]) => [id, expand(members, ['groups', id])])),
    rules: file.rules.map((rule, index) => ruleOf(rule, expand(rule.use, ['rules', index, 'use']))),
    fallback,
    maxModelsPerTurn: file.maxModelsPerTurn,
    peak: file.peak ?? defaultPeak,
    budgets: file.budgets.map(({ tenant, user, softUsdPerDay, hardUsdPerDay }) => ({
      tenant: tenant ?? null,
      perUser: user === 'each',
      softPerDay: usd(softUsdPerDay),
      hardPerDay: usd(hardUsdPerDay),
    })),
    shadow: file.shadow ?? null,
  };
  return { catalogue, problems: unique([...names.problems, ...problems]) };
}

/** Of a chain that the file does not have, that of `unavailable`; without that, every model, the strongest last. */
function chainsOf(file: CatalogueFile, { expand }: Expanded): Record<FallbackReason, readonly string[]> {
  const byStrength = Object.entries(file.models).toSorted(([, a], [, b]) => a.strength - b.strength);
  const unavailable = file.fallback.unavailable;
  const everyModel = byStrength.map(([id]) => id);
  const usual = unavailable ? expand(unavailable, ['fallback', 'unavailable']) : everyModel;
  const chainOf = (reason: FallbackReason): readonly string[] => {
    const chain = file.fallback[reason];
    return chain ? expand(chain, ['fallback', reason]) : usual;
  };
  return Object.fromEntries(fallbackReasons.map((reason) => [reason, chainOf(reason)])) as Record<
    FallbackReason,
    readonly string[]
  >;
}

function endpointOf(id: string, one: CatalogueFile['endpoints'][string]) {
  const { keyVariable = null, requestsPerMinute = null, tokensPerMinute = null, ...rest } = one;
  return { id, ...rest, keyVariable, requestsPerMinute, tokensPerMinute };
}

function modelOf(id: string, one: CatalogueFile['models'][string]): CatalogueModel {
  const { at, usdPerMillionTokens: list, can, request = {}, firstByteMs, stallMs, ...rest } = one;
  const input = perToken(list.input);
  return {
    id,
    ...rest,
    at: Object.entries(at).map(([endpoint, name]) => ({ endpoint, name })),
    listPrices: list,
    prices: {
      input,
      cachedInput: list.cachedInput === undefined ? input : perToken(list.cachedInput),
      output: perToken(list.output),
    },
    can: new Set(can),
    request,
    firstByteMs,
    stallMs,
  };
}

function ruleOf(rule: CatalogueFile['rules'][number], models: readonly string[]): RouteRule {
  const { name, when, strategy, weights, hedge } = rule;
  const { hours, ...others } = when;
  const conditions: Conditions = hours
    ? { ...others, hours: { from: minutes(hours.from), until: minutes(hours.until) } }
    : others;
  return { name, when: conditions, strategy, models, weights, hedge };
}

/** The schema has checked the decimals. */
const usd = (text: string): Usd => parseUsd(text) ?? 0n;
const perToken = (text: string): Usd => pricePerToken(text) ?? 0n;
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

function unique(problems: readonly NameProblem[]): NameProblem[] {
  return [...new Map(problems.map((one) => [`${one.path.join('.')} ${one.message}`, one])).values()];
}
