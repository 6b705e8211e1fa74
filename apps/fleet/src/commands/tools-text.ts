import type { CalledTool, Instances, ToolBatchResult } from '@turnfleet/contract/http';
import { table } from './table.ts';

/** Of `format=mcp`, which names the fields most plainly. */
export function toolsText(tools: readonly Readonly<Record<string, unknown>>[]): string {
  if (tools.length === 0) return 'No tools: nobody who has one is registered, or the registry cannot be reached.\n';
  return tools
    .map(({ name, description, inputSchema }) => `${name}(${argumentsOf(inputSchema)})\n    ${description}\n`)
    .join('\n');
}

/** `sku, city, quantity?` */
function argumentsOf(schema: unknown): string {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  return Object.keys(properties)
    .map((name) => (required.includes(name) ? name : `${name}?`))
    .join(', ');
}

export function instancesText({ instances }: Instances): string {
  if (instances.length === 0) return 'Nobody is known: is a registry running, and is anybody registered?\n';
  const ms = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} ms`);
  const rows = instances.map((one) => [
    ...[[...new Set(one.services.map(shortName))].join(', '), one.version, one.address, one.region || '–'],
    ...[String(one.weight), one.load.toFixed(2), one.state, one.connected ? 'yes' : 'no', ms(one.latencyMs)],
  ]);
  const heads = ['service', 'version', 'address', 'region', 'weight', 'load', 'state', 'connected', 'latency'];
  const reasons = instances.flatMap(({ address, why }) => (why === null ? [] : [`  ${address}: ${why}`]));
  return [table([heads, ...rows]), ...(reasons.length > 0 ? ['', ...reasons] : []), ''].join('\n');
}

/** `turnfleet.inventory.v1.InventoryService` is `inventory.v1` to people. */
const shortName = (service: string): string => service.replace(/^turnfleet\./, '').replace(/\.\w+$/, '');

export function calledText({ name, service, version, ms, outcome, asOf, result }: CalledTool): string {
  const of = version === '' ? service : `${service} ${version}`;
  return `${JSON.stringify(result, null, 2)}\n\n${name} of ${of}, ${ms} ms${outcome === 'ok' ? '' : `, ${outcome} as of ${asOf}`}\n`;
}

/** A call each, in their order, then how long all of them took together. */
export function batchText({ ms, calls }: ToolBatchResult): string {
  const rows = calls.map(({ id, name, outcome, ms: took, result, error }) => [
    ...[id, name, outcome, `${took} ms`],
    result ? JSON.stringify(result) : (error?.message ?? ''),
  ]);
  return `${table(rows)}\n\n${calls.length} calls, ${ms} ms in all\n`;
}
