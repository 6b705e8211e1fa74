import { decimalOf, type LocalMoment, wholeOf } from '@turnfleet/reading';
import { statusesOf } from './figures/statuses.ts';
import { durationOf, measureOf } from './figures/units.ts';
import type { Amount, Evidence } from './grounds.ts';
import { instructs } from './instructs.ts';
import { type Subject, subjectOf } from './subjects.ts';

type Json = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** More of a result supports nothing: no answer tells so much, and none may wait for it. */
const mostAmounts = 5_000;
/** Of what a list or a text may add up to. */
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const plainDecimal = /^-?\d{1,15}(?:\.\d{1,6})?$/;
const currencyCode = /^[A-Z]{3}$/;
const moneyName =
  /^(?!.*(?:point|score|rate|percent|count|days)).*(?:price|amount|cost|fee|discount|balance|refund|paid|pay|saving|subtotal|freight)/i;
const countName =
  /^(?:total|quantity|stock|available|free|count|pieces|left|remaining|on_hand|sold)$|_(?:quantity|count|stock)$/i;
const stockName = /^(?:total|quantity|stock|available|free|on_hand|remaining)$/i;

interface Scene {
  /** Inside a list. */
  readonly row: boolean;
  readonly into: Evidence;
  readonly momentOf: (at: number) => LocalMoment;
}

/** What a result supports; null if it is no JSON object. `args` name what it is about where it does not say. */
export function readResult(content: string, args: Json, momentOf: (at: number) => LocalMoment): Evidence | null {
  const data = parsed(content);
  if (data === null) return null;
  const into: Evidence = { amounts: [], moments: [], statuses: [], codes: new Set(), subjects: [], texts: [] };
  const asked = noted(into, subjectOf(args['sku'] ?? args['order_id'], null));
  readRecord(data, asked, { into, momentOf, row: false });
  return into;
}

function parsed(content: string): Json | null {
  try {
    const value: unknown = JSON.parse(content);
    return isRecord(value) ? value : null;
  } catch {
    return null; // a result that is no JSON supports nothing
  }
}

function noted(into: Evidence, subject: Subject | null): Subject | null {
  if (subject) into.subjects.push(subject);
  return subject;
}

function readRecord(record: Json, above: Subject | null, scene: Scene): void {
  const { into } = scene;
  const own = subjectOf(record['sku'] ?? record['order_id'], record['name']);
  const about = own && (own.code !== above?.code || own.names.length > 0) ? noted(into, own) : above;
  const { amount, currency } = record;
  if (typeof amount === 'string' && typeof currency === 'string' && currencyCode.test(currency)) {
    const value = decimalOf(amount.replace(/^-/, ''));
    if (value !== null) into.amounts.push({ ...plain(scene), value, currency, about });
    return;
  }
  for (const [key, value] of Object.entries(record)) readValue(key, value, about, scene);
}

function readValue(key: string, value: unknown, about: Subject | null, scene: Scene): void {
  const { into } = scene;
  if (typeof value === 'number') readNumber(key, value, about, scene);
  else if (typeof value === 'boolean') readFlag(key, value, about, into);
  else if (typeof value === 'string') readString(key, value, about, scene);
  else if (Array.isArray(value)) readList(key, value, about, scene);
  else if (isRecord(value)) readRecord(value, about, scene);
}

/** How many there are is told too, and what its amounts come to. */
function readList(key: string, list: readonly unknown[], about: Subject | null, scene: Scene): void {
  const { into } = scene;
  // What each row counts is told of each: so many rows are not so many pieces.
  const listed = list.some((row) => isRecord(row) && Object.keys(row).some((name) => countName.test(name)));
  if (list.length > 0) into.amounts.push({ ...plain(scene), value: wholeOf(list.length), about, listed });
  const before = into.amounts.length;
  for (const one of list) {
    if (into.amounts.length > mostAmounts) return;
    readValue(key, one, about, { ...scene, row: true });
  }
  into.amounts.push(...sumsOf(into.amounts.slice(before)));
}

function sumsOf(amounts: readonly Amount[]): Amount[] {
  if (amounts.length < 2) return [];
  return [...Map.groupBy(amounts, ({ currency, unit, counted }) => `${currency} ${unit} ${counted}`).values()]
    .filter((same) => same.length > 1)
    .flatMap((same) =>
      same[0] ? [{ ...same[0], about: null, value: same.reduce((sum, { value }) => sum + value, 0n) }] : [],
    );
}

function readNumber(key: string, number: number, about: Subject | null, scene: Scene): void {
  const { into } = scene;
  const value = plainDecimal.test(String(number)) ? decimalOf(String(Math.abs(number))) : null;
  if (value === null) return;
  const suffix =
    /_(km|kg|g|m|cm|mm|l|ml|percent|business_days?|seconds?|minutes?|hours?|days?|weeks?|months?|years?)$/i.exec(
      key,
    )?.[1] ?? null;
  const unit = suffix === null ? null : (durationOf(suffix.replace('_', ' ')) ?? measureOf(suffix));
  into.amounts.push({
    ...plain(scene),
    ...{ value, unit, about, currency: moneyName.test(key) ? 'CNY' : null, counted: countName.test(key) },
  });
  if (stockName.test(key)) into.statuses.push({ status: number > 0 ? 'in_stock' : 'out_of_stock', about });
}

function readFlag(key: string, value: boolean, about: Subject | null, into: Evidence): void {
  if (/^(?:in_stock|available|is_available)$/.test(key))
    into.statuses.push({ status: value ? 'in_stock' : 'out_of_stock', about });
}

function readString(key: string, value: string, about: Subject | null, scene: Scene): void {
  const { into, momentOf } = scene;
  if (value === '') return;
  if (instant.test(value)) {
    into.moments.push({ moment: momentOf(Date.parse(value)), about });
    return;
  }
  if (/^(?:status|state)$|_status$/.test(key))
    into.statuses.push(...statusesOf(value).map((status) => ({ status, about })));
  if (/^reservation_id$/.test(key)) into.statuses.push({ status: 'reserved', about });
  if (/^[\w*-]{3,64}$/.test(value)) into.codes.add(value.toUpperCase());
  // Said beside the instant it tells.
  if (key.endsWith('_local')) return;
  // What gives orders gives no facts.
  if (instructs(value)) return;
  if (plainDecimal.test(value)) readNumber(key, Number(value), about, scene);
  else into.texts.push({ text: value, about });
}

const plain = ({ row }: Scene) => ({ currency: null, unit: null, counted: false, listed: false, row });
