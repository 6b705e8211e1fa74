import { type Catalogue, type CatalogueEndpoint } from '@turnfleet/model';
import { anthropic } from './anthropic.ts';
import { type Endpoint, type EndpointLimits, openEndpoint } from './endpoint.ts';
import { openAi } from './openai.ts';
import type { Vendor, VendorAddress } from './vendor.ts';

export interface Connection {
  readonly vendor: Vendor;
  readonly endpoint: Endpoint;
  readonly url: URL;
}

interface Kept extends Connection {
  calls: number;
}

/** Where an endpoint is and how it lets us in, or the sentence that says why it cannot be asked. */
export type AddressOf = (endpoint: CatalogueEndpoint) => VendorAddress | string;

/**
 * The sockets to the endpoints that calls go to. An endpoint that the catalogue has no more, or has at another address, is
 * closed once its last call has ended.
 */
export class Connections {
  readonly #kept = new Map<string, Kept>();
  readonly #limits: EndpointLimits;
  #wanted: ReadonlySet<string> = new Set();
  #catalogue: Catalogue | null = null;

  constructor(limits: EndpointLimits) {
    this.#limits = limits;
  }

  /** Whoever takes a connection releases it. */
  take(endpoint: CatalogueEndpoint, address: VendorAddress): Connection & { release(): void } {
    const key = keyOf(endpoint, address);
    const kept = this.#kept.get(key) ?? this.#open(endpoint, address);
    this.#kept.set(key, kept);
    kept.calls += 1;
    const release = (): void => {
      kept.calls -= 1;
      this.#closeUnwanted();
    };
    return { vendor: kept.vendor, endpoint: kept.endpoint, url: kept.url, release };
  }

  /** The catalogue that new turns begin with. */
  follow(catalogue: Catalogue, addressOf: AddressOf): void {
    if (catalogue === this.#catalogue) return;
    this.#catalogue = catalogue;
    const keys = [...catalogue.endpoints.values()].flatMap((endpoint) => {
      const address = addressOf(endpoint);
      return typeof address === 'string' ? [] : [keyOf(endpoint, address)];
    });
    this.#wanted = new Set(keys);
    this.#closeUnwanted();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#kept.values()].map(({ endpoint }) => endpoint.close()));
  }

  #open({ api, connections }: CatalogueEndpoint, address: VendorAddress): Kept {
    const url = new URL(address.baseUrl);
    const endpoint = openEndpoint(url, { ...this.#limits, connections });
    return { endpoint, url, vendor: (api === 'openai' ? openAi : anthropic)(address), calls: 0 };
  }

  #closeUnwanted(): void {
    for (const [key, { calls, endpoint }] of this.#kept) {
      if (calls > 0 || this.#wanted.has(key)) continue;
      this.#kept.delete(key);
      void endpoint.close();
    }
  }
}

const keyOf = ({ api, connections }: CatalogueEndpoint, address: VendorAddress): string =>
  JSON.stringify([api, connections, address]);
