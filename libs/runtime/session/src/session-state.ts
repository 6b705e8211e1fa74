/** Of a session's messages those from `from` on, up to the next run: one after another of one source's journal. */
export interface MessageRun {
  readonly from: number;
  readonly source: string;
  /** `GENERATION-NUMBER`: the first message of the run is the entry after this one; with `alone`, the message itself. */
  readonly after: string;
  /** One message, which stands in for entries that are not held any more. */
  readonly alone?: true;
}

/** Where a source stands. */
export interface Position {
  /** As of what was acknowledged, the last entry that the client has; null: it has none, and nobody knows which come. */
  readonly after: string | null;
  /** Its runs before this sequence are of an earlier subscription. */
  readonly since: number;
}

/**
 * What a session has to remember so that it can go on anywhere: no message, only which entries of which journals its
 * sequences are. A source is a conversation, or the notices of the tenant.
 */
export interface SessionState {
  /** Everything up to this sequence is acknowledged. */
  readonly acknowledged: number;
  readonly positions: Readonly<Record<string, Position>>;
  /** What came after it, in order; the last one is open. */
  readonly runs: readonly MessageRun[];
}

export const newSession: SessionState = { acknowledged: 0, positions: {}, runs: [] };

/** Name of the source of notices; no conversation can have it. */
export const noticesSource = '/notices';
