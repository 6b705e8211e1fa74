import { builtInCatalogue, type Catalogue, type CatalogueEndpoint } from '@turnfleet/model';

interface Variation {
  /** Requests that the first endpoint takes. */
  readonly perMinute: number;
  /** Of turns that a candidate is asked, too. */
  readonly shadow: number;
}

/** The built-in catalogue with everything that makes one turn ask more than once, or wait. */
export function variedCatalogue({ perMinute, shadow }: Variation): Catalogue {
  const { endpoints, models, rules } = builtInCatalogue;
  const limited = (id: string, one: CatalogueEndpoint): CatalogueEndpoint =>
    id === 'openai' ? { ...one, requestsPerMinute: perMinute } : one;
  const more: CatalogueEndpoint[] = [...endpoints].map(([id, one]) => limited(id, one));
  const [openai] = more;
  const second = openai ? [{ ...openai, id: 'second', requestsPerMinute: null }] : [];
  return {
    ...builtInCatalogue,
    endpoints: new Map([...more, ...second].map((one) => [one.id, one])),
    models: new Map(
      [...models].map(([id, one]) => [id, { ...one, at: [...one.at, { endpoint: 'second', name: id }] }]),
    ),
    rules: rules.map((rule) => ({ ...rule, hedge: true })),
    shadow: shadow > 0 ? { model: 'claude-sonnet-4.5', share: shadow } : null,
  };
}
