import { runOnBackbone } from '@turnfleet/backbone';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runOnBackbone({
  name: 'ingress',
  readConfig,
  compose: (config, parts) => compose(config, { ...parts, simulatedModel: false }),
});
