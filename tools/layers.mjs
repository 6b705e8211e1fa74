/** The layer rules: who may import whom, by Nx tag. The only statement of them; docs/guide/architecture.md shows the same as a table. */
const below = {
  core: [],
  contract: ['core'],
  runtime: ['contract', 'core'],
  platform: ['runtime', 'contract', 'core'],
  testing: ['runtime', 'contract', 'core'],
  assembly: ['platform', 'runtime', 'contract', 'core'],
  app: ['assembly', 'platform', 'runtime', 'contract', 'core'],
  e2e: ['testing', 'fleet', 'app', 'assembly', 'platform', 'runtime', 'contract', 'core'],
  tools: ['contract', 'core'],
  fleet: ['app', 'assembly', 'platform', 'runtime', 'contract', 'core'],
};

const types = (names) => names.map((name) => `type:${name}`);

/** Domain services are thin: they answer over gRPC from their own tables and know nothing of turns. */
const domain = { sourceTag: 'role:domain', onlyDependOnLibsWithTags: types(['platform', 'contract', 'core']) };

export const layers = [
  ...Object.entries(below).map(([type, allowed]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: [...types(allowed), ...(type === 'platform' ? ['role:telemetry'] : [])],
  })),
  domain,
];

/** Specs of platform libraries and apps may use the doubles and contract suites of `testing`. */
export const layersOfSpecs = layers.map((rule) =>
  ['type:platform', 'type:assembly', 'type:app', 'type:fleet', 'role:domain'].includes(rule.sourceTag)
    ? { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, 'type:testing'] }
    : rule,
);
