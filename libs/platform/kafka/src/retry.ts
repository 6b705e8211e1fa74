import type { RetryPolicy } from '@turnfleet/core';

export const defaultRetry: RetryPolicy = { budgetMs: 10_000, firstMs: 50, longestMs: 1_000 };

/** Longer than brokers take to find out that one of them died, and to elect other leaders (about 10 s). */
export const electionRetry: RetryPolicy = { budgetMs: 30_000, firstMs: 100, longestMs: 1_000 };

/** A worker that begins finds its group within this time, or says that it cannot. */
export const joinRetry: RetryPolicy = { budgetMs: 15_000, firstMs: 200, longestMs: 2_000 };
