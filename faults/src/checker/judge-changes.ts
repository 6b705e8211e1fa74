import type { ChangesSeen, ToldChange } from './changes-seen.ts';
import type { Tell } from './verdict.ts';

/** What was not told for so long nobody has to be told any more. */
const keptMs = 24 * 3_600_000;

/**
 * What a service committed is told after it, what it did not is not, and each thing in the order of its changes. Only of
 * services of which the history tells the changes.
 */
export function judgeChanges(seen: ChangesSeen, until: number, tell: Tell): void {
  const things = new Map<string, Thing>();
  const thingOf = (key: string): Thing => {
    const thing = things.get(key) ?? { changed: [], told: [] };
    things.set(key, thing);
    return thing;
  };
  for (const change of seen.changed) thingOf(keyOf(change)).changed.push(change);
  const services = new Set(seen.changed.map(({ service }) => service));
  for (const told of seen.told) if (services.has(told.service)) thingOf(keyOf(told)).told.push(told);
  for (const thing of things.values()) {
    judgeLost(thing, until, tell);
    for (const told of thing.told) judgeGround(thing, told, tell);
    judgeOrder(thing, seen.stops, tell);
  }
}

interface Thing {
  readonly changed: ChangesSeen['changed'];
  readonly told: ToldChange[];
}

const keyOf = ({ service, kind, subject }: Pick<ToldChange, 'service' | 'kind' | 'subject'>): string =>
  JSON.stringify([service, kind, subject]);

/** A record that was written after a change and tells what was since then or before: one for several is enough. */
function judgeLost({ changed, told }: Thing, until: number, tell: Tell): void {
  for (const { at, changedAt, line, service, kind, subject } of changed) {
    const from = Math.max(at, changedAt);
    if (from < until - keptMs || from > until) continue;
    if (told.some((record) => record.at >= from && record.since <= from)) continue;
    const sentence = `${service} committed at ${at} that the ${kind} of ${subject} changes at ${changedAt}, and it was never told after that.`;
    tell({ code: 'change_lost', sentence, lines: [line] });
  }
}

function judgeGround({ changed }: Thing, { at, since, line, service, kind, subject }: ToldChange, tell: Tell): void {
  const grounds = changed.filter(({ changedAt }) => changedAt === since);
  const what = `${service} told at ${at} that the ${kind} of ${subject} changed at ${since}`;
  if (grounds.length === 0)
    return tell({ code: 'change_lost', sentence: `${what}, and no such change was committed.`, lines: [line] });
  if (grounds.some((change) => change.at <= at && change.changedAt <= at)) return;
  const sentence = `${what}, before that was committed or took effect.`;
  tell({ code: 'change_lost', sentence, lines: [...grounds.map((change) => change.line), line] });
}

/**
 * What an instance had read before it was stopped may land whenever it goes on. What is told again says nothing new. What took
 * effect by itself is told for itself, and may overtake what the log refused.
 */
function judgeOrder({ changed, told }: Thing, stops: ChangesSeen['stops'], tell: Tell): void {
  const known = new Set<string>();
  const byItself = new Set(changed.flatMap(({ at, changedAt }) => (changedAt > at ? [changedAt] : [])));
  let last: ToldChange | null = null;
  for (const record of told.toSorted((a, b) => a.at - b.at || a.line - b.line)) {
    if (known.has(record.id) || byItself.has(record.since)) continue;
    known.add(record.id);
    const { at, since, line, service, kind, subject } = record;
    const isExcused = stops.some((stop) => stop.service === service && stop.at >= since && stop.at <= at);
    const isLate = last !== null && since < last.since && !isExcused;
    if (last && (isLate || record.partition !== last.partition)) {
      const why = isLate ? `after one at ${last.since}` : 'in another partition than before';
      const sentence = `${service} told that the ${kind} of ${subject} changed at ${since} ${why}.`;
      tell({ code: 'change_lost', sentence, lines: [last.line, line] });
    }
    if (!last || since >= last.since) last = record;
  }
}
