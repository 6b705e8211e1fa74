import { servedCity } from '@turnfleet/shop';
import type { Effect } from './once-per-key.ts';
import type { Text } from './order.ts';
import { statusAfter } from './order-rules.ts';

interface NewAddress {
  /** In Chinese or English. */
  readonly city: string;
  readonly address: string;
  /** Empty: as before, as is `phone`. */
  readonly recipient: string;
  readonly phone: string;
}

interface ChangedAddress {
  readonly cityId: string;
  readonly city: Text;
  readonly address: string;
}

/** Where an order goes that has not been shipped. `not_found` for a city the shop does not deliver to. */
export const changeAddress: Effect<NewAddress, ChangedAddress> = {
  name: 'change_address',
  decide: async (order, { city, address }, _, db) => {
    statusAfter(order, 'change_address');
    const { id, zh, en } = await servedCity(db, city);
    return { cityId: id, city: { zh, en }, address: address.trim() };
  },
  write: async (within, { id }, { recipient, phone }, { cityId, address }) => {
    await within
      .updateTable('customer_order')
      .set({ city_id: cityId, address, ...(recipient && { recipient }), ...(phone && { phone }) })
      .where('id', '=', id)
      .execute();
  },
};
