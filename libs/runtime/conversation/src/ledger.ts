/** How long a turn's reply, attempts and reservation are remembered: longer than `chat.turns` keeps the turn (7 days). */
export const ledgerTtlMs = 8 * 24 * 3_600_000;
