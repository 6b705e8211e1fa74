import type { Clock, ErrorKind } from '@turnfleet/core';
import type { ModelUsage } from '@turnfleet/model';
import { attributes, counter, histogram } from '@turnfleet/telemetry';

/** What the semantic conventions for generative AI want said of a call. */
interface CallLabels {
  readonly [attributes.genAiOperation]: string;
  readonly [attributes.genAiProvider]: string;
  readonly [attributes.genAiRequestModel]: string;
  readonly [attributes.serverAddress]: string;
  readonly [attributes.serverPort]: number;
}

/** A call under way. Its duration is measured once, by the first of these. */
export interface MeasuredCall {
  ended(usage: ModelUsage): void;
  failed(kind: ErrorKind): void;
  /** Whoever asked has gone: another call was faster, or the shopper called it off. */
  left(): void;
}

export interface CallMetrics {
  begin(labels: CallLabels): MeasuredCall;
}

export function callMetrics(clock: Pick<Clock, 'monotonic'>): CallMetrics {
  const duration = histogram('gen_ai.client.operation.duration');
  const tokens = histogram('gen_ai.client.token.usage');
  const failures = counter('turnfleet.model.failures');
  return {
    begin(labels) {
      const began = clock.monotonic();
      let over = false;
      const end = (errorType?: string): void => {
        if (over) return;
        over = true;
        const failed = errorType === undefined ? {} : { [attributes.errorType]: errorType };
        duration.record((clock.monotonic() - began) / 1_000, { ...labels, ...failed });
      };
      return {
        ended: ({ inputTokens, outputTokens }) => {
          end();
          tokens.record(inputTokens, { ...labels, [attributes.genAiTokenType]: 'input' });
          tokens.record(outputTokens, { ...labels, [attributes.genAiTokenType]: 'output' });
        },
        failed: (kind) => {
          end(kind);
          const model = labels[attributes.genAiRequestModel];
          failures.add(1, { [attributes.genAiRequestModel]: model, [attributes.errorType]: kind });
        },
        left: () => end('cancelled'),
      };
    },
  };
}
