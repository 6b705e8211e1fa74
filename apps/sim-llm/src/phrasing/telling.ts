import type { Json } from '../planning/json.ts';
import type { ToolName } from '../planning/plan.ts';
import { productIn } from '../planning/product-in.ts';
import type { Language } from '../understanding/language.ts';
import type { Phrases } from './phrases.ts';
import { english } from './phrases-en.ts';
import { chinese } from './phrases-zh.ts';
import { countOf, enumWords, listOf, moneyOf, plainPairs, textOf, timeOf } from './reading.ts';

export const phrasesOf: Readonly<Record<Language, Phrases>> = { zh: chinese, en: english };

export interface Telling {
  readonly language: Language;
  /** The shopper asked about the thing itself, not only for its price. */
  readonly detailed: boolean;
  /** The call's arguments: they name what was asked about, where a result does not repeat it. */
  readonly args: Json;
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
    const specs = plainPairs(product['specs'], language);
    return [
      price ? say.price(productName(product, language) ?? textOf(args['sku'], language) ?? '', price) : '',
      detailed && description ? say.description(closed(description, language)) : '',
      detailed && specs.length > 0 ? say.specs(specs) : '',
    ];
  },

  check_inventory(data, { language, args }) {
    const say = phrasesOf[language];
    const [sku, city] = [named('sku', data, args), named('city', data, args)];
    const total = countOf(data['total']);
    const stocked = listOf(data['warehouses']).filter((warehouse) => (countOf(warehouse['quantity']) ?? 0) > 0);
    const warehouses = stocked.flatMap((warehouse) => {
      const name = textOf(warehouse['city'], language) ?? textOf(warehouse['warehouse_id'], language);
      const distance = countOf(warehouse['distance_km']);
      return name
        ? [say.warehouse(name, String(warehouse['quantity']), distance === null ? null : String(distance))]
        : [];
    });
    const restock = timeOf(data['restock_time']);
    // proto3 JSON may leave a zero out, so no total and no warehouse is "none listed", never a figure.
    const none = total === 0 ? say.outOfStock(sku, city) : say.noStockListed(sku, city);
    return [
      total !== null && total > 0 ? say.inStock(sku, city, String(total)) : warehouses.length > 0 ? '' : none,
      warehouses.length > 0 ? sentence(warehouses, language) : '',
      restock ? say.restock(restock) : '',
    ];
  },

  reserve_stock(data, { language, args }) {
    const id = textOf(data['reservation_id'], language);
    if (!id) return [];
    const quantity = countOf(data['quantity']);
    const [sku, city] = [named('sku', data, args), named('city', data, args)];
    const say = phrasesOf[language];
    return [say.reserved(id, quantity === null ? null : String(quantity), sku, city, timeOf(data['expire_time']))];
  },

  calculate_discount(data, { language }) {
    const say = phrasesOf[language];
    const final = moneyOf(data['final_price']);
    const reductions = listOf(data['reductions']).flatMap((reduction) => {
      const name =
        textOf(reduction['description'], language) ??
        textOf(reduction['code'], language) ??
        enumWords(reduction['kind'], /^REDUCTION_KIND_|^KIND_/);
      return name ? [say.reduction(name, moneyOf(reduction['amount']))] : [];
    });
    const rejection = rejectionOf(data['coupon_rejection'], language);
    return [
      final ? say.discounted(moneyOf(data['original_price']), final) : '',
      reductions.length > 0 ? sentence(reductions, language) : final ? say.noReduction : '',
      rejection ? say.couponRejected(rejection) : '',
    ];
  },

  track_shipment(data, { language, args }) {
    const say = phrasesOf[language];
    const order = named('order_id', data, args) ?? '';
    const status = enumWords(data['status'], /^(?:SHIPMENT_)?STATUS_/);
    const [carrier, tracking] = [textOf(data['carrier'], language), textOf(data['tracking_number'], language)];
    const latest = listOf(data['events'])
      .sort((a, b) => String(a['time']).localeCompare(String(b['time'])))
      .at(-1);
    const event = latest && [
      timeOf(latest['time']),
      textOf(latest['city'], language),
      textOf(latest['description'], language),
    ];
    const expected = timeOf(data['estimated_delivery_time']);
    return [
      status || carrier || tracking
        ? say.shipment(order, status && (say.status[status] ?? status), carrier, tracking)
        : '',
      event?.some(Boolean) ? say.event(event[0] ?? null, event[1] ?? null, event[2] ?? null) : '',
      expected && status !== 'delivered' ? say.expected(expected) : '',
    ];
  },

  estimate_delivery(data, { language, args }) {
    const say = phrasesOf[language];
    const [sku, city] = [named('sku', data, args), named('city', data, args)];
    const [earliest, latest] = [timeOf(data['earliest_time']), timeOf(data['latest_time'])];
    return [
      data['in_stock'] === false ? say.deliveryOutOfStock(sku, city) : '',
      earliest || latest ? say.delivery(sku, city, earliest, latest) : '',
    ];
  },

  search_products(data, { language }) {
    const say = phrasesOf[language];
    const products = listOf(data['products']);
    const lines = products.slice(0, longestList).flatMap((product) => {
      const name = productName(product, language);
      const price = moneyOf(product['price']);
      return name ? [price ? `${name} ${price}` : name] : [];
    });
    const more = products.length > longestList || textOf(data['next_page_token'], language) !== null;
    return [lines.length > 0 ? say.found(lines) : say.nothingFound, lines.length > 0 && more ? say.more : ''];
  },
};

function productName(product: Json, language: Language): string | null {
  const [name, sku] = [textOf(product['name'], language), textOf(product['sku'], language)];
  return name && sku ? `${name}(${sku})` : (name ?? sku);
}

function named(field: string, data: Json, args: Json): string | null {
  return textOf(data[field], 'zh') ?? textOf(args[field], 'zh');
}

/** The shop's own words for why a coupon did not count, else those of the enum. */
function rejectionOf(value: unknown, language: Language): string | null {
  const text = textOf(value, language);
  return text && /^[A-Z_]+$/.test(text) ? enumWords(text, /^COUPON_REJECTION_/) : text;
}

function sentence(parts: readonly string[], language: Language): string {
  return language === 'zh' ? `${parts.join('、')}。` : `${parts.join('; ')}.`;
}

/** The shop's own sentence, ended like one. */
function closed(text: string, language: Language): string {
  return /[.!?。!?]$/.test(text) ? text : `${text}${language === 'zh' ? '。' : '.'}`;
}
