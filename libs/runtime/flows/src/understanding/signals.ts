import { quantityIn } from '../readers/quantity.ts';

/** Wants to stop what is being done, and says no more than that. */
const stop =
  /^(?:(?:啊|嗯|哦|呃|那|还是|我看|要不|那就|好|好的|好吧|emm?|well|ok|okay|um|actually|oh|hmm|please|it'?s (?:fine|ok|okay|all right)|all good)[,，.。\s]*)*(?:(?:算了|不用了|不\p{Script=Han}{1,3}[了啦]|不必了|不办了|不弄了|不要了|不想.{0,4}了|先不.{0,4}了?|下次再说|以后再说|没事了|停|停止|退出|打住|当我?没[说问提]|不麻烦了|拉倒|免了|作罢|别[弄办搞]了|我?再想想|改天再?说?|回头再说|先这样|never ?mind|nvm|forget (?:it|about it|that)|stop(?: it| that)?|quit|leave it|drop it|not (?:now|anymore)|no longer needed|i changed my mind|changed my mind|scratch that|don'?t bother|skip it|let it be|leave it as it is|maybe later|another time|i'?ll pass|let me think(?: about it)?)(?:[,，.。!！\s吧啊呀哈了的]|谢谢|thanks?|thank you|then|anymore)*)+$/iu;
const cancelAlone =
  /^(?:那|还是|请|帮我|please)?\s*(?:取消|取消吧|取消掉|取消了吧|撤销|cancel|cancel (?:it|this|that)|abort)[\s.。!！吧]*$/iu;
const keepIt =
  /(?:不|别|先别)(?:要|用|想)?(?:取消|退|撤销|改|开|办|弄|换)|\b(?:don'?t|do not|no need to)\b|\bkeep (?:it|the order|my order)\b|保留/iu;
const other =
  /另外?(?:一|那)?[个单台部件款笔]|另一|其他的?(?:那|一)?个|别的那?个|不是这[个单台部件款笔]|换一个|\b(?:the )?other (?:one|order|phones?|laptops?|tablets?|head(?:phones?|set)|cameras?|watch(?:es)?|keyboards?|chargers?)\b|\bnot (?:this|that) one\b|\banother one\b|\bwrong (?:one|order)\b/iu;
/** Says by words which one is meant. */
const pointing =
  /(?:那|的)[个单台部件款笔]|我(?:说|要|指)的是|\b(?:the|my) (?:[\w-]+ ){1,3}(?:one|order)\b|\bi mean(?:t)?\b/iu;
const instead = /还是.{0,12}(?:吧|好了)|而是|换成|\b(?:instead|rather|actually|on second thought)\b/iu;
/** Goes on with what was left. */
const goOn =
  /^(?:(?:好的?|嗯|那|请|我们?|就|ok|okay|please|let'?s|can we|i'?d like to)[,，\s]*)*(?:继续|接着|go on|carry on|continue|resume|pick up where)(?!.*(?:推荐|介绍|recommend))/iu;
/** Asks about the rules, not for something to be done. */
const rules =
  /政策|规则|规定|条款|条件|到账|(?:退款|退钱|钱).{0,8}(?:多久|几天|什么时候|啥时候|几时|退[到哪])|谁(?:付|出|承担|负担)|运费|保修|三包|\b(?:polic(?:y|ies)|rules?|terms|warranty|who (?:pays|covers)|how long (?:do|does|will|is)|when (?:do|will) i get (?:my|the) (?:refund|money))\b/iu;
const aside =
  /^(?:对了|顺便|另外|话说|问一下|等等|等一下|先问|by the way|btw|wait|one more thing|quick question|before that|first)/iu;
const question =
  /[?？]|[吗呢么]\s*[。.!！]?$|多少|多久|几天|几时|什么|啥|咋|怎么|为什么|哪[里个些]|能不能|可不可以|有没有|是不是|^(?:what|when|where|which|who|why|how|is|are|do|does|did|can|could|will|would|should|may)\b/iu;
const wrong =
  /^(?:不对|不是这|错了|写错|说错|搞错|有误|no,? (?:that'?s|it'?s) (?:wrong|not right)|that'?s (?:wrong|not right)|wrong\b|incorrect)/iu;
const correction =
  /不是|改成|改为|换成|说错|搞错|错了|应该是|而是|\b(?:not|instead|rather|i mean|i meant|make (?:it|that)|change (?:it|that)|actually|wrong|sorry|correction)\b/iu;

/** Begins with a stop, and gives no more than a reason for it. */
const stopFirst =
  /^(?:(?:oh|ah|well|ok|哦|啊|嗯|那)[,，\s]*)*(?:算了|不用了|当我没说|never ?mind|nvm|forget (?:it|about it|that)|scratch that)(?=[,，.。!！\s])/iu;
const request =
  /帮|我要|我想|给我|能不能|查|取消|改|开|转|退|换|\b(?:please|pls|can|could|want|need|cancel|return|change|instead|check|track|get|give|just)\b/iu;
const unsure = /不知道|不记得|不清楚|忘|\b(?:know|idea|dunno|remember|sure)\b/iu;

/** Not the one, but another that is told by words: "不要512的，256的就够了". */
const rather =
  /^(?:不要|不用|不是|not)\s?(?:the )?[^,，。.;；\s]{1,12}(?:\s?(?:one|的))?[,，。.;；\s]+(?:but\s)?(?<other>[^?？]{0,24}(?:的|\bone\b).{0,8})$/iu;

/** Has lost the question. */
const lost =
  /(?:你|您)?(?:刚才|刚刚)?(?:是)?(?:要|让|叫|问)我?(?:说|填|给|提供|回|回复|选)?(?:个|的是)?(?:什么|啥)(?:来着|了|来的)|再说一[遍次]|^没(?:看懂|听懂|看明白)|\bwhat (?:did|do|was it) you (?:need|want|ask|say)\b|\bsay (?:that|it) again\b|\bwhat was (?:the|your) question\b|^(?:pardon|come again)\b/iu;

/** Yes, and that a thing is unwanted: at the question whether it shall be cancelled both are meant, or neither. */
const yesUnwanted =
  /^(?:是|对|yes|yeah|yep|yup)\S{0,2}[,，.。!！\s]+.{0,6}(?:不要|不想要|不需要|don'?t (?:want|need)|no longer (?:want|need))/iu;

/** Says why, and then that it is to be left: "too pricey, never mind". */
const stopLast =
  /^(?<why>.{2,60}?)[,，.。;；!！~～\s]+(?:(?:那|就|还是|so|then)\s?)?(?:算了|不用了|当我没说|拉倒|作罢|never ?mind|nvm|forget (?:it|about it)|i'?ll pass|don'?t bother)[\p{P}\s吧了啊]*(?:谢谢|thanks?|thank you)?[\p{P}\s]*$/iu;

export const saysUnsure = (text: string): boolean => unsure.test(text);
const isStopWithReason = (text: string): boolean => {
  const why = stopLast.exec(text)?.groups?.['why'];
  if (why !== undefined && !request.test(why) && !isQuestion(why)) return true;
  return stopFirst.test(text) && !request.test(text.replace(stopFirst, '')) && !saysOtherQuantity(text);
};

export const saysStop = (text: string, ofCancelling: boolean): boolean =>
  stop.test(text) || isStopWithReason(text) || (!ofCancelling && cancelAlone.test(text));
/** Does not want the effect after all: "don't cancel it". */
export const saysKeepIt = (text: string): boolean => keepIt.test(text);
/** Words of the other one that is meant; null if none is. */
export const saidRather = (text: string): string | null => rather.exec(text)?.groups?.['other'] ?? null;
export const hasLostQuestion = (text: string): boolean => lost.test(text);
export const saysYesUnwanted = (text: string): boolean => yesUnwanted.test(text) && !keepIt.test(text);
export const saysOther = (text: string): boolean => other.test(text) && quantityIn(text, false) === null;
/** Not this one, but one that is told by words. */
export const saysWhich = (text: string): boolean =>
  pointing.test(text) && !/不要|不用|不想|\bdon'?t\b/iu.test(text) && quantityIn(text, false) === null;
export const isAside = (text: string): boolean => aside.test(text);
export const isQuestion = (text: string): boolean => question.test(text);
/** Begins with a stop, and says how many it is to be instead: "forget it, make it 5". */
export const saysOtherQuantity = (text: string): boolean =>
  stopFirst.test(text) && quantityIn(text.replace(stopFirst, ''), false) !== null;
export const isCorrection = (text: string): boolean => correction.test(text);
export const asksForRules = (text: string): boolean => rules.test(text);
/** Wants to go on with what was left. */
export const saysGoOn = (text: string): boolean => goOn.test(text);
/** Wants something in place of what runs. */
export const saysInstead = (text: string): boolean => instead.test(text);
/** Says that what is to be done is not right, and that it is to be another. */
export const isWrong = (text: string): boolean => wrong.test(text);
