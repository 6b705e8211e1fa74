import type { Ailment, Protocol } from './cases.ts';

export interface VendorPlan {
  readonly ailment: Ailment;
  /** Elsewhere than the simulator. */
  readonly address?: string;
  /** To its first token, milliseconds. */
  readonly ttftMs?: number;
  /** Waited for as long as the turn's deadline allows. */
  readonly patient?: boolean;
}

/** So that a vendor that hangs costs two seconds, not half a turn. */
export const limitMs = 2_000;

const other: Readonly<Record<Protocol, Protocol>> = { openai: 'anthropic', anthropic: 'openai' };

/** A `MODELS_FILE` of two vendors, the second behind the first. Each carries its ailment in a header that the simulator obeys. */
export function catalogueText(simulator: string, protocol: Protocol, first: VendorPlan, second: VendorPlan): string {
  const parts = [
    deployment('first', protocol, simulator, first),
    deployment('second', other[protocol], simulator, second),
  ];
  return JSON.stringify({
    endpoints: Object.fromEntries(parts.map(({ name, endpoint }) => [name, endpoint])),
    models: Object.fromEntries(parts.map(({ name, model }) => [name, model])),
    rules: [{ name: 'all', strategy: 'cheapest', use: ['first'] }],
    fallback: { unavailable: ['second'] },
  });
}

function deployment(name: string, api: Protocol, simulator: string, plan: VendorPlan) {
  const { ailment, address = simulator, ttftMs = 0, patient = false } = plan;
  const faults = ailment === 'none' ? [] : [{ kind: ailment }];
  const behaviour = JSON.stringify({ latency: { ttftMs }, faults });
  return {
    name,
    endpoint: {
      api,
      baseUrl: api === 'openai' ? `${address}/v1` : address,
      headers: { 'x-sim-behaviour': behaviour },
    },
    model: {
      at: { [name]: api === 'openai' ? 'gpt-4.1' : 'claude-sonnet-4-5' },
      usdPerMillionTokens: { input: '1', output: '1' },
      contextTokens: 128_000,
      maxOutputTokens: 4_096,
      latency: 'medium',
      strength: 5,
      ...(patient ? {} : { firstByteMs: limitMs, stallMs: limitMs }),
    },
  };
}
