import { trace } from '@opentelemetry/api';
import type { Grounding } from '@turnfleet/contract/schemas';
import type { Figure } from '@turnfleet/grounding';
import { counter } from '@turnfleet/telemetry';

export interface GroundingMetrics {
  /** A step of a model was looked at; the figures are those that nothing supports. */
  looked(counts: Grounding, offending: readonly Figure[]): void;
}

export function groundingMetrics(): GroundingMetrics {
  const sentences = counter('turnfleet.grounding.sentences');
  return {
    looked: (counts, offending) => {
      for (const outcome of ['checked', 'held', 'replaced'] as const)
        if (counts[outcome] > 0) sentences.add(counts[outcome], { outcome });
      if (counts.held === 0) return;
      // What was said is in no span: the kinds tell what a model makes up.
      const kinds = [...new Set(offending.map(({ stated }) => stated.kind))];
      trace.getActiveSpan()?.addEvent('turnfleet.grounding.held', {
        'turnfleet.grounding.held': counts.held,
        'turnfleet.grounding.replaced': counts.replaced,
        'turnfleet.grounding.kinds': kinds,
      });
    },
  };
}
