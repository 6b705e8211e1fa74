import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { silentLogger } from '@turnfleet/core';
import { ManualClock } from '@turnfleet/core/testing';
import { attributes } from '@turnfleet/telemetry';
import { startTelemetry, type Telemetry } from '@turnfleet/telemetry/sdk';
import { callMetrics } from './call-metrics.ts';

let telemetry: Telemetry;
beforeAll(() => {
  telemetry = startTelemetry({ serviceName: 'spec', export: false }, silentLogger);
});
afterAll(() => telemetry.stop());

const labels = {
  [attributes.genAiOperation]: 'chat',
  [attributes.genAiProvider]: 'openai',
  [attributes.genAiRequestModel]: 'gpt-4.1',
  [attributes.serverAddress]: '127.0.0.1',
  [attributes.serverPort]: 443,
};
const lineOf = (text: string, name: string, ...having: readonly string[]): string | undefined =>
  text.split('\n').find((line) => line.startsWith(name) && having.every((part) => line.includes(part)));

it('measures each call once, as the conventions for generative AI name it', async () => {
  const clock = new ManualClock(0);
  const metrics = callMetrics(clock);
  const whole = metrics.begin(labels);
  await clock.advance(1_500);
  whole.ended({ inputTokens: 400, outputTokens: 60 });
  whole.left();
  const failed = metrics.begin(labels);
  failed.failed('model_unavailable');
  failed.left();
  metrics.begin(labels).left();

  const text = await telemetry.metricsText();
  const duration = 'gen_ai_client_operation_duration';
  expect(lineOf(text, `${duration}_sum`, 'gen_ai_provider_name="openai"', 'server_port="443"')).toMatch(/ 1\.5$/);
  expect(lineOf(text, `${duration}_bucket`, 'le="1.28"')).toMatch(/ 0$/);
  expect(lineOf(text, `${duration}_bucket`, 'le="2.56"')).toMatch(/ 1$/);
  for (const errorType of ['model_unavailable', 'cancelled'])
    expect(lineOf(text, `${duration}_count`, `error_type="${errorType}"`)).toMatch(/ 1$/);
  expect(lineOf(text, 'gen_ai_client_token_usage_sum', 'gen_ai_token_type="input"')).toMatch(/ 400$/);
  expect(lineOf(text, 'gen_ai_client_token_usage_sum', 'gen_ai_token_type="output"')).toMatch(/ 60$/);
  expect(lineOf(text, 'turnfleet_model_failures_total', 'error_type="model_unavailable"')).toMatch(/ 1$/);
});
