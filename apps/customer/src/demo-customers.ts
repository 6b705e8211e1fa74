import type { Insertable } from 'kysely';
import type { CustomerTables } from './tables.ts';

type Row = Insertable<CustomerTables['customer']>;

const row = (id: string, name: string, level: string, city: string, language: string): Row => ({
  ...{ id, name, level, city, language },
});

/** Shoppers of the demo shop, made up. */
export const demoCustomers: readonly Row[] = [
  row('U123456', '陈晓雯', 'gold', '广州', 'zh-CN'),
  row('U123457', '王磊', 'regular', '上海', 'zh-CN'),
  row('U123458', '李思远', 'silver', '北京', 'zh-CN'),
  row('U123459', '欧阳静', 'gold', '成都', 'zh-CN'),
  row('U123460', '赵敏', 'regular', '', 'zh-CN'),
  row('U123461', 'Emma Carter', 'silver', 'Shanghai', 'en'),
  row('U123462', "Liam O'Brien", 'regular', 'Shenzhen', 'en'),
  row('U123463', 'Sofia', 'gold', 'Wuhan', 'en'),
];
