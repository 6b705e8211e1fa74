/** Chinese name → the spellings in Latin letters. More cities than the shop delivers to: it is the shop that says no. */
const latinNames: Readonly<Record<string, string>> = {
  上海: 'Shanghai',
  北京: 'Beijing|Peking',
  广州: 'Guangzhou|Canton',
  深圳: 'Shenzhen',
  成都: 'Chengdu',
  武汉: 'Wuhan',
  杭州: 'Hangzhou',
  南京: 'Nanjing',
  苏州: 'Suzhou',
  天津: 'Tianjin',
  重庆: 'Chongqing',
  西安: "Xi'an|Xian",
  长沙: 'Changsha',
  郑州: 'Zhengzhou',
  青岛: 'Qingdao',
  大连: 'Dalian',
  沈阳: 'Shenyang',
  哈尔滨: 'Harbin',
  厦门: 'Xiamen',
  福州: 'Fuzhou',
  宁波: 'Ningbo',
  合肥: 'Hefei',
  昆明: 'Kunming',
  济南: 'Jinan',
  东莞: 'Dongguan',
  佛山: 'Foshan',
  无锡: 'Wuxi',
  珠海: 'Zhuhai',
  贵阳: 'Guiyang',
  南宁: 'Nanning',
  南昌: 'Nanchang',
  太原: 'Taiyuan',
  兰州: 'Lanzhou',
  乌鲁木齐: 'Urumqi',
  拉萨: 'Lhasa',
  海口: 'Haikou',
  三亚: 'Sanya',
  香港: 'Hong Kong',
  澳门: 'Macau|Macao',
  台北: 'Taipei',
  东京: 'Tokyo',
  纽约: 'New York',
  伦敦: 'London',
  巴黎: 'Paris',
};

const latin = Object.values(latinNames).join('|');

/** Every city of the table in either spelling. */
export const cityPattern = new RegExp(`${Object.keys(latinNames).join('|')}|\\b(?:${latin})\\b`, 'giu');

/** A capitalised name that English grammar makes a place: it may be a city nobody knows. */
const strangerPattern = /\b(?:in|to) ([A-Z][a-z]{3,}(?: [A-Z][a-z]+)?)\b(?! ?\d)/g;

/** Cities in the order they are named, as the shopper spells them. */
export function namedCities(text: string): string[] {
  const known = [...text.matchAll(cityPattern)].map((match) => ({ at: match.index, city: spelled(match[0]) }));
  const strangers = [...text.matchAll(strangerPattern)]
    .map((match) => ({ at: match.index, city: match[1] ?? '' }))
    .filter(({ city }) => !city.match(cityPattern));
  const inOrder = [...known, ...strangers].sort((a, b) => a.at - b.at);
  return [...new Set(inOrder.map(({ city }) => city))];
}

const spellings = new Map(latin.split('|').map((name) => [name.toLowerCase(), name]));
const spelled = (written: string): string => spellings.get(written.toLowerCase()) ?? written;

const chineseName = new Map(
  Object.entries(latinNames).flatMap(([zh, names]) =>
    names.split('|').map((name) => [name.toLowerCase(), zh] as const),
  ),
);

/** A city's name in a language; one that the table does not hold stays as it is. */
export function cityIn(city: string, language: 'zh' | 'en'): string {
  if (language === 'zh') return chineseName.get(city.toLowerCase()) ?? city;
  return latinNames[city]?.split('|')[0] ?? city;
}
