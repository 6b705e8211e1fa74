/** Words of who has had enough: insults, threats with authorities, and that nothing helps. Plain complaints are left to flows. */
const table = {
  insult:
    /垃圾(?:客服|平台|机器人|公司|店|商家|东西|玩意)|骗子|骗人的|混蛋|王八蛋|傻[逼叉比Xx]|[脑]残|智障|滚蛋|他妈的?|[操草]你|什么破(?:机器人|客服|平台|店)|\b(?:fuck|bullshit|scam(?:mers?)?|idiots?|morons?|useless (?:bot|piece|service|company)|piece of (?:crap|shit|junk)|stupid (?:bot|robot|machine))/iu,
  threat:
    /(?:投诉|举报)到?(?:工商|消协|消费者协会|监管|市监|媒体)|12315|找(?:媒体|记者|律师)|(?:起诉|告)(?:你们|死你)|法院见|曝光你们|\b(?:sue you|my lawyer|lawyer up|see you in court|consumer protection|trading standards|(?:go|going) to the (?:press|media))\b/iu,
  enough:
    /气死我?了?|忍无可忍|受够了|太(?:过分|离谱|恶心)了?|(?:简直|真是)(?:有病|过分|离谱|恶心)|没完没了|什么态度|\b(?:sick and tired|fed up|had enough|ridiculous(?:ly)?|outrageous|unacceptable|disgusting|furious)\b/iu,
} as const;

/** Whether a message is that of somebody who is past being helped by a machine. */
export const isAngry = (message: string): boolean => {
  const text = message.normalize('NFKC');
  return Object.values(table).some((words) => words.test(text));
};
