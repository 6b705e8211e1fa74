/** What the fleet is set to do, as the first line of a history tells it. */
export const settings = {
  turnDeadlineMs: 60_000,
  atOnce: 1_000,
  /** Read from the inventory's own database in the end. */
  effectsOf: ['reserve_stock'],
};
