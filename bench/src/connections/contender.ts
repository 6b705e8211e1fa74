/** One connection of a client; texts come in the order in which they are told. */
export interface Client {
  /** As when the network is gone. */
  cut(): void;
  /** Connects again and goes on; milliseconds until the server said so. */
  resume(): Promise<number>;
  close(): void;
}

export interface Usage {
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

/** A server in a process of its own, and a way to tell each client something from another process. */
export interface Contender {
  readonly name: string;
  connect(client: number, heard: (text: string) => void): Promise<Client>;
  tell(client: number, text: string): Promise<void>;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}
