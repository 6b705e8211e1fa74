/** A product line of the demo shop; its products are every model in every variant. All brands are made up. */
export interface ProductLine {
  readonly zh: string;
  readonly en: string;
  /** Words shoppers use for it beyond its name, both languages. */
  readonly descriptionZh: string;
  readonly descriptionEn: string;
  /** Price of the first model's first variant, yuan. */
  readonly basePrice: number;
  readonly models: readonly string[];
  readonly specs: Readonly<Record<string, string>>;
}

/** What a line's products differ in. */
export interface Variant {
  readonly zh: string;
  readonly en: string;
  readonly spec: readonly [name: string, value: string];
  /** Added to the price, per cent. */
  readonly extra: number;
}

export interface CatalogueCategory {
  readonly id: string;
  readonly zh: string;
  readonly en: string;
  readonly lines: readonly ProductLine[];
  readonly variants: readonly Variant[];
}

const colour = (zh: string, en: string): Variant => ({ zh, en, spec: ['colour', en.toLowerCase()], extra: 0 });
const storage = (size: string, extra: number): Variant => ({ zh: size, en: size, spec: ['storage', size], extra });

const line = (
  [zh, en]: readonly [string, string],
  [descriptionZh, descriptionEn]: readonly [string, string],
  basePrice: number,
  models: readonly string[],
  specs: Readonly<Record<string, string>>,
): ProductLine => ({ zh, en, descriptionZh, descriptionEn, basePrice, models, specs });

