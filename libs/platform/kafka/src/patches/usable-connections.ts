// @ts-expect-error: kafkajs declares no types of its insides.
import Broker from 'kafkajs/src/broker/index.js';

/** One broker, as kafkajs keeps it. */
interface KnownBroker {
  /** The requests it understands: the first thing that it is asked on a connection. */
  readonly versions: object | null;
  isConnected: (this: KnownBroker) => boolean;
}

const { prototype } = Broker as { readonly prototype: KnownBroker };
const { isConnected: hasConnection } = prototype;

/**
 * A broker that hangs accepts a connection and answers nothing on it. kafkajs takes it for connected all the same and never
 * asks again which requests it understands, so that each fails for as long as that connection lasts: "Broker not
 * connected". Only one that answered counts as connected.
 */
export function countUsableConnectionsOnly(): void {
  prototype.isConnected = function (this: KnownBroker): boolean {
    return this.versions !== null && hasConnection.call(this);
  };
}
