import { runService } from '@turnfleet/service-kit';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runService({
  name: 'sim-llm',
  readConfig,
  compose: (config, adapters) => compose(config, { ...adapters, random: Math.random }),
});
