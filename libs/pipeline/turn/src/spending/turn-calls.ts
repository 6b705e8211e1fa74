import { type CallLine, callLineSchema } from '@turnfleet/contract/schemas';

/**
 * The model calls of one turn, as this process knows them. Invariant: one line a call; one whose end is known does not become
 * unknown again.
 */
export class TurnCalls {
  readonly #lines = new Map<string, CallLine>();
  /** What the store has not, as it is now. */
  readonly #unsaved = new Map<string, CallLine>();
  readonly #withdrawn = new Set<string>();

  note(line: CallLine): void {
    this.#lines.set(line.id, line);
    this.#unsaved.set(line.id, line);
  }

  /** It was never sent, whatever the store may have of it. */
  withdraw({ id }: CallLine): void {
    this.#lines.delete(id);
    this.#unsaved.delete(id);
    this.#withdrawn.add(id);
  }

  has(id: string): boolean {
    return this.#lines.has(id);
  }

  get unsaved(): readonly CallLine[] {
    return [...this.#unsaved.values()];
  }

  saved(lines: readonly CallLine[]): void {
    for (const line of lines) if (this.#unsaved.get(line.id) === line) this.#unsaved.delete(line.id);
  }

  /** Every call of the turn in the order of their booking, with what `begin` told of those that others made. */
  linesAfter(spent: readonly string[]): readonly CallLine[] {
    const all = new Map<string, CallLine>();
    for (const line of spent.flatMap(readLine)) if (line.end !== 'unknown' || !all.has(line.id)) all.set(line.id, line);
    for (const [id, line] of this.#lines) all.set(id, line);
    for (const id of this.#withdrawn) all.delete(id);
    return [...all.values()];
  }
}

/** Of our own writing, or of a version that wrote it otherwise: then it is left out. */
function readLine(text: string): CallLine[] {
  const { data } = callLineSchema.safeParse(JSON.parse(text));
  return data ? [data] : [];
}
