import { runService } from '@turnfleet/service-kit';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runService({ name: 'order', readConfig, compose });
