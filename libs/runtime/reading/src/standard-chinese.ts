/** Words of Cantonese, northern, Sichuan and Wu speech, each before the one that everybody writes. */
const words: readonly (readonly [string, string])[] = [
  ...([
    ['唔该', '请'],
    ['唔好意思', '不好意思'],
    ['唔好', '不要'],
    ['唔使', '不用'],
    ['唔', '不'],
    ['边度', '哪里'],
    ['点解', '为什么'],
    ['点样', '怎么'],
    ['几多钱', '多少钱'],
    ['呢个', '这个'],
    ['嗰个', '那个'],
    ['乜嘢', '什么'],
    ['而家', '现在'],
    ['依家', '现在'],
    ['寻日', '昨天'],
    ['琴日', '昨天'],
    ['噚日', '昨天'],
    ['听日', '明天'],
    ['咗', '了'],
    ['嘅', '的'],
    ['冇', '没有'],
    ['俾', '给'],
    ['畀', '给'],
    ['佢', '它'],
    ['搵', '找'],
    ['睇', '看'],
  ] as const),
  ...([
    ['昨儿个', '昨天'],
    ['今儿个', '今天'],
    ['前儿个', '前天'],
    ['俺们', '我们'],
    ['俺', '我'],
    ['咱', '我'],
    ['甭', '不用'],
    ['咋整', '怎么办'],
    ['咋个', '怎么'],
    ['咋', '怎么'],
    ['啥子', '什么'],
    ['啥', '什么'],
    ['啷个', '怎么'],
    ['莫得', '没有'],
    ['晓得', '知道'],
    ['得行', '可以'],
    ['勿要', '不要'],
    ['弗要', '不要'],
    ['侬', '你'],
    ['阿拉', '我们'],
    ['喽', '了'],
    ['咧', '了'],
    ['噻', '吧'],
    ['呗', '吧'],
  ] as const),
];

const table = new Map(words);
const spoken = new RegExp(
  words
    .map(([word]) => word)
    .toSorted((a, b) => b.length - a.length)
    .join('|'),
  'gu',
);
/** "Yes" of who speaks Cantonese; elsewhere it is a piece of other words. */
const itIs = /^\s*系(?=[啊呀嘅的喇]|[\p{P}\s]|$)/u;

/** A text in simplified characters with words of dialects as everybody writes them. */
export const standardChinese = (text: string): string =>
  text.replace(itIs, '是').replace(spoken, (word) => table.get(word) ?? word);
