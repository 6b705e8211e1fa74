import { runOnBackbone } from '@turnfleet/backbone';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runOnBackbone({ name: 'agent-desk', readConfig, compose });
