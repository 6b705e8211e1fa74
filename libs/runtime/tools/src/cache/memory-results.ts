import { LRUCache } from 'lru-cache';
import type { CachedResult } from './cached-result.ts';
import { codeKey } from './codes-in.ts';
import { anyCode, listedUnder, type ResultStore } from './result-store.ts';

interface MemoryResults extends ResultStore {
  /** As `get`, at once. */
  peek(key: string): CachedResult | null;
  readonly bytes: number;
  readonly entries: number;
}

/** A result that takes more than this share is not kept: it would push out too much. */
const largestShare = 1 / 16;

/** Results in the memory of this process, the least recently used going first. `maxBytes` counts the JSON of key and result. */
export function memoryResults(maxBytes: number): MemoryResults {
  const byCode = new Map<string, Set<string>>();
  const unlist = ({ scope }: CachedResult, key: string): void => {
    for (const code of listedUnder(scope)) {
      const keys = byCode.get(code);
      keys?.delete(key);
      if (keys?.size === 0) byCode.delete(code);
    }
  };
  const kept = new LRUCache<string, CachedResult>({
    maxSize: maxBytes,
    maxEntrySize: Math.max(1, Math.floor(maxBytes * largestShare)),
    sizeCalculation: (result, key) => 2 * Buffer.byteLength(key) + Buffer.byteLength(JSON.stringify(result)),
    dispose: unlist,
  });
  const peek = (key: string): CachedResult | null => kept.get(key) ?? null;
  return {
    peek,
    get: async (key) => peek(key),
    put: async (key, result) => {
      kept.set(key, result);
      if (!kept.has(key)) return;
      for (const code of listedUnder(result.scope)) {
        const keys = byCode.get(code) ?? new Set();
        byCode.set(code, keys.add(key));
      }
    },
    drop: async ({ kind, subject, tenant }) => {
      const touched = [codeKey(subject), anyCode].flatMap((code) => [...(byCode.get(code) ?? [])]);
      for (const key of touched) {
        const scope = kept.peek(key)?.scope;
        if (scope?.kinds.includes(kind) && (tenant === undefined || tenant === scope.tenant)) kept.delete(key);
      }
    },
    get bytes() {
      return kept.calculatedSize;
    },
    get entries() {
      return kept.size;
    },
  };
}
