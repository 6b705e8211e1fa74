export { calendarOf, type Day, dayOf, type LocalMoment, partsOf, weekdayOf, weekOf } from './calendar.ts';
export { codeFinder } from './code-finder.ts';
export { type Decimal, decimalOf, exactShare, percentOf, unit, wholeOf } from './decimal.ts';
export { isAffirmative } from './is-affirmative.ts';
export { isAngry } from './is-angry.ts';
export { anyNumber, inChinese, inDigits, inEnglish, numberOf } from './number-words.ts';
export { simplified } from './simplified.ts';
export { standardChinese } from './standard-chinese.ts';
export { waitingWish } from './waiting-wish.ts';
