import type { Logger } from '@turnfleet/core';

/** Partitions that somebody added to topics after this process counted them. */
interface Growth {
  /** So many a topic has; what was counted first is what this process goes by. */
  counted(topic: string, partitions: number): void;
  /** Compares with what is known by now. */
  look(): void;
  /** Of all topics together. */
  readonly added: number;
  /** Null while there are none, else what that means and what to do. */
  problem(): string | null;
}

/** `countOf`: partitions of a topic by the metadata at hand. */
export function watchGrowth(logger: Logger, countOf: (topic: string) => number): Growth {
  const first = new Map<string, number>();
  const now = new Map<string, number>();

  const grown = () => [...now].filter(([topic, count]) => count > (first.get(topic) ?? count));
  const problem = (): string | null => {
    const all = grown();
    if (all.length === 0) return null;
    const listed = all.map(([topic, count]) => `${topic} has ${count} partitions instead of ${first.get(topic)}`);
    return (
      `Partitions were added: ${listed.join(', ')}. This process goes on with those that it counted at its start, and sends ` +
      'home what comes in the others; the next process that starts will be refused. What to do before that: ' +
      'docs/reference/delivery.md, "Partitions added".'
    );
  };

  return {
    counted: (topic, partitions) => {
      if (!first.has(topic)) first.set(topic, partitions);
    },
    look: () => {
      let more = false;
      for (const topic of first.keys()) {
        const count = countOf(topic);
        more ||= count > (now.get(topic) ?? first.get(topic) ?? count);
        now.set(topic, count);
      }
      if (more) logger.error({ problem: problem() }, 'Partitions were added to a topic; do not restart anything yet.');
    },
    get added() {
      return grown().reduce((sum, [topic, count]) => sum + count - (first.get(topic) ?? count), 0);
    },
    problem,
  };
}
