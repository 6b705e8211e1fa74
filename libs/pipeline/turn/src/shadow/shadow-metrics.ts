import { counter } from '@turnfleet/telemetry';
import type { ShadowMetrics } from './shadow-log.ts';
import type { ShadowFindings } from './shadow-of-turn.ts';

/** Counts how a candidate compares, so that a look at a dashboard says whether it would do. */
export function shadowMetrics(): ShadowMetrics {
  const steps = counter('turnfleet.shadow.steps');
  const figures = counter('turnfleet.shadow.figures');
  const refused = counter('turnfleet.shadow.refused');
  return {
    compared: (findings) => {
      const { candidate: model } = findings;
      for (const { result } of findings.steps) steps.add(1, { model, result });
      figures.add(1, { model, result: resultOf(findings) });
    },
    refused: () => refused.add(1),
  };
}

function resultOf({ figures }: ShadowFindings): string {
  if (!figures) return 'none';
  if (figures.onlyAnswered.length > 0) return 'missing';
  return figures.onlyCandidate.length > 0 ? 'more' : 'same';
}
