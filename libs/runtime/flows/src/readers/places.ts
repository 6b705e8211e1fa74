/** Cities by their Chinese names, and the spellings in Latin letters: more than any shop delivers to. */
const latinNames: Readonly<Record<string, string>> = {
  ...{ 上海: 'Shanghai', 北京: 'Beijing|Peking', 广州: 'Guangzhou|Canton', 深圳: 'Shenzhen', 成都: 'Chengdu' },
  ...{ 武汉: 'Wuhan', 杭州: 'Hangzhou', 南京: 'Nanjing', 苏州: 'Suzhou', 天津: 'Tianjin', 重庆: 'Chongqing' },
  ...{ 西安: "Xi'an|Xian", 长沙: 'Changsha', 郑州: 'Zhengzhou', 青岛: 'Qingdao', 大连: 'Dalian', 沈阳: 'Shenyang' },
  ...{ 哈尔滨: 'Harbin', 厦门: 'Xiamen', 福州: 'Fuzhou', 宁波: 'Ningbo', 合肥: 'Hefei', 昆明: 'Kunming' },
  ...{ 济南: 'Jinan', 东莞: 'Dongguan', 佛山: 'Foshan', 无锡: 'Wuxi', 珠海: 'Zhuhai', 贵阳: 'Guiyang' },
  ...{ 南宁: 'Nanning', 南昌: 'Nanchang', 太原: 'Taiyuan', 兰州: 'Lanzhou', 乌鲁木齐: 'Urumqi', 拉萨: 'Lhasa' },
  ...{ 海口: 'Haikou', 三亚: 'Sanya', 香港: 'Hong Kong', 澳门: 'Macau|Macao', 台北: 'Taipei', 石家庄: 'Shijiazhuang' },
  ...{ 长春: 'Changchun', 温州: 'Wenzhou', 东京: 'Tokyo', 伦敦: 'London', 巴黎: 'Paris', 纽约: 'New York' },
};

const latin = Object.values(latinNames).join('|');
/** Behind a name they make a street of it. */
const street =
  '(?!\\s?(?:[东西南北中一二三四]{0,2}(?:路|街|大道|大街|道(?!歉))|(?:(?:east|west|north|south|middle)\\s)?(?:road|rd|street|st|avenue|ave)\\b))';
const known = new RegExp(`(?:${Object.keys(latinNames).join('|')})${street}|\\b(?:${latin})\\b${street}`, 'giu');
const spellings = new Map(latin.split('|').map((name) => [name.toLowerCase(), name]));
/** A capitalised name that grammar makes a place. */
const stranger = /\b(?:in|to) ([A-Z][a-z]{2,}(?: [A-Z][a-z]+)?)\b(?! ?\d)/gu;
const alone =
  /^(?:(?:送到|寄到|发到|到|在|去|改到|改成|换成|to|in)\s?)?(\p{Script=Han}{2,6}?|[A-Za-z][A-Za-z'-]{2,}(?: [A-Za-z'-]+){0,2})(?:市|吧|的|呢|啊|please)?[。.!！]?$/u;
/** Behind these a place is left, not meant. */
const left = /(?:不是|不要|不在|从|\bnot|\bnot in|\bnot to|\bfrom|\binstead of)\s?$/iu;

/**
 * The city that a text names, as the shopper spells it, the last one if there are several. `loose`: the city was asked, so
 * that a bare name will do which nobody knows. Null if it names none.
 */
export function placeIn(text: string, loose: boolean): string | null {
  const named = [...text.matchAll(known)]
    .filter(({ index }) => !left.test(text.slice(0, index)))
    .map(([name]) => spellings.get(name.toLowerCase()) ?? name);
  const found = named.at(-1) ?? [...text.matchAll(stranger)].at(-1)?.[1];
  if (found !== undefined) return found;
  const bare = loose ? (alone.exec(text.trim())?.[1] ?? null) : null;
  return bare !== null && isName(bare) ? bare : null;
}

/** A name that nobody knows has none of the words that answers are made of. */
const isName = (text: string): boolean =>
  /^\p{Script=Han}/u.test(text)
    ? !/[不没我你他您谁吗呢吧啊呀哦嗯的了哪怎随好是算想再等看用要行对办改退这那什么]/u.test(text)
    : /^[A-Z]/.test(text) && !/\b(?:I|you|it|my|no|not|yes|ok|what|why|how|do|does|can)\b/i.test(text);

/** A text without a city at its beginning. */
export const withoutCity = (text: string): string => text.replace(cityFirst, '');
const cityFirst = new RegExp(`^(?:${Object.keys(latinNames).join('|')})${street}市?\\s*`, 'iu');
