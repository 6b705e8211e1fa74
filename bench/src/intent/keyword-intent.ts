/** The first row with a word of the message decides: what a shop without a recogniser would write. */
const keywords: readonly (readonly [intent: string, words: RegExp])[] = [
  ['human_agent', /人工|真人|客服|human|agent|person|representative/i],
  ['complaint', /投诉|差评|生气|太差|complain|terrible|awful|angry/i],
  ['invoice_request', /发票|开票|invoice|receipt/i],
  ['cancel_order', /取消|撤销|不要了|cancel/i],
  ['return_exchange', /退货|换货|退款|退|换|return|refund|exchange/i],
  ['change_address', /地址|address/i],
  ['reserve_stock', /预留|预订|保留|reserve|hold|set aside/i],
  ['discount', /优惠|折|券|便宜|discount|coupon|deal/i],
  ['stock_check', /有货|库存|现货|补货|stock|available|sold out/i],
  ['delivery_time', /多久|几天|包邮|运费|送到|how long|shipping|deliver/i],
  ['order_status', /快递|物流|发货|订单|包裹|track|order|package|parcel/i],
  ['price', /多少钱|价格|价|how much|price|cost/i],
  ['product_search', /推荐|想买|有没有|recommend|looking for|show me/i],
  ['product_details', /功能|参数|介绍|尺寸|specs|features|tell me about|size/i],
  ['thanks', /谢|再见|拜|thank|bye/i],
  ['greeting', /你好|您好|在吗|早|hi|hello|hey/i],
  ['affirm', /^(好|是|对|可以|嗯|行)|^(yes|ok|sure|right)/i],
  ['deny', /^(不|别|算了)|^(no|don't|stop)/i],
];

export function keywordIntent(text: string): string {
  return keywords.find(([, words]) => words.test(text))?.[0] ?? 'out_of_scope';
}
