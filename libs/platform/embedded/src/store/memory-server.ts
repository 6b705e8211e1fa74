import type { AuditedState } from '@turnfleet/conversation';
import { createMemory } from './memory.ts';
import { memoryAudit } from './memory-audit.ts';
import { MemoryClient } from './memory-client.ts';
import { memoryCopyOf } from './memory-copy.ts';
import { emptyData, type MemoryData, type MemoryOptions } from './memory-data.ts';
import { memoryGateway } from './memory-gateway.ts';
import { memoryJournal } from './memory-journal.ts';
import { memoryStore } from './memory-store.ts';

/** A server of conversations, ledger and journals in memory, for as many workers as connect. */
export interface MemoryServer {
  /**
   * A worker's adapter: it alone may use the fences it gets, and it remembers what it has seen. `partitions`: how many it
   * counts, if not as many as the others.
   */
  connect(partitions?: number): AuditedState;
  /** All that the server holds now; nothing that happens later changes it, so it may be put back many times. */
  copy(): MemoryData;
  /** A failover: another server, which has this copy, takes over. With `copy()` itself it is a restart. */
  rollBackTo(copy: MemoryData): void;
  /** The same server has this copy from now on. */
  rollBackQuietly(copy: MemoryData): void;
  /** The server forgets everything. */
  flush(): void;
}

export function memoryServer(options: MemoryOptions): MemoryServer {
  const memory = createMemory(options);
  let workers = 0;
  return {
    connect: (partitions) => {
      const client = new MemoryClient(memory, ++workers, partitions);
      const audit = memoryAudit(memory);
      return { store: memoryStore(client), gateway: memoryGateway(memory), journal: memoryJournal(client), audit };
    },
    copy: () => memoryCopyOf(memory.data),
    rollBackTo: (copy) => {
      memory.data = memoryCopyOf(copy);
      memory.serverRun++;
      // As readers of a server do that have to connect anew: they may have missed something.
      memory.readers.wakeAll();
    },
    rollBackQuietly: (copy) => {
      memory.data = memoryCopyOf(copy);
    },
    flush: () => {
      memory.data = emptyData(options);
    },
  };
}
