import { commonConfig, port, urlOf } from '../config.ts';

/** Without the slashes its user and password would pass for a path, and paths are logged. */
const withoutSlashes = /^postgres(ql)?:(?!\/\/)/;
const databaseUrl = urlOf('postgres', 'postgresql').refine(
  (url) => !withoutSlashes.test(url),
  'must begin with postgres://',
);

/** What every domain service reads besides its own port. */
export const serviceConfig = (opsPort: number) => ({
  ...commonConfig,
  DATABASE_URL: databaseUrl.optional(),
  OPS_PORT: port(opsPort),
  OTEL_EXPORTER_OTLP_ENDPOINT: urlOf('http', 'https').optional(),
});
