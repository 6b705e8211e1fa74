/** Something in the shop that is another than it was. */
export interface HeardChange {
  /** As `changed_by` in the protos says it: `price`, `stock`, `product`. */
  readonly kind: string;
  /**
   * The code of what changed, e.g. a SKU. Empty: nobody knows which, as changes may have been missed. Then nothing of the
   * kind that was fetched before is used as fresh.
   */
  readonly subject: string;
  /** Whose shop; undefined: everybody's. */
  readonly tenant?: string;
  /** When it was committed, Unix milliseconds. */
  readonly atMs: number;
}

/** Tells a cache what changed. When it returns, this process answers from nothing older any more. */
export type Invalidate = (change: HeardChange) => void;
