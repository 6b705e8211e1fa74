/** The layer rules: who may import whom, by Nx tag. The only statement of them; docs/guide/architecture.md shows the same as a table. */
const below = {
  core: [],
  contract: ['core'],
  foundation: ['contract', 'core'],
  runtime: ['foundation', 'contract', 'core'],
  pipeline: ['pipeline', 'runtime', 'foundation', 'contract', 'core'],
  platform: ['runtime', 'contract', 'core'],
  shop: ['platform', 'contract', 'core'],
  testing: ['runtime', 'contract', 'core'],
  'pipeline-testing': ['pipeline', 'runtime', 'contract', 'core'],
  assembly: ['platform', 'runtime', 'contract', 'core'],
  page: ['contract', 'core'],
  app: ['page', 'assembly', 'shop', 'platform', 'pipeline', 'runtime', 'contract', 'core'],
  fleet: ['app', 'assembly', 'shop', 'platform', 'pipeline', 'runtime', 'contract', 'core'],
  tools: ['contract', 'core'],
  training: ['platform', 'runtime', 'contract', 'core'],
  e2e: [
    ...['testing', 'pipeline-testing', 'tools', 'training', 'fleet', 'app', 'assembly', 'shop'],
    ...['platform', 'pipeline', 'runtime', 'contract', 'core'],
  ],
};

const types = (names) => names.map((name) => `type:${name}`);

/** Libraries that log spans and metrics, and those that work on the in-memory adapters. */
const extra = {
  platform: ['role:telemetry'],
  pipeline: ['role:telemetry'],
  'pipeline-testing': ['role:telemetry', 'role:embedded'],
};

/** Within the pipeline a turn goes one way: worker → turn → ownership. Submission and streams stand by themselves. */
const pipelineOrder = {
  ownership: [],
  turn: ['ownership'],
  worker: ['turn', 'ownership'],
  submission: [],
  streams: [],
};
const inPipelineOrder = Object.entries(pipelineOrder).map(([part, lower]) => ({
  sourceTag: `pipeline:${part}`,
  onlyDependOnLibsWithTags: [
    ...lower.map((name) => `pipeline:${name}`),
    ...types(['runtime', 'foundation', 'contract', 'core']),
    'role:telemetry',
  ],
}));

/** Domain services are thin: they answer over gRPC from their own tables and know nothing of turns. */
const domain = { sourceTag: 'role:domain', onlyDependOnLibsWithTags: types(['platform', 'shop', 'contract', 'core']) };

export const layers = [
  ...Object.entries(below).map(([type, allowed]) => ({
    sourceTag: `type:${type}`,
    onlyDependOnLibsWithTags: [...types(allowed), ...(extra[type] ?? [])],
  })),
  ...inPipelineOrder,
  domain,
];

const specsUseTesting = ['type:platform', 'type:shop', 'type:assembly', 'type:app', 'type:fleet', 'role:domain'];

/**
 * Specs of platform libraries and apps may use the doubles and contract suites of `testing`; those of platform also servers
 * to be broken. Specs of the pipeline work on
 * the in-memory adapters, through `pipeline-testing`; those of the page on replies made up by the runtime's doubles.
 */
export const layersOfSpecs = layers.map((rule) => {
  const more = specsUseTesting.includes(rule.sourceTag)
    ? ['type:testing', ...(rule.sourceTag === 'type:platform' ? ['type:tools'] : [])]
    : rule.sourceTag.startsWith('pipeline:') || rule.sourceTag === 'type:pipeline'
      ? ['type:pipeline-testing', 'role:embedded']
      : rule.sourceTag === 'type:page'
        ? ['type:runtime']
        : [];
  return { ...rule, onlyDependOnLibsWithTags: [...rule.onlyDependOnLibsWithTags, ...more] };
});

/** Specs of the pipeline and what they share know each other; no product code does. */
export const allowedCircles = Object.keys(pipelineOrder).map((part) => ['pipeline-testing', part]);
