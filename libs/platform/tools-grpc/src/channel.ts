import { type ChannelOptions, Client, connectivityState } from '@grpc/grpc-js';
import { attributes, counter } from '@turnfleet/telemetry';
import { impatientCredentials } from './impatient-credentials.ts';

/**
 * Every backend behind the name gets its share (the name resolves to all of them: headless service), dead connections
 * are noticed within 45 s. Retries are not the channel's: it repeats only what no server has seen.
 */
const channelOptions: ChannelOptions = {
  'grpc.service_config': JSON.stringify({ loadBalancingConfig: [{ round_robin: {} }] }),
  // More than models are shown of it, so that a long result is trimmed and told, not refused.
  'grpc.max_receive_message_length': 16 * 2 ** 20,
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 15_000,
  'grpc.keepalive_permit_without_calls': 1,
  'grpc.enable_retries': 0,
  // A service that comes back is found again within seconds; the default waits up to two minutes.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 5_000,
  // The services are on our own network: a proxy set for the way out does not know them.
  'grpc.enable_http_proxy': 0,
  // A channel made anew shall not be given the connection that hangs.
  'grpc.use_local_subchannel_pool': 1,
};

/** A service that is back has to be found within seconds; connecting within a data centre takes milliseconds. */
const connectLimitMs = 5_000;

/** The way to one service, which never gives up. */
export interface Channel {
  /** The client to call with now; it is another one after a connection that hung. */
  readonly client: Client;
  isConnected(): boolean;
  /** One sentence on what is wrong with the connection, null if nothing is. An idle one is woken. */
  problem(): string | null;
  close(): void;
}

/**
 * A channel to one service at `host:port` or `dns:///name:port`; it starts connecting at once. Each connection has
 * `limitMs` to be there, and so has the channel as a whole: grpc-js gives connecting no limit of its own.
 */
export function openChannel(service: string, address: string, limitMs = connectLimitMs): Channel {
  const renewed = counter('turnfleet.tools.reconnects');
  const open = (): Client => new Client(address, impatientCredentials(limitMs), channelOptions);
  let client = open();
  let closed = false;
  /** When the connection has to be there, Unix milliseconds; null while it is. */
  let due: number | null = null;
  /** Channels that came to nothing since the last connection. */
  let inVain = 0;

  const watch = (): void => {
    const channel = client.getChannel();
    const state = channel.getConnectivityState(true);
    if (state === connectivityState.READY) {
      due = null;
      inVain = 0;
    } else due ??= Date.now() + limitMs;
    channel.watchConnectivityState(state, due ?? Infinity, (late) => {
      if (closed || channel !== client.getChannel()) return;
      if (late && channel.getConnectivityState(false) !== connectivityState.READY) renew();
      watch();
    });
  };
  const renew = (): void => {
    renewed.add(1, { [attributes.rpcService]: service });
    inVain++;
    due = null;
    const old = client;
    client = open();
    old.close();
  };
  watch();

  return {
    get client() {
      return client;
    },
    isConnected: () => client.getChannel().getConnectivityState(true) === connectivityState.READY,
    problem() {
      const state = client.getChannel().getConnectivityState(true);
      if (state === connectivityState.READY) return null;
      if (state === connectivityState.TRANSIENT_FAILURE)
        return `${service} at ${address} cannot be reached: its tools fail until it is back`;
      const anew = `accepts connections and says nothing: tried anew every ${limitMs / 1_000} s, its tools fail until it answers`;
      return `${service} at ${address} ${inVain > 0 ? anew : 'is being connected to'}`;
    },
    close() {
      closed = true;
      client.close();
    },
  };
}
