import { withoutDenied } from './denied.ts';

/** Kinds of things that shops sell: what "the phone I ordered" is about. The longest names first. */
const nouns = [
  ...['智能手机', '手机壳', '手机', '笔记本电脑', '笔记本', '平板电脑', '平板', '电脑', '蓝牙耳机', '降噪耳机', '耳机'],
  ...[
    '音箱',
    '音响',
    '相机',
    '电视机',
    '电视',
    '智能手表',
    '儿童手表',
    '手环',
    '键盘',
    '鼠标',
    '显示器',
    '路由器',
    '充电宝',
  ],
  ...['快充头', '充电头', '充电器', '插头', '耳麦', '耳塞', '本子', '笔电', '手表', '腕表', '电饭锅', '吸尘机器人'],
  ...[
    '数据线',
    '打印机',
    '投影仪',
    '冰箱',
    '洗衣机',
    '空调',
    '扫地机器人',
    '扫地机',
    '吸尘器',
    '空气净化器',
    '净化器',
    '加湿器',
    '咖啡机',
  ],
  ...[
    '电饭煲',
    '微波炉',
    '烤箱',
    '空气炸锅',
    '吹风机',
    '电动牙刷',
    '牙刷',
    '剃须刀',
    '运动鞋',
    '跑鞋',
    '鞋子',
    '鞋',
    '羽绒服',
    '冲锋衣',
    '外套',
    'T恤',
  ],
  ...[
    '衬衫',
    '裤子',
    '裙子',
    '帽子',
    '双肩包',
    '背包',
    '书包',
    '行李箱',
    '钱包',
    '面霜',
    '口红',
    '香水',
    '防晒霜',
    '洗发水',
    '面膜',
  ],
  ...[
    '零食',
    '坚果',
    '茶叶',
    '咖啡豆',
    '巧克力',
    '牛奶',
    '台灯',
    '椅子',
    '桌子',
    '沙发',
    '床垫',
    '枕头',
    '被子',
    '毛巾',
    '锅',
    '水杯',
    '保温杯',
    '杯子',
    '瑜伽垫',
    '帐篷',
  ],
];
const english =
  'cellphones?|handsets?|power bricks?|smart ?phones?|phones?|mobiles?|laptops?|notebooks?|tablets?|computers?|headphones?|earphones?|earbuds?|headset|speakers?|cameras?|tvs?|televisions?|smart ?watch(?:es)?|watch(?:es)?|keyboards?|mouse|monitors?|routers?|power ?banks?|chargers?|cables?|printers?|projectors?|fridges?|washing machines?|air conditioners?|robot vacuums?|vacuums?(?: cleaners?)?|air purifiers?|humidifiers?|coffee (?:machines?|makers?)|rice cookers?|microwaves?|ovens?|air fryers?|hair ?dryers?|toothbrush(?:es)?|shavers?|running shoes?|shoes?|sneakers?|down jackets?|jackets?|coats?|t-?shirts?|shirts?|trousers|jeans|dress(?:es)?|hats?|backpacks?|suitcases?|wallets?|creams?|lipsticks?|perfumes?|shampoo|snacks?|nuts|tea|coffee beans?|chocolates?|lamps?|chairs?|desks?|tables?|sofas?|mattress(?:es)?|pillows?|towels?|pans?|mugs?|bottles?|yoga mats?|tents?';
const sku = /\bsku[-_ :#]?(?:\d{4}[-_ ]?\d{3,4}|[a-z0-9]+(?:-[a-z0-9]+)*)\b/giu;
const pattern = new RegExp(`${nouns.toSorted((a, b) => b.length - a.length).join('|')}|\\b(?:${english})\\b`, 'giu');
/** A name of a model, e.g. "X1 Ultra", "MateBook". */
const model =
  /\b(?:[A-Z][A-Za-z]{0,20}\d[A-Za-z0-9]{0,20}|[A-Z][a-z]{1,20}[A-Z][A-Za-z0-9]{0,20})\b(?: (?:Pro|Max|Plus|Ultra|Air|Mini)){0,2}/gu;
/** What shops call it as well. */
const aliases: Readonly<Record<string, string>> = {
  充电宝: '移动电源 充电宝',
  扫地机: '扫地机器人',
  笔记本: '笔记本电脑',
  ...{ 本子: '笔记本电脑', 笔电: '笔记本电脑', 快充头: '充电器', 充电头: '充电器', 插头: '充电器', 腕表: '手表' },
  ...{ 耳麦: '耳机', 耳塞: '耳机', 电饭锅: '电饭煲', 吸尘机器人: '扫地机器人' },
  ...{ 'power brick': 'charger', cellphone: 'phone', handset: 'phone' },
};
const denied = /(?:不是|不要|\bnot (?:the |my )?)$/iu;

/** What a text calls a product: its kind, or the name of a model. Null if it names none. */
export function productIn(text: string): string | null {
  const codeless = withoutDenied(text)
    .replaceAll(sku, '|')
    .replaceAll(/\bord[-_ ]?[\w-]+/giu, '|');
  const meant = ({ index }: RegExpMatchArray): boolean => !denied.test(codeless.slice(0, index));
  const [first] = [...codeless.matchAll(model), ...codeless.matchAll(pattern)].filter(meant);
  const name = first?.[0];
  return name === undefined ? null : (aliases[name.toLowerCase()] ?? name);
}

const pointed = /(?:那|这)(?:一)?[台个部件款双只单笔张](?!月)|(?<=[\dA-Za-z])的(?=\p{Script=Han})/gu;
/** In the midst of Chinese a word of Latin script is a name. */
const named = /(?<![A-Za-z])(?!ORD|SKU)[A-Z][A-Za-z]*(?: ?\d+)?(?= ?(?:Pro|Max|Ultra)? ?\p{Script=Han})/gu;
const described = new RegExp(`\\b(?:the|my|teh|that|this) (?:[\\w-]+ ){0,4}?(?:${english})\\b`, 'giu');

/** A text without its names of products. */
export const withoutProducts = (text: string): string =>
  text
    .replaceAll(described, 'my order')
    .replaceAll(named, ' ')
    .replaceAll(model, ' ')
    .replaceAll(pattern, '东西')
    .replaceAll(pointed, '');

const around =
  /^(?:for|my order|the|a|an|it'?s|is|one|that|this|please|and|东西|那个?|这个?|就|是|的|单|吧|呢|[\p{P}\s])*$/iu;
/** Whether a text names a product and says nothing else. */
export const namesOnly = (text: string): boolean => productIn(text) !== null && around.test(withoutProducts(text));
