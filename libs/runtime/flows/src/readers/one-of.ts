import { inChinese, numberOf, unit } from '@turnfleet/reading';
import { bestNamed } from './best-named.ts';

/** One of several, as the shopper was shown them. */
interface Shown {
  readonly value: string;
  readonly label: string;
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];
const numbered = new RegExp(
  `第\\s?(\\d|${inChinese})|(?:^|[^\\w-])(?:number|no\\.?|#|option)?\\s?(\\d)(?![\\w-])|^(${inChinese})$|选(\\d|${inChinese})`,
  'iu',
);
const last = /最后|后面?(?:那|这)?[个一]|后者|下面那|\blast\b|\blatter\b|\bbottom\b/iu;
const first = /前面?(?:那|这)?[个一]|前者|上面那|头一|\bformer\b|\btop one\b/iu;
const newest = /最近|最新|新的?那|\b(?:latest|newest|most recent|newer)\b/iu;
const oldest = /最早|最老|旧的?那|早的?那|\b(?:oldest|earliest|older|earlier)\b/iu;
const common = /[\p{P}\s]+/gu;

/** Which of what was shown, newest first, a text means: by its code, its place in the row, or words of its label. Null if nobody could say. */
export function oneOf(shown: readonly Shown[], text: string): string | null {
  const plain = text.normalize('NFKC').toLowerCase();
  const named = shown.filter(({ value }) => plain.includes(value.toLowerCase()));
  if (named.length === 1) return named[0]?.value ?? null;
  const tail = shown.filter(({ value }) => {
    const digits = /(\d{3,})$/.exec(value)?.[1];
    return digits !== undefined && plain.includes(digits);
  });
  if (tail.length === 1) return tail[0]?.value ?? null;
  const byWords = bestByWords(shown, plain);
  if (byWords) return byWords;
  const at = placeIn(plain, shown.length);
  if (at !== null) return shown[at]?.value ?? null;
  const [only, ...others] = bestNamed(shown, ({ label }) => label, text) ?? [];
  return only && others.length === 0 ? only.value : null;
}

function placeIn(text: string, count: number): number | null {
  const english = ordinals.findIndex((word) => new RegExp(`\\b${word}\\b`).test(text));
  if (english >= 0) return english < count ? english : null;
  const [, zh, digit, bare, chosen] = numbered.exec(text) ?? [];
  const written = zh ?? digit ?? bare ?? chosen;
  if (written !== undefined) {
    const place = Number(numberOf(written) ?? 0n) / Number(unit);
    return place >= 1 && place <= count ? place - 1 : null;
  }
  if (first.test(text) || newest.test(text)) return 0;
  return last.test(text) || oldest.test(text) ? count - 1 : null;
}

/** By runs of two characters (words of Latin script whole) that only one label has. */
function bestByWords(shown: readonly Shown[], text: string): string | null {
  const pieces = piecesOf(text);
  const labels = shown.map(({ label }) => piecesOf(label.normalize('NFKC').toLowerCase()));
  const scores = labels.map((own, at) => {
    const others = labels.filter((_, i) => i !== at);
    return [...pieces].filter((piece) => own.has(piece) && !others.some((other) => other.has(piece))).length;
  });
  const best = Math.max(...scores);
  const winners = scores.flatMap((score, at) => (score === best ? [at] : []));
  return best > 0 && winners.length === 1 ? (shown[winners[0] ?? 0]?.value ?? null) : null;
}

function piecesOf(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const run of text.split(common)) {
    if (/\p{Script=Han}/u.test(run)) for (let at = 0; at + 1 < run.length; at += 1) pieces.add(run.slice(at, at + 2));
    else if (run.length > 2 && !/^(?:the|one|for|and|ordered)$/.test(run)) pieces.add(run);
  }
  return pieces;
}

/** Whether a text says nothing but a place in a row. */
export const isPlace = (text: string): boolean =>
  /^(?:the |第|选|number |no\.? ?)?(?:\d{1,2}|first|second|third|fourth|fifth|last|[一二三四五六])(?: one|个|单|号)?[\p{P}\s吧]*$/iu.test(
    text.trim(),
  );
