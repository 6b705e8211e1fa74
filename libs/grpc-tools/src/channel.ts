import { type ChannelOptions, Client, connectivityState, credentials } from '@grpc/grpc-js';

/**
 * Every backend behind the name gets its share (the name resolves to all of them: headless service), dead connections
 * are noticed within 45 s. Retries are not the channel's: it repeats only what no server has seen.
 */
const channelOptions: ChannelOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 15_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.enable_retries': 0,
  // A service that comes back is found again within seconds; the default waits up to two minutes.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // The services are on our own network: a proxy set for the way out does not know them.
  'grpc.enable_http_proxy': 0,
};

/** A connection to one service at `host:port` or `dns:///name:port`; it starts connecting at once. */
export function openChannel(address: string): Client {
  const client = new Client(address, credentials.createInsecure(), channelOptions);
  client.getChannel().getConnectivityState(true);
  return client;
}

/** One sentence on what is wrong with the connection, null if nothing is. An idle one is woken. */
export function channelProblem(client: Client, service: string, address: string): string | null {
  const state = client.getChannel().getConnectivityState(true);
  if (state === connectivityState.READY) return null;
  const failing = state === connectivityState.TRANSIENT_FAILURE;
  return `${service} at ${address} ${failing ? 'cannot be reached: its tools fail until it is back' : 'is being connected to'}`;
}
