import { isJson, type Json } from './json.ts';

/** The product in a result of `get_product_info`, which may wrap it as `{product: {…}}`. */
export function productIn(data: Json): Json {
  return isJson(data['product']) ? data['product'] : data;
}
