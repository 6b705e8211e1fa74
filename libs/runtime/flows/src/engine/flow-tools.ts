type Json = Readonly<Record<string, unknown>>;

/** What came of a call. */
export type FlowResult =
  | { readonly kind: 'ok'; readonly content: Json; readonly told: string | null }
  | { readonly kind: 'missing'; readonly content: Json }
  /** What is there does not allow it; `reason` is a word that programs know. */
  | { readonly kind: 'refused'; readonly reason: string; readonly content: Json }
  /** Nobody could be asked; `apology` says so to the shopper. */
  | { readonly kind: 'failed'; readonly apology: string | null };

/** Tools as a flow may use them in one turn. */
export interface FlowTools {
  /** Whether a tool can be used for the shopper of this turn: not if it is about them and nobody knows who they are. */
  knowsShopperFor(tool: string): boolean;
  /** Calls a tool that changes nothing. */
  call(tool: string, args: Json): Promise<FlowResult>;
  /**
   * Has the shopper asked whether an effect shall be had, if it can be: `asked` is the question in the tool's own words. Their
   * yes lets it happen in a later turn, never here; `alsoYes` are words that are one beside the plain ones. What a tool asks
   * nobody for is had here.
   */
  ask(
    tool: string,
    args: Json,
    alsoYes: readonly string[],
  ): Promise<FlowResult | { readonly kind: 'asked'; readonly question: string }>;
}