export const catalogueLines: readonly CatalogueCategory[] = [
  {
    id: 'laptops',
    zh: '笔记本电脑',
    en: 'Laptop',
    variants: [storage('512 GB', 0), storage('1 TB', 12), storage('2 TB', 28)],
    lines: [
      line(
        ['云峰', 'Yunfeng'],
        ['轻薄办公本，全天续航，适合出差', 'Thin and light for office work and travel, with all-day battery'],
        4999,
        ['Air 13', 'Air 14', 'Pro 16'],
        { memory: '16 GB', display: '2.8K', battery: '70 Wh' },
      ),
      line(
        ['极光', 'Aurora'],
        ['高性能游戏本，独立显卡，散热强', 'Gaming laptop with a dedicated graphics card and strong cooling'],
        7999,
        ['G15', 'G16', 'G18'],
        { memory: '32 GB', display: '240 Hz', battery: '90 Wh' },
      ),
      line(
        ['青禾', 'Qinghe'],
        ['学生入门本，稳定耐用，性价比高', 'Dependable entry model for students at a fair price'],
        2999,
        ['S14', 'S15', 'S16'],
        { memory: '8 GB', display: '1080p', battery: '55 Wh' },
      ),
    ],
  },
  {
    id: 'tablets',
    zh: '平板电脑',
    en: 'Tablet',
    variants: [storage('128 GB', 0), storage('256 GB', 15), storage('512 GB', 35)],
    lines: [
      line(
        ['星澜', 'Xinglan'],
        ['高刷护眼屏，支持手写笔，学习绘画皆宜', 'Smooth eye-care screen with pen support for study and drawing'],
        1999,
        ['Pad 11', 'Pad 12', 'Pad Pro'],
        { display: '144 Hz', battery: '8600 mAh', pen: 'supported' },
      ),
      line(
        ['云峰', 'Yunfeng'],
        ['影音娱乐平板，四扬声器', 'Tablet for films and music with four speakers'],
        1499,
        ['Tab 10', 'Tab 11', 'Tab 13'],
        { display: '90 Hz', battery: '7700 mAh', speakers: '4' },
      ),
      line(
        ['小满', 'Xiaoman'],
        ['儿童平板，家长管控，防摔保护壳', 'Tablet for children with parental control and a shockproof case'],
        999,
        ['Kids 8', 'Kids 10', 'Kids 11'],
        { display: '60 Hz', battery: '5100 mAh', case: 'included' },
      ),
    ],
  },
  {
    id: 'headphones',
    zh: '耳机',
    en: 'Headphones',
    variants: [colour('曜石黑', 'Black'), colour('云母白', 'White'), colour('雾霾蓝', 'Blue')],
    lines: [
      line(
        ['听澜', 'Tinglan'],
        ['真无线降噪蓝牙耳机，通勤通话清晰', 'True wireless Bluetooth earbuds with noise cancelling and clear calls'],
        399,
        ['Buds 2', 'Buds 3', 'Buds Pro'],
        { type: 'in-ear', battery: '30 h', bluetooth: '5.4' },
      ),
      line(
        ['极光', 'Aurora'],
        ['头戴式电竞耳机，低延迟环绕声', 'Over-ear gaming headset with low latency and surround sound'],
        599,
        ['H1', 'H3', 'H5'],
        { type: 'over-ear', battery: '50 h', microphone: 'detachable' },
      ),
      line(
        ['青禾', 'Qinghe'],
        ['开放式运动耳机，防水防汗，跑步不掉', 'Open-ear sports headphones, waterproof and secure for running'],
        299,
        ['Run', 'Run 2', 'Swim'],
        { type: 'open-ear', battery: '12 h', protection: 'IP68' },
      ),
    ],
  },
  {
    id: 'watches',
    zh: '智能手表',
    en: 'Smartwatch',
    variants: [colour('星空黑', 'Black'), colour('月光银', 'Silver'), colour('晨曦金', 'Gold')],
    lines: [
      line(
        ['海岳', 'Haiyue'],
        ['户外运动手表，双频定位，续航持久', 'Outdoor sports watch with dual-band positioning and long battery life'],
        1299,
        ['Trek', 'Trek 2', 'Summit'],
        { battery: '21 days', protection: '10 ATM', gps: 'dual band' },
      ),
      line(
        ['星澜', 'Xinglan'],
        ['健康监测手表，心率血氧睡眠', 'Health watch that measures heart rate, blood oxygen and sleep'],
        799,
        ['Fit', 'Fit 2', 'Fit Pro'],
        { battery: '10 days', protection: '5 ATM', sensors: 'heart rate, SpO2' },
      ),
      line(
        ['小满', 'Xiaoman'],
        ['儿童电话手表，定位与视频通话', 'Watch for children with location and video calls'],
        499,
        ['Z1', 'Z2', 'Z3'],
        { battery: '3 days', protection: 'IPX8', network: '4G' },
      ),
    ],
  },
  {
    id: 'cameras',
    zh: '相机',
    en: 'Camera',
    variants: [
      { zh: '单机身', en: 'body only', spec: ['kit', 'body'], extra: 0 },
      { zh: '标准镜头套装', en: 'with standard lens', spec: ['kit', '24-70 mm'], extra: 30 },
      { zh: '双镜头套装', en: 'with two lenses', spec: ['kit', '24-70 mm and 70-200 mm'], extra: 65 },
    ],
    lines: [
      line(
        ['观象', 'Guanxiang'],
        ['全画幅微单相机，人像风光皆宜', 'Full-frame mirrorless camera for portraits and landscapes'],
        8999,
        ['M5', 'M6', 'M7'],
        { sensor: 'full frame', resolution: '33 MP', video: '4K 60' },
      ),
      line(
        ['海岳', 'Haiyue'],
        ['防抖运动相机，防水可挂头盔', 'Stabilised, waterproof action camera that fits a helmet'],
        1799,
        ['GoX', 'GoX 2', 'GoX 360'],
        { sensor: '1/1.3"', resolution: '48 MP', video: '5.3K 30' },
      ),
      line(
        ['拾光', 'Shiguang'],
        ['复古拍立得，即拍即得', 'Retro instant camera that prints at once'],
        699,
        ['Mini', 'Square', 'Wide'],
        { film: 'instant', battery: 'AA', flash: 'built in' },
      ),
    ],
  },
  {
    id: 'appliances',
    zh: '家用电器',
    en: 'Home appliance',
    variants: [colour('珍珠白', 'White'), colour('石墨灰', 'Grey'), colour('抹茶绿', 'Green')],
    lines: [
      line(
        ['净域 扫地机器人', 'Jingyu robot vacuum'],
        ['扫拖一体，自动集尘，避障灵敏', 'Sweeps and mops, empties itself and avoids obstacles'],
        2499,
        ['R1', 'R3', 'R5'],
        { suction: '8000 Pa', battery: '5200 mAh', dock: 'self-emptying' },
      ),
      line(
        ['净域 空气净化器', 'Jingyu air purifier'],
        ['除甲醛除花粉，静音睡眠模式', 'Removes formaldehyde and pollen, with a silent sleep mode'],
        1299,
        ['A300', 'A500', 'A800'],
        { filter: 'HEPA H13', noise: '22 dB', area: '60 m²' },
      ),
      line(
        ['禾味 电饭煲', 'Hewei rice cooker'],
        ['柴火饭口感，智能预约', 'Rice as from a wood stove, with a smart timer'],
        399,
        ['3L', '4L', '5L'],
        { heating: 'induction', power: '1200 W', timer: '24 h' },
      ),
    ],
  },
  {
    id: 'accessories',
    zh: '配件',
    en: 'Accessory',
    variants: [colour('黑色', 'Black'), colour('白色', 'White'), colour('深蓝', 'Navy')],
    lines: [
      line(
        ['云峰 快充充电器', 'Yunfeng fast charger'],
        ['氮化镓多口快充，小巧便携', 'Compact gallium nitride charger with several ports'],
        129,
        ['45W', '65W', '120W'],
        { ports: 'USB-C, USB-A', protocol: 'PD 3.1' },
      ),
      line(
        ['云峰 移动电源', 'Yunfeng power bank'],
        ['大容量充电宝，可带上飞机', 'High-capacity power bank that may go on a plane'],
        159,
        ['10000', '20000', '25000'],
        { ports: 'USB-C', airline: 'allowed' },
      ),
      line(
        ['极光 机械键盘', 'Aurora mechanical keyboard'],
        ['三模无线机械键盘，热插拔轴体', 'Wireless mechanical keyboard with hot-swappable switches'],
        349,
        ['K68', 'K87', 'K98'],
        { connection: 'USB, 2.4 GHz, Bluetooth', switches: 'linear' },
      ),
    ],
  },
  {
    id: 'phones',
    zh: '手机',
    en: 'Phone',
    variants: [storage('128 GB', 0), storage('256 GB', 10), storage('512 GB', 25)],
    lines: [
      line(
        ['星澜', 'Xinglan'],
        ['影像旗舰智能手机，潜望长焦', 'Flagship smartphone for photography with a periscope telephoto lens'],
        3999,
        ['X1', 'X1 Pro', 'X1 Ultra'],
        { network: '5G', display: '120 Hz', battery: '5200 mAh' },
      ),
      line(
        ['极光', 'Aurora'],
        ['电竞智能手机，大电池快充', 'Gaming smartphone with a large battery and fast charging'],
        2999,
        ['N7', 'N7 Pro', 'N7 Max'],
        { network: '5G', display: '165 Hz', battery: '6000 mAh' },
      ),
      line(
        ['小满', 'Xiaoman'],
        ['大字体大音量智能手机，适合长辈', 'Smartphone with large type and loud sound, made for seniors'],
        1299,
        ['E1', 'E2', 'E3'],
        { network: '4G', display: '60 Hz', battery: '5000 mAh' },
      ),
    ],
  },
];
