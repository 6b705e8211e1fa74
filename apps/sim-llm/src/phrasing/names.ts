import type { Json } from '../planning/json.ts';
import { cityIn } from '../understanding/cities.ts';
import type { Language } from '../understanding/language.ts';
import { phrasesOf } from './phrases-of.ts';
import { textOf } from './readers.ts';

/** How a result names what it is about; what it does not repeat, the call's arguments say. */

export function productName(product: Json, language: Language): string | null {
  const [name, sku] = [textOf(product['name'], language), textOf(product['sku'], language)];
  return name && sku ? phrasesOf[language].product(name, sku) : (name ?? sku);
}

export function named(field: string, data: Json, args: Json): string | null {
  return textOf(data[field], 'zh') ?? textOf(args[field], 'zh');
}

export function cityOf(data: Json, args: Json, language: Language): string | null {
  const city = named('city', data, args);
  return city === null ? null : cityIn(city, language);
}
