import { limitFields } from '@turnfleet/http-kit';
import { milliseconds, seconds } from '@turnfleet/service-kit';

/** Who is let in when, and how often. */
export const admissionFields = {
  ADMISSION_MAX_WAIT_SECONDS: seconds(10, 1, 300),
  SHED_LOOP_DELAY_MS: milliseconds(500, 60_000),
  ...limitFields,
};
