/** Slips of the finger that shoppers make often; whole words only. */
const slips: Readonly<Record<string, string>> = {
  available: 'avaliable|avalible|availible|avaiable|availble',
  price: 'prise|pirce|preis',
  phone: 'fone|phne|pohne',
  laptop: 'labtop|laptpo',
  headphones: 'headfones|headphons|hedphones',
  delivery: 'delivry|dilivery|delievery',
  deliver: 'delivr|deliever',
  discount: 'discout|discont',
  coupon: 'cupon|coupn',
  order: 'odrer|ordr',
  where: 'wher|whre',
  stock: 'stok|stcok',
  Shanghai: 'shangai|shanghia|shnaghai',
  Beijing: 'bejing|beijin',
  Guangzhou: 'guangzou|gaungzhou',
  Shenzhen: 'shenzen|shenzhn',
  有货: '有或',
  库存: '库纯|库寸',
  多少: '朵少',
};

const words = Object.entries(slips).map(
  ([word, written]) => [word, new RegExp(/^[A-Za-z]/.test(word) ? `\\b(?:${written})\\b` : written, 'gi')] as const,
);

const traditional = '錢貨嗎訂單價優庫遞運這個們幾還麼時間點買賣預備機腦筆電視聽號碼級員嘗試換貴';
const simplified = '钱货吗订单价优库递运这个们几还么时间点买卖预备机脑笔电视听号码级员尝试换贵';
const characters = new Map([...traditional].map((character, i) => [character, [...simplified][i] ?? character]));
const anyTraditional = new RegExp(`[${traditional}]`, 'gu');

/** What was meant, where it was mistyped or written in traditional characters. */
export function corrected(text: string): string {
  const plain = text.replace(anyTraditional, (character) => characters.get(character) ?? character);
  return words.reduce((rest, [word, pattern]) => rest.replace(pattern, word), plain);
}
