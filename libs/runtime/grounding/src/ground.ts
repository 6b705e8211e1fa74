import type { LocalMoment } from '@turnfleet/reading';
import type { Figure, Stated } from './figures/figure.ts';
import type { Amount, Grounds } from './grounds.ts';
import { mayTell } from './subjects.ts';

export type Of<K extends Stated['kind']> = Extract<Stated, { kind: K }>;

/** What one sentence stands on: what results hold of what it mentions. */
export interface Ground {
  readonly grounds: Grounds;
  readonly sentence: string;
  readonly amounts: readonly Amount[];
  /** Of other products and orders too. */
  readonly everybodys: readonly Amount[];
  readonly moments: readonly LocalMoment[];
  /** In texts of results. */
  readonly figures: () => readonly Figure[];
  /** In the sentence itself. */
  readonly beside: readonly Figure[];
  /** Said in this reply before, and supported. */
  readonly derived: readonly Figure[];
}

export function groundOf(
  grounds: Grounds,
  sentence: string,
  beside: readonly Figure[],
  derived: readonly Figure[],
): Ground {
  const mentioned = grounds.mentionedIn(sentence);
  const told = grounds.evidence;
  const everybodys = told.flatMap(({ amounts }) => amounts);
  let read: readonly Figure[] | undefined;
  return {
    ...{ grounds, sentence, beside, derived, everybodys },
    amounts: mentioned.size !== 1 ? everybodys : everybodys.filter(({ about }) => mayTell(about, mentioned)),
    moments: told.flatMap(({ moments }) =>
      moments.filter(({ about }) => mayTell(about, mentioned)).map(({ moment }) => moment),
    ),
    figures: () => {
      read ??= told.flatMap((one) =>
        grounds.figuresOf(one).flatMap(({ figure, about }) => (mayTell(about, mentioned) ? [figure] : [])),
      );
      return read;
    },
  };
}

export const statedAs = <K extends Stated['kind']>(kind: K, figures: readonly Figure[]): Of<K>[] =>
  figures.flatMap(({ stated }) => (stated.kind === kind ? [stated as Of<K>] : []));

export const isAmong = (stated: Stated, figures: readonly Figure[]): boolean =>
  figures.some((one) => equal(one.stated, stated));

function equal(a: Stated, b: Stated): boolean {
  if (a.kind !== b.kind) return false;
  if ('value' in a && 'value' in b && a.value !== b.value) return false;
  return gist(a) === gist(b);
}

/** All that counts of what is stated, as text. */
function gist(stated: Stated): string {
  const { kind } = stated;
  return JSON.stringify(stated, (key, value: unknown) => {
    if (key === 'yearSaid' || (key === 'weekday' && kind === 'date') || (key === 'day' && kind === 'time'))
      return undefined;
    return typeof value === 'bigint' ? String(value) : value;
  });
}
