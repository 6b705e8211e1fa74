import type { Handoff } from '@turnfleet/contract/schemas';

/** More than any time in Unix milliseconds that a handoff may be of. */
const timeRange = 1e13;
const levels = ['gold', 'silver', 'regular'] as const;

/** Where a handoff stands among those that wait, the lowest first: by priority, then by the shopper's level, then by when. */
export function queueRank({ priority, level, since }: Pick<Handoff, 'priority' | 'level' | 'since'>): number {
  const group = (priority - 1) * levels.length + levels.indexOf(level ?? 'regular');
  return group * timeRange + Date.parse(since);
}
