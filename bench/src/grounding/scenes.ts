import { otherScenes, type SceneOfTools } from './other-scenes.ts';

/** In Shanghai: Tuesday, December 1, 2026, 10 am. */
export const now = Date.parse('2026-12-01T02:00:00Z');
export const timeZone = 'Asia/Shanghai';

const yuan = (amount: string) => ({ amount, currency: 'CNY' });
const flagship = {
  sku: 'SKU-2024-888',
  name: '星澜 X1 Ultra 典藏版 手机 1 TB',
  category: 'phones',
  description: '年度旗舰智能手机：一英寸主摄，潜望长焦，钛金属机身。',
  price: yuan('6999.00'),
  specs: { network: '5G', display: '120 Hz', battery: '5500 mAh', storage: '1 TB' },
};
const other = { ...flagship, sku: 'SKU-2024-801', name: '云雀 Air 13 笔记本', price: yuan('3999.00'), specs: {} };
const info = { content: { product: flagship }, args: { sku: 'SKU-2024-888' } };
const coupon = {
  kind: 'coupon',
  code: 'WELCOME10',
  amount: yuan('699.90'),
  description: '优惠券 WELCOME10（减10%）',
};
const level = { kind: 'level', code: 'gold', amount: yuan('699.90'), description: '金卡会员优惠（10%）' };
const estimate = (earliest: string, latest: string) => ({
  content: { warehouse_id: 'WH-SHA-1', earliest_time: earliest, latest_time: latest, in_stock: true },
  args: { sku: 'SKU-2024-888', city: '上海' },
});
const found = (sku: string, name: string, price: string) => ({ sku, name, category: 'phones', price: yuan(price) });

const shop = {
  price: { results: [info] },
  twoPrices: { results: [info, { content: { product: other }, args: { sku: 'SKU-2024-801' } }] },
  discount: {
    results: [
      info,
      { content: { original_price: yuan('6999.00'), final_price: yuan('6299.10'), reductions: [coupon] } },
    ],
  },
  gold: {
    results: [
      info,
      { content: { original_price: yuan('6999.00'), final_price: yuan('5599.20'), reductions: [level, coupon] } },
    ],
  },
  stock: {
    results: [
      {
        content: {
          sku: 'SKU-2024-888',
          city: '上海',
          total: 92,
          warehouses: [
            { warehouse_id: 'WH-SHA-1', city: '上海', quantity: 42, distance_km: 0 },
            { warehouse_id: 'WH-HGH-1', city: '杭州', quantity: 50, distance_km: 165 },
          ],
        },
        args: { sku: 'SKU-2024-888', city: '上海' },
      },
    ],
  },
  outOfStock: {
    results: [
      {
        content: {
          ...{ sku: 'SKU-2024-888', city: '北京', total: 0, warehouses: [] },
          restock_time: '2026-12-05T01:00:00Z',
          restock_time_local: '12月5日（周六）上午9点',
        },
      },
    ],
  },
  delivery: { results: [estimate('2026-12-02T01:00:00Z', '2026-12-02T10:00:00Z')] },
  delivery3: { results: [estimate('2026-12-03T01:00:00Z', '2026-12-05T10:00:00Z')] },
  tracking: {
    results: [
      {
        content: {
          order_id: 'ORD-2024-0002',
          status: 'in_transit',
          tracking_number: 'FY2024000123',
          events: [
            { time: '2026-11-29T01:00:00Z', description: '订单已确认，仓库正在备货', city: '成都' },
            { time: '2026-11-30T08:00:00Z', description: '包裹已交承运商揽收', city: '成都' },
          ],
          estimated_delivery_time: '2026-12-03T10:00:00Z',
          carrier: '飞燕速运',
        },
        args: { order_id: 'ORD-2024-0002' },
      },
    ],
  },
  delivered: {
    results: [
      {
        content: {
          order_id: 'ORD-2024-0001',
          status: 'delivered',
          tracking_number: 'FY2024000111',
          events: [{ time: '2026-11-28T06:00:00Z', description: '包裹已签收', city: '上海' }],
          estimated_delivery_time: '2026-11-28T06:00:00Z',
          carrier: '飞燕速运',
        },
        args: { order_id: 'ORD-2024-0001' },
      },
    ],
  },
  reserved: {
    results: [
      {
        content: {
          ...{ reservation_id: 'R-7K2M9Q4X', sku: 'SKU-2024-888', city: '上海', quantity: 2 },
          warehouses: [{ warehouse_id: 'WH-SHA-1', quantity: 2 }],
          expire_time: '2026-12-01T02:15:00Z',
        },
      },
    ],
  },
  search: {
    results: [
      {
        content: {
          products: [
            found('SKU-2024-101', '星澜 S2 手机 256 GB', '4999.90'),
            found('SKU-2024-102', '青禾 Note 手机 128 GB', '1999.00'),
            found('SKU-2024-103', '青禾 Pro 手机 256 GB', '2999.00'),
          ],
          next_page_token: '',
        },
      },
    ],
  },
  rejected: {
    results: [
      info,
      {
        content: {
          original_price: yuan('6999.00'),
          final_price: yuan('6999.00'),
          reductions: [],
          coupon_rejection: {
            reason: 'expired',
            code: 'SUMMER2024',
            description: '优惠券 SUMMER2024 已于2024年8月31日过期',
          },
        },
      },
    ],
  },
  none: { results: [] },
  sycophant: { results: [info] },
  limits: { results: [] },
} satisfies Record<string, SceneOfTools>;

export const scenes: Readonly<Record<string, SceneOfTools>> = { ...shop, ...otherScenes };
