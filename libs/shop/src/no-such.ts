import { TurnfleetError } from '@turnfleet/core';
import { type City, cityName } from './places.ts';

/** `not_found` for a SKU nobody sells. */
export function noSuchProduct(sku: string): TurnfleetError {
  return new TurnfleetError('not_found', `There is no product with the SKU ${sku}.`, {
    resource: { type: 'product', name: sku },
    suggestion: 'Check the SKU, or search for the product by its name.',
  });
}

/** `not_found` for a city the shop does not deliver to; says which it does, in the script in which it was asked. */
export function noSuchCity(city: string, served: readonly Pick<City, 'zh' | 'en'>[]): TurnfleetError {
  const names = served.map((one) => cityName(one, city)).join(', ');
  return new TurnfleetError('not_found', `The shop does not deliver to ${city}. It delivers to ${names}.`, {
    resource: { type: 'city', name: city, among: names },
    suggestion: 'Name one of the cities the shop delivers to, in Chinese or English.',
  });
}
