/** What tools returned before a sentence is said, at `now`. */
export interface SceneOfTools {
  readonly results: readonly { readonly content: object; readonly args?: Readonly<Record<string, unknown>> }[];
}

const yuan = (amount: string) => ({ amount, currency: 'CNY' });

/** Of tools that the shop has not: the reader knows nothing of them. */
export const otherScenes: Readonly<Record<string, SceneOfTools>> = {
  heldShipping: {
    results: [
      {
        content: {
          city: '成都',
          options: [
            { name: '标准快递', shipping_fee: yuan('12.00'), transit_days: 3 },
            { name: '加急', shipping_fee: yuan('25.00'), transit_days: 1 },
          ],
          opening_hours: '9:00-21:00',
        },
      },
    ],
  },
  heldRefund: {
    results: [
      {
        content: {
          order_id: 'ORD-2024-0021',
          refund_status: 'refunded',
          amount_paid_back: yuan('299.00'),
          processed_time: '2026-11-29T03:00:00Z',
          arrives_by: '2026-12-04T15:00:00Z',
        },
      },
    ],
  },
  heldPoints: {
    results: [{ content: { points_balance: 2350, expiring: { points: 300, expire_time: '2026-12-31T15:59:59Z' } } }],
  },
  heldCart: {
    results: [
      {
        content: {
          items: [
            { sku: 'SKU-2024-301', name: '蓝牙耳机', price: yuan('399.00') },
            { sku: 'SKU-2024-302', name: '充电宝', price: yuan('199.00') },
            { sku: 'SKU-2024-303', name: '机械键盘', price: yuan('999.00') },
          ],
        },
      },
    ],
  },
  heldCompare: {
    results: [
      { content: { name: 'Volt 10', price: yuan('129.00'), specs: { weight: '180 g', capacity: '10000 mAh' } } },
      { content: { name: 'Volt 20', price: yuan('199.00'), specs: { weight: '350 g', capacity: '20000 mAh' } } },
    ],
  },
  heldOrder: {
    results: [
      {
        content: {
          order_id: 'ORD-2024-0033',
          status: 'delayed',
          tracking_number: 'CF5566778899',
          events: [{ time: '2026-11-30T02:00:00Z', description: '因恶劣天气运输延误', city: '武汉' }],
          estimated_delivery_time: '2026-12-04T12:00:00Z',
        },
        args: { order_id: 'ORD-2024-0033' },
      },
    ],
  },
  heldTalk: { results: [] },
  heldTalkZh: { results: [] },
  newGift: {
    results: [
      {
        content: {
          name: '颈部按摩仪',
          price: yuan('459.00'),
          member_price: yuan('429.00'),
          specs: { weight: '280 g', battery_life: '6 h' },
          stock: 37,
        },
      },
    ],
  },
  newBus: {
    results: [
      {
        content: {
          slot_start: '2026-12-04T06:00:00Z',
          slot_end: '2026-12-04T08:00:00Z',
          fee: yuan('15.00'),
          note: 'Please be at home.',
        },
      },
    ],
  },
  newInvoice: {
    results: [
      {
        content: {
          invoice_number: '24112000000187654321',
          total: yuan('1288.00'),
          tax: yuan('148.18'),
          net: yuan('1139.82'),
          tax_rate_percent: 13,
        },
      },
    ],
  },
  newLaptop: {
    results: [
      {
        content: {
          name: 'Aero 14',
          price: yuan('8499.00'),
          student_price: yuan('7999.00'),
          colours: ['silver', 'graphite'],
          specs: { weight: '1.28 kg', memory: '32 GB', storage: '1 TB', display: '14-inch' },
        },
      },
    ],
  },
  newTicket: {
    results: [
      {
        content: {
          status: 'accepted',
          ready_time: '2026-12-08T09:00:00Z',
          parts_fee: yuan('180.00'),
          labour_fee: yuan('80.00'),
        },
      },
    ],
  },
  newChat: { results: [] },
  newChatZh: { results: [] },
  newStore: {
    results: [
      {
        content: {
          stores: [
            { name: '静安店', distance_km: 2.4, closes: '22:00' },
            { name: '徐汇店', distance_km: 5.1, closes: '21:30' },
          ],
        },
      },
    ],
  },
  heldWarranty: {
    results: [{ content: { sku: 'SKU-2024-501', warranty_months: 24, warranty_ends: '2027-03-14T16:00:00Z' } }],
  },
};
