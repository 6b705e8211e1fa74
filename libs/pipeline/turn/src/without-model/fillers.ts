/**
 * Words around a question that say nothing of their own. None of them begins or ends a city's name, so 都, 台, 大 and 那
 * are not here; what is here stands for no wish: a word that might ("cancel", 退) is left over, and a model has to read it.
 */
const chinese = [
  ...['你好', '您好', '请问', '请', '麻烦', '谢谢', '多谢', '帮我', '帮忙', '告诉我', '问一下', '问下', '问'],
  ...['查一下', '查下', '查查', '查', '看一下', '看下', '看看', '看', '一下', '我想', '我要', '我的', '我', '想', '要'],
  ...['知道', '了解', '这个', '这款', '这台', '这件', '那个', '那款', '商品', '产品', '现在', '目前', '大概', '大约'],
  ...['能', '可以', '会', '还', '是', '有', '在', '从', '送到', '寄到', '发到', '运到', '送', '寄', '到', '往', '给'],
  ...['这边', '那边', '地区', '市', '的', '吗', '呢', '啊', '呀', '吧', '嘛', '了', '哦', '和', '以及', '还有', '多少'],
];

const english = [
  ...['hi', 'hello', 'hey', 'please', 'thanks', 'thank you', 'excuse me', 'can', 'could', 'would', 'will', 'shall'],
  ...['you', 'i', 'we', 'me', 'us', 'tell', 'check', 'look up', 'show', 'know', 'want', 'need', 'like', 'let'],
  ...[
    'is',
    'are',
    'am',
    'was',
    'be',
    'been',
    'has',
    'have',
    'do',
    'does',
    'did',
    'there',
    'any',
    'it',
    'this',
    'that',
    'the',
  ],
  ...['a', 'an', 'my', 'your', 'our', 'of', 'for', 'in', 'at', 'to', 'from', 'with', 'by', 'and', 'also', 'about'],
  ...['what', "what's", 'which', 'now', 'right now', 'currently', 'still', 'yet', 'product', 'item', 'take', 'get'],
  ...['number', 'no', 'got', 'pieces', 'piece', 'units'],
];

const [zh, en] = [chinese.join('|'), english.join('|')];
const leading = new RegExp(`^(?:${zh}|(?:${en})(?![a-z']))`, 'i');
const trailing = new RegExp(`(?:${zh}|(?<![a-z'])(?:${en}))$`, 'i');

/** A piece of a question without such words at either end; `''` if nothing is left. */
export function withoutFillers(piece: string): string {
  for (let left = piece.trim(); ; ) {
    const less = left.replace(leading, '').replace(trailing, '').trim();
    if (less === left) return left;
    left = less;
  }
}
