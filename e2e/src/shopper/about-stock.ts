import { alone, type Conversation } from './conversation.ts';

const stock = 'check_inventory(SKU-2024-888, 上海)';
const stockEn = 'check_inventory(SKU-2024-888, Shanghai)';
const served = ['上海', '北京', '广州', '深圳', '成都', '武汉'];
const servedEn = ['Shanghai', 'Beijing', 'Guangzhou', 'Shenzhen', 'Chengdu', 'Wuhan'];
const reserve = (city: string, quantity: number): string => `reserve_stock(SKU-2024-888, ${city}, ${quantity})`;

export const aboutStock: readonly Conversation[] = [
  ...alone(
    ['SKU-2024-888 上海有货吗？', stock, ['有货', /92\s?件/, '上海仓']],
    ['SKU-2024-888 上海有货吗?', stock, ['有货', '92']],
    ['sku2024888上海还有货吗', stock, ['有货', '92']],
    ['sku 2024 888 上海有没有现货', stock, ['有货', '92']],
    ['ＳＫＵ－２０２４－８８８ 在上海还剩多少？', stock, ['92']],
    ['麻烦问下 SKU-2024-888 在 Shanghai 有现货吗', 'check_inventory(SKU-2024-888, Shanghai)', ['有货', '92']],
    ['Is SKU-2024-888 in stock in Shanghai?', stockEn, ['in stock', '92']],
    ['is sku 2024-888 avaliable in shanghai', stockEn, ['in stock', '92']],
    ['SKU-2024-888 avalible in Shangai?', stockEn, ['in stock', '92']],
    ['Is SKU-2024-888 in stock in 上海?', stock, ['in stock', 'Shanghai', '92']],
    ['How many SKU-2024-888 are left in Shanghai?', stockEn, ['92']],
    ['SKU-2024-113 上海有货吗', 'check_inventory(SKU-2024-113, 上海)', [/无货|缺货/, /\d+月\d+日（周.）上午9点/]],
    [
      'Is SKU-2024-113 available in Wuhan?',
      'check_inventory(SKU-2024-113, Wuhan)',
      ['out of stock', /[A-Z][a-z]{2}, [A-Z][a-z]{2} \d+(?:, \d{4})?, 9 am/],
    ],
    ['SKU-2024-113 北京什么时候补货', 'check_inventory(SKU-2024-113, 北京)', [/\d+月\d+日（周.）上午9点补货/]],
    ['SKU-2024-888 杭州有货吗', 'check_inventory(SKU-2024-888, 杭州)', ['杭州', ...served]],
    ['Is SKU-2024-888 in stock in Hangzhou?', 'check_inventory(SKU-2024-888, Hangzhou)', ['Hangzhou', ...servedEn]],
    ['Can you deliver SKU-2024-888 to London?', 'estimate_delivery(SKU-2024-888, London)', ['London', ...servedEn]],
    ['SKU-2024-888 能送到拉萨吗？', 'estimate_delivery(SKU-2024-888, 拉萨)', ['拉萨', ...served]],
    ['SKU-2024-999 上海有货吗', 'check_inventory(SKU-2024-999, 上海)', ['SKU-2024-999', '没有']],
    ['SKU-2024-888有货吗', '', ['城市']],
    ['SKU-2024-888有货吗', 'check_inventory(SKU-2024-888, 广州)', ['92', '广州'], { user: { city: '广州' } }],
    ['有货吗', '', ['SKU']],
    [
      'SKU-2024-888 北京和上海都有货吗',
      `check_inventory(SKU-2024-888, 北京) + ${stock}`,
      ['北京有货', '上海有货', '92'],
    ],
  ),
  [
    ['SKU-2024-888 上海有货吗？', stock, ['92']],
    ['那北京呢？', 'check_inventory(SKU-2024-888, 北京)', ['北京']],
    ['武汉', 'check_inventory(SKU-2024-888, 武汉)', ['武汉']],
    ['那我要买2台', reserve('武汉', 2), ['请确认', '2 件 SKU-2024-888']],
    ['不用了', '', []],
  ],
  [
    ['Is SKU-2024-888 in stock in Shanghai?', stockEn, ['92']],
    ['and in Beijing?', 'check_inventory(SKU-2024-888, Beijing)', ['Beijing']],
    ["then I'll take 2", reserve('Beijing', 2), ['Please confirm', '2 × SKU-2024-888']],
    ['No, thanks', '', []],
  ],
  [
    ['帮我预留两百件SKU-2024-888到上海', '', ['200', '99']],
    ['那就预留50件', reserve('上海', 50), ['请确认', '50 件']],
    ['不用了', '', []],
  ],
  [
    ['SKU-2024-888 上海有货吗，多少钱', '*', ['92', '¥6,999']],
    ['要3件', reserve('上海', 3), ['请确认', '3 件']],
    ['算了，要5件吧', reserve('上海', 5), ['请确认', '5 件']],
    ['不必了', '', []],
  ],
  [
    ['Hi, price of sku-2024-888 pls', '*', ['¥6,999']],
    ['2 pcs to Guangzhou please', reserve('Guangzhou', 2), ['Please confirm', '2 ×']],
    ['nah', '', [/nothing was done|leave it/]],
  ],
  ...alone(['你们能送到哪些城市？', '', []], ['Where do you deliver?', '', []], ['能送杭州吗', '', ['SKU']]),
  [
    ['SKU-2024-888有货吗', '', ['城市']],
    ['上海', stock, ['92']],
  ],
  [
    ['SKU-2024-888多少钱', 'get_product_info(SKU-2024-888)', ['¥6,999']],
    ['那我要买2台', '', ['城市'], { never: /没有找到|为您找到/ }],
    ['上海', reserve('上海', 2), ['请确认', '2 件 SKU-2024-888']],
  ],
  ...alone(
    ['帮我预留两件 SKU-2024-888 到上海', reserve('上海', 2), ['请确认', '2 件']],
    ['帮我预留一百件 SKU-2024-888 到上海', '', ['100', '99'], { never: /请确认/ }],
    ['帮我预留100台SKU-2024-888到上海', '', ['100', '99'], { never: /请确认/ }],
    ['帮我预留 1.5 件 SKU-2024-888 到上海', '', ['1.5', '整'], { never: /请确认/ }],
    ['帮我预留 -2 件 SKU-2024-888 到上海', '', ['-2', '1'], { never: /请确认/ }],
    ['帮我预留0件SKU-2024-888到上海', '', ['0', '1'], { never: /请确认/ }],
    ['预留三十二件SKU-2024-888，上海', reserve('上海', 32), ['请确认', '32 件']],
    ['reserve 2 of SKU-2024-888 in Shanghai', reserve('Shanghai', 2), ['Please confirm', '2 ×']],
    ['Reserve a hundred SKU-2024-888 in Shanghai', '', ['100', '99'], { never: /confirm/ }],
    ['please reserve 1.5 of SKU-2024-888 in Shanghai', '', ['1.5', 'whole'], { never: /confirm/ }],
    ['reserve -2 of SKU-2024-888 in Shanghai', '', ['-2'], { never: /confirm/ }],
    ['I want to buy two SKU-2024-888, ship to Beijing', reserve('Beijing', 2), ['Please confirm', '2 ×']],
    ['Please hold a dozen SKU-2024-888 for me in Wuhan', reserve('Wuhan', 12), ['Please confirm', '12 ×']],
  ),
];
