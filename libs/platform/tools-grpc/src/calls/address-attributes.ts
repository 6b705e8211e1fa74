import { attributes } from '@turnfleet/telemetry';

/** Host and port of `host:port`, `[v6]:port` or `dns:///host:port`, as attributes of a span. */
export function addressAttributes(address: string): Record<string, string | number> {
  const [, host = address, port] = /^(?:dns:\/*)?\[?([^/]*?)\]?(?::(\d+))?$/.exec(address) ?? [];
  return { [attributes.serverAddress]: host, ...(port && { [attributes.serverPort]: Number(port) }) };
}
