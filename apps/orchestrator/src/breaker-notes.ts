import type { Logger } from '@turnfleet/core';
import type { DeploymentsDeps } from '@turnfleet/model';

/** Tells operators once each way that a breaker opened, why, and what to do. */
export function breakerNotes(logger: Logger): Required<Pick<DeploymentsDeps, 'opened' | 'closed'>> {
  return {
    opened: ({ model, endpoint }, error) => {
      const reason = error?.message ?? 'Its first tokens take more than 10 s.';
      const todo = error?.details.suggestion ?? '';
      const meaning = 'this model is not asked at this endpoint until a probe goes well; turns go to the next';
      logger.warn({ model, endpoint, reason }, `${meaning}. ${todo}`.trim());
    },
    closed: ({ model, endpoint }) => logger.info({ model, endpoint }, 'this model is asked at this endpoint again'),
  };
}
