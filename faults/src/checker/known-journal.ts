import { parseJournalId } from '@turnfleet/conversation';

/** A place in a journal. */
export interface JournalPlace {
  readonly generation: number;
  readonly number: number;
}

interface Told {
  readonly content: string;
  readonly turnId: string;
  readonly line: number;
}

/** What is known of a conversation's journal, from all who read it. */
export class KnownJournal {
  readonly #generations = new Map<number, Map<number, Told>>();

  /** Notes what was told under an id; gives what another reader was told under it before, null if nothing. */
  note({ generation, number }: JournalPlace, told: Told): Told | null {
    const entries = this.#generations.get(generation) ?? new Map<number, Told>();
    this.#generations.set(generation, entries);
    const before = entries.get(number);
    if (before) return before;
    entries.set(number, told);
    return null;
  }

  at({ generation, number }: JournalPlace): Told | null {
    return this.#generations.get(generation)?.get(number) ?? null;
  }
}

/** The history's schema lets no other ids through. */
export function placeOf(id: string): JournalPlace {
  return parseJournalId(id) ?? { generation: 0, number: 0 };
}
