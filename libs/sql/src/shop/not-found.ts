import { TurnfleetError } from '@turnfleet/core';

/** `not_found` for a SKU nobody sells. */
export function noSuchProduct(sku: string): TurnfleetError {
  return new TurnfleetError('not_found', `There is no product with the SKU ${sku}.`, {
    resource: { type: 'product', name: sku },
    suggestion: 'Check the SKU, or search for the product by its name.',
  });
}

/** `not_found` for a city the shop does not deliver to. */
export function noSuchCity(city: string): TurnfleetError {
  return new TurnfleetError('not_found', `The shop does not deliver to ${city}.`, {
    resource: { type: 'city', name: city },
    suggestion: 'Name one of the cities the shop delivers to, in Chinese or English.',
  });
}
