export type ConsumerName = 'turnfleet' | 'orchestrator' | 'eachMessage' | 'nestjs';

/** What a worker process is told when it starts. */
export interface WorkerSettings {
  readonly consumer: ConsumerName;
  readonly brokers: readonly string[];
  readonly redisUrl: string;
  readonly topic: string;
  readonly group: string;
  readonly waitMs: number;
  /** One message that takes longer. */
  readonly stuck: { readonly id: string; readonly ms: number } | null;
}

/** What a worker process tells. */
export type WorkerEvent = { readonly kind: 'ready' } | { readonly kind: 'began' | 'ended'; readonly id: string };

/** What a consumer does with a message, from begin to end. */
export interface Work {
  began(id: string): void;
  ended(id: string): void;
  wait(id: string): Promise<void>;
}
