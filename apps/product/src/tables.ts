import type { OutboxTables } from '@turnfleet/shop';

export interface ProductTables extends OutboxTables {
  category: { id: string; zh: string; en: string };
  product: {
    /** Position in the catalogue: breaks ties the same way on every database. */
    id: number;
    sku: string;
    name_zh: string;
    name_en: string;
    category: string;
    description_zh: string;
    description_en: string;
    /** Hundredths of a yuan. */
    price_fen: number;
    /** JSON object of texts. */
    specs: string;
  };
  /** The search index: which words lead to which product, and how much each says about it. */
  product_term: { term: string; product_id: number; weight: number };
}
