import type { Figure } from './figures/figure.ts';
import { type Ground, groundOf, isAmong } from './ground.ts';
import type { Grounds } from './grounds.ts';
import { saidAsTheirs } from './said-as-theirs.ts';
import { mayTell } from './subjects.ts';
import { isCount, isMeasure, isMoney, isNumber, isPercent } from './supported-amounts.ts';
import { isDate, isDayPart, isDuration, isMonthDay, isTime, isWeekday } from './supported-times.ts';

/** The figures of a sentence that nothing supports; `derived` were said in this reply before, and were supported. */
export function unsupported(
  grounds: Grounds,
  sentence: string,
  figures: readonly Figure[],
  derived: readonly Figure[],
): readonly Figure[] {
  const ground = groundOf(grounds, sentence, figures, derived);
  return figures.filter(
    (figure) =>
      !isSupported(figure, ground) && !isAmong(figure.stated, derived) && !saidAsTheirs(figure, sentence, grounds.said),
  );
}

function isSupported(figure: Figure, ground: Ground): boolean {
  const { stated } = figure;
  switch (stated.kind) {
    case 'status':
      return hasStatus(stated.status, ground);
    case 'code':
      return ground.grounds.hasCode(stated.code);
    case 'money':
      return isMoney(stated, ground);
    case 'percent':
      return isPercent(stated, ground);
    case 'count':
      return isCount(stated, figure, ground);
    case 'number':
      return isNumber(stated, figure, ground);
    case 'measure':
      return isMeasure(stated, ground);
    case 'duration':
      return isDuration(stated, ground);
    case 'date':
      return isDate(stated, ground);
    case 'monthDay':
      return isMonthDay(stated, ground);
    case 'weekday':
      return isWeekday(stated, ground);
    case 'time':
      return isTime(stated, ground);
    case 'dayPart':
      return isDayPart(stated, ground);
  }
}

function hasStatus(status: string, { grounds, sentence }: Ground): boolean {
  const mentioned = grounds.mentionedIn(sentence);
  return grounds.evidence.some(({ statuses }) =>
    statuses.some((one) => one.status === status && mayTell(one.about, mentioned)),
  );
}
