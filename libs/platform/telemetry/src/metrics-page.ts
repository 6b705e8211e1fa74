import { type MetricEntry, metricCatalogue } from './metrics.ts';

const head = `# Metrics

Made from \`libs/platform/telemetry/src/metrics.ts\` by \`npm run metrics\`; a spec refuses a page that differs.

Every process shows its own at \`/metrics\` in the format of Prometheus. Where \`OTEL_EXPORTER_OTLP_ENDPOINT\` is set they also go to the collector, under their OpenTelemetry names. On \`/metrics\` the dots of a name and of a label become \`_\`, a counter ends in \`_total\`, and a histogram has \`_bucket\`, \`_sum\` and \`_count\`. Durations are seconds. The scope says which part of the product counts.

| metric | on \`/metrics\` | kind | unit | labels | says | scope |
| --- | --- | --- | --- | --- | --- | --- |
`;

/** The name as `/metrics` shows it. */
export function prometheusName(name: string, kind: MetricEntry['kind']): string {
  const base = name.replaceAll('.', '_');
  return kind === 'counter' ? `${base}_total` : base;
}

/** `docs/reference/metrics.md`: a row for every instrument, in the order of the catalogue. */
export function metricsPage(): string {
  const rows = Object.entries<MetricEntry>(metricCatalogue).map(
    ([name, { kind, unit, labels, description, scope }]) => {
      const shown = [`\`${name}\``, `\`${prometheusName(name, kind)}\``, kind, unit ? `\`${unit}\`` : '–'];
      const labelled = labels?.map((label) => `\`${label}\``).join(', ') ?? '–';
      return `| ${[...shown, labelled, description, `\`${scope}\``].join(' | ')} |\n`;
    },
  );
  return head + rows.join('');
}
