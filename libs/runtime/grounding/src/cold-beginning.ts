/** What a figure may begin with; whatever stands before it is shown without waiting for the sentence. */
const chinese =
  '今天 今日 今晚 当天 当日 明天 明日 明晚 次日 隔天 后天 大后天 昨天 昨日 前天 周 下周 星期 礼拜 凌晨 早上 清晨 上午 中午 下午 傍晚 晚上 晚间 夜里 缺货 无货 没货 没有货 没有现货 没有库存 暂无库存 售罄 卖完 断货 有现货 现货充足 库存充足 货源充足 有货 已 签收了 送到了 派送中 正在派送 正在派件 派件中 运输中 运送途中 在途 在路上 正在路上 备货 待发货 未发货 还没发货 尚未 还未 延误 延迟 被退回 订单已 退款 预留 预订 预约 下单成功 免运费 免邮 包邮 免费 百分之 对折 人民币 快递 运单 物流 取件 提货 验证码 追踪号 零 一 二 两 三 四 五 六 七 八 九 十 半 百 千 万'.split(
    ' ',
  );
const english =
  'today tonight tomorrow yesterday overnight same-day next-day next this on the day after morning afternoon evening noon midnight at by before until from around monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec in out sold not no none is are was were isn aren has have been got being on their its plenty delayed sent returned cancelled canceled refund reserved order tracking waybill reservation pickup pick confirmation one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand a an dozen half free ships ship only just last percent rmb cny usd eur'.split(
    ' ',
  );
/** Words that begin a figure only with the next one. */
const pairs: Readonly<Record<string, RegExp>> = {
  ...{
    in: /^in (?:stock|transit)|^in$/,
    out: /^out (?:of (?:stock|for)?)?/,
    not: /^not (?:in|yet|been|shipped)?/,
    no: /^no (?:longer|shipping|delivery)?/,
  },
};

const prefixes = (word: string): string[] => [...word].map((_, i) => word.slice(0, i + 1));
const complete = [...chinese].sort((a, b) => b.length - a.length).join('|');
const partial = [...new Set(chinese.flatMap((word) => prefixes(word).slice(0, -1)))].join('|');
const hotChinese = new RegExp(String.raw`[\d\uff10-\uff19¥￥$€£%％*]|${complete}|(?:${partial})$`);
const hotWords = new Set(english);
const beginnings = new Set(english.flatMap(prefixes));
const word = /[A-Za-z]+(?:['’-][A-Za-z]+)*/g;
const codes = /\b(?:SKU|ORD)-[\w-]*[\w](?=[^\w-])/gi;

/**
 * How much of the beginning of a sentence can be shown at once, whatever comes next: up to where a figure might begin. Errs
 * on the side of waiting; the sentence is looked at as a whole when it is there.
 */
export function coldBeginning(text: string): number {
  const bare = text.replace(codes, (code) => '_'.repeat(code.length));
  const chineseAt = bare.search(hotChinese);
  let cold = chineseAt < 0 ? text.length : chineseAt;
  word.lastIndex = 0;
  for (let match = word.exec(bare); match && match.index < cold; match = word.exec(bare)) {
    const [found] = match;
    const lower = found.toLowerCase();
    const open = match.index + found.length === bare.length;
    if (
      open
        ? beginnings.has(lower) || /^(?:sku|ord)/.test(lower) || 'sku'.startsWith(lower) || 'ord'.startsWith(lower)
        : isHot(lower, bare.slice(match.index))
    )
      cold = match.index;
  }
  return cold;
}

function isHot(lower: string, from: string): boolean {
  if (lower === 'sku' || lower === 'ord') return true;
  if (!hotWords.has(lower)) return false;
  const pair = pairs[lower];
  if (!pair) return true;
  // The next word is not whole yet, or is the one that matters.
  const next = /^[a-z]+\s+([a-z]*)(.?)/i.exec(from);
  if (!next || next[2] === '') return true;
  return pair.test(`${lower} ${(next[1] ?? '').toLowerCase()}`) || hotWords.has((next[1] ?? '').toLowerCase());
}
