import { commonConfig, port, urlOf } from '../config.ts';
import { announceConfig } from './own-instance.ts';

/** What every domain service reads besides its own port. */
export const serviceConfig = (opsPort: number) => ({
  ...commonConfig,
  ...announceConfig,
  DATABASE_URL: urlOf('postgres', 'postgresql').optional(),
  OPS_PORT: port(opsPort),
});
