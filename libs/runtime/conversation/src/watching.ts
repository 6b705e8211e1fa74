/** A running subscription. */
export interface Watching {
  close(): void;
}
