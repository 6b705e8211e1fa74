import type { Handoff } from '@turnfleet/contract/schemas';

/** More than any time in Unix milliseconds that a handoff may be of. */
const timeRange = 1e13;
const levels = ['gold', 'silver', 'regular'] as const;

/** The ranks, first and last, of those of each level that wait at a priority since `since` (Unix milliseconds) or before. */
export function ranksSince(priority: Handoff['priority'], since: number): readonly (readonly [number, number])[] {
  return levels.map((_, level) => {
    const first = ((priority - 1) * levels.length + level) * timeRange;
    return [first, first + Math.max(0, since)];
  });
}

/** Where a handoff stands among those that wait, the lowest first: by priority, then by the shopper's level, then by when. */
export function queueRank({ priority, level, since }: Pick<Handoff, 'priority' | 'level' | 'since'>): number {
  const group = (priority - 1) * levels.length + levels.indexOf(level ?? 'regular');
  return group * timeRange + Date.parse(since);
}
