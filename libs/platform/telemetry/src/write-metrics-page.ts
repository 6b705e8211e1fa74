/**
 * `npm run metrics`: writes `docs/reference/metrics.md` from the catalogue of metrics. There is no `--check`: a spec beside
 * this file refuses a page that differs.
 */
import { writeFileSync } from 'node:fs';
import { metricsPage } from './metrics-page.ts';

const page = new URL('../../../../docs/reference/metrics.md', import.meta.url);

try {
  writeFileSync(page, metricsPage());
  console.log(`${page.pathname} is current.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
