import type { Json } from '../planning/json.ts';
import { productIn } from '../planning/product-in.ts';
import type { ToolName } from '../planning/step.ts';
import { cityIn } from '../understanding/cities.ts';
import { type Calendar, daysUntil } from '../understanding/days.ts';
import type { Language } from '../understanding/language.ts';
import { cityOf, named, productName } from './names.ts';
import { phrasesOf } from './phrases-of.ts';
import { countOf, enumWords, listOf, moneyOf, specPairs, textOf, timeIn } from './readers.ts';

export interface Telling {
  readonly language: Language;
  /** Where the shop is in time, if the shopper asked for days and it is known. */
  readonly calendar: Calendar | null;
  /** The shopper asked about the thing itself, not only for its price. */
  readonly detailed: boolean;
  /** The call's arguments: they name what was asked about, where a result does not repeat it. */
  readonly args: Json;
  /** The product a result is about, where it does not say. */
  readonly about?: Json | undefined;
}

/** How many products of a list are read out. */
const longestList = 5;

/** A tool's result in sentences; empty if it holds nothing that can be told. */
export const tell: Readonly<Record<ToolName, (data: Json, telling: Telling) => string[]>> = {
  get_product_info(data, { language, detailed, args }) {
    const say = phrasesOf[language];
    const product = productIn(data);
    const price = moneyOf(product['price']);
    const description = textOf(product['description'], language);
    const specs = specPairs(product['specs'], language);
    return [
      price ? say.price(productName(product, language) ?? textOf(args['sku'], language) ?? '', price) : '',
      detailed && description ? say.description(closed(description, language)) : '',
      detailed && specs.length > 0 ? say.specs(specs) : '',
    ];
  },

  check_inventory(data, { language, args }) {
    const say = phrasesOf[language];
    const [sku, city] = [named('sku', data, args), cityOf(data, args, language)];
    const total = countOf(data['total']);
    const stocked = listOf(data['warehouses']).filter((warehouse) => (countOf(warehouse['quantity']) ?? 0) > 0);
    const warehouses = stocked.flatMap((warehouse) => {
      const name = textOf(warehouse['city'], language) ?? textOf(warehouse['warehouse_id'], language);
      const distance = countOf(warehouse['distance_km']);
      return name
        ? [
            say.warehouse(
              cityIn(name, language),
              String(warehouse['quantity']),
              distance === null ? null : String(distance),
            ),
          ]
        : [];
    });
    const restock = timeIn(data, 'restock_time');
    // proto3 JSON may leave a zero out, so no total and no warehouse is "none listed", never a figure.
    const none = total === 0 ? say.outOfStock(sku, city) : say.noStockListed(sku, city);
    const some = warehouses.length > 0 ? say.warehousesOnly(warehouses) : none;
    return [
      total !== null && total > 0 ? say.inStock(sku, city, String(total), warehouses) : some,
      restock ? say.restock(restock) : '',
    ];
  },

  reserve_stock(data, { language, args }) {
    const id = textOf(data['reservation_id'], language);
    if (!id) return [];
    const quantity = countOf(data['quantity']);
    const [sku, city] = [named('sku', data, args), cityOf(data, args, language)];
    const say = phrasesOf[language];
    const until = timeIn(data, 'expire_time');
    return [say.reserved(id, quantity === null ? null : String(quantity), sku, city, until)];
  },

  calculate_discount(data, { language, about }) {
    const say = phrasesOf[language];
    const final = moneyOf(data['final_price']);
    const reductions = listOf(data['reductions']).flatMap((reduction) => {
      const name =
        textOf(reduction['description'], language) ??
        textOf(reduction['code'], language) ??
        enumWords(reduction['kind'], /^REDUCTION_KIND_|^KIND_/);
      return name ? [say.reduction(name, moneyOf(reduction['amount']))] : [];
    });
    const product = about ? productName(about, language) : null;
    const rejection = rejectionOf(data['coupon_rejection'], language);
    if (!final) return [rejection];
    if (reductions.length > 0)
      return [say.discounted(product, moneyOf(data['original_price']), final, reductions), rejection];
    return [rejection, say.price(product, final), rejection === '' ? say.noReduction : ''];
  },

  track_shipment(data, { language, calendar, args }) {
    const say = phrasesOf[language];
    const order = named('order_id', data, args) ?? '';
    const status = enumWords(data['status'], /^(?:SHIPMENT_)?STATUS_/);
    const [carrier, tracking] = [textOf(data['carrier'], language), textOf(data['tracking_number'], language)];
    const latest = listOf(data['events'])
      .sort((a, b) => String(a['time']).localeCompare(String(b['time'])))
      .at(-1);
    const place = latest && textOf(latest['city'], language);
    const event = latest && [
      timeIn(latest, 'time'),
      place ? cityIn(place, language) : null,
      textOf(latest['description'], language),
    ];
    const expected = timeIn(data, 'estimated_delivery_time');
    return [
      status || carrier || tracking
        ? say.shipment(
            order,
            status && (say.status[status] ?? (language === 'en' ? `is ${status}` : status)),
            carrier,
            tracking,
          )
        : '',
      event?.some(Boolean) ? say.event(event[0] ?? null, event[1] ?? null, event[2] ?? null) : '',
      expected && status !== 'delivered'
        ? say.expected(
            expected,
            inDays(language, calendar, data['estimated_delivery_time'], data['estimated_delivery_time']),
          )
        : '',
    ];
  },

  estimate_delivery(data, { language, calendar, args }) {
    const say = phrasesOf[language];
    const [sku, city] = [named('sku', data, args), cityOf(data, args, language)];
    const [earliest, latest] = [timeIn(data, 'earliest_time'), timeIn(data, 'latest_time')];
    const days = inDays(language, calendar, data['earliest_time'], data['latest_time']);
    return [
      data['in_stock'] === false ? say.deliveryOutOfStock(sku, city) : '',
      earliest || latest ? say.delivery(sku, city, say.window(earliest, latest), days) : '',
    ];
  },

  search_products(data, { language }) {
    const say = phrasesOf[language];
    const products = listOf(data['products']);
    const lines = products.slice(0, longestList).flatMap((product) => {
      const name = productName(product, language);
      return name ? [say.foundLine(name, moneyOf(product['price']))] : [];
    });
    const more = products.length > longestList || textOf(data['next_page_token'], language) !== null;
    return [lines.length > 0 ? say.found(lines) : say.nothingFound, lines.length > 0 && more ? say.more : ''];
  },
};

/** In how many days something comes, told if the shopper asked for days and it lies ahead. */
function inDays(language: Language, calendar: Calendar | null, earliest: unknown, latest: unknown): string | null {
  if (calendar === null) return null;
  const [from, to] = [daysUntil(earliest, calendar), daysUntil(latest, calendar)];
  return from !== null && to !== null && from >= 0 ? phrasesOf[language].inDays(from, to) : null;
}

/** The shop's own words for why a coupon did not count, a sentence or less; else those of the enum. */
function rejectionOf(value: unknown, language: Language): string {
  const text = textOf(value, language);
  if (!text) return '';
  if (/[.。]$/.test(text)) return text;
  return phrasesOf[language].couponRejected(
    /^[A-Z_]+$/.test(text) ? (enumWords(text, /^COUPON_REJECTION_/) ?? text) : text,
  );
}

/** The shop's own sentence, ended like one. */
function closed(text: string, language: Language): string {
  return /[.!?。！？]$/.test(text) ? text : `${text}${language === 'zh' ? '。' : '.'}`;
}
