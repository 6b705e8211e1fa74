interface DemoShopper {
  readonly id: string;
  readonly name: string;
  /** `regular`, `silver` or `gold`. */
  readonly level: string;
  /** As the shopper writes it; empty if there is none. */
  readonly city: string;
  /** BCP 47. */
  readonly language: string;
}

const shopper = (id: string, name: string, level: string, city: string, language: string): DemoShopper => ({
  ...{ id, name, level, city, language },
});

/** Shoppers of the demo shop, made up. */
export const demoShoppers: readonly DemoShopper[] = [
  shopper('U123456', '陈晓雯', 'gold', '广州', 'zh-CN'),
  shopper('U123457', '王磊', 'regular', '上海', 'zh-CN'),
  shopper('U123458', '李思远', 'silver', '北京', 'zh-CN'),
  shopper('U123459', '欧阳静', 'gold', '成都', 'zh-CN'),
  shopper('U123460', '赵敏', 'regular', '', 'zh-CN'),
  shopper('U123461', 'Emma Carter', 'silver', 'Shanghai', 'en'),
  shopper('U123462', "Liam O'Brien", 'regular', 'Shenzhen', 'en'),
  shopper('U123463', 'Sofia', 'gold', 'Wuhan', 'en'),
];
