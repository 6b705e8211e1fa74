/** Ways to put one thing in place of another: what was meant, and what it stands for. */
const ways: readonly RegExp[] = [
  /不是\s*(?<old>[^,，。.;；是\s]{1,40})\s*[,，。.;；\s]*(?:而|应该|应)?是\s*(?<fresh>[^,，。.;；\s]{1,40}?)(?=[,，。.;；!！\s吧啊呀哈的]|$)/u,
  /(?<fresh>[^,，。.;；\s]{1,40})\s*[,，\s]*(?:而)?不是\s*(?<old>[^,，。.;；!！\s吧啊呀哈]{1,40})/u,
  /(?:把)?(?<old>[^,，。.;；\s把]{1,40})\s*(?:改成|改为|换成|应该是|应为)\s*(?<fresh>[^,，。.;；!！\s吧啊呀]{1,40})/u,
  /\b(?:it'?s |number |no\.? |make it )?(?<fresh>[\w'-]+(?: [\w'-]+)?),? (?:and )?(?:not|instead of|rather than) (?:number |no\.? )?(?<old>[\w'-]+)/iu,
  /\bnot (?:number |no\.? )?(?<old>[\w'-]+(?: [\w'-]+)?)[,;.]? (?:but |it'?s |it should be |rather )?(?:number |no\.? )?(?<fresh>[\w'-]+)/iu,
  /\b(?:change |make )?(?:the )?(?<old>[\w'-]+) (?:to|should be|is supposed to be|should read) (?:number |no\.? )?(?<fresh>[\w'-]+)/iu,
];
const wordsAround =
  /^(?:(?:sorry|no|wait|oh|actually|number|it's|is|that's|it|should|be)\b[,\s]*)+|^(?:(?:应该|应|而|错了|哦|啊)*是)/iu;

/** Says that something is wrong and then no more than a figure: "门牌错了，是1039", "sorry, number 15". */
const figureAlone =
  /(?:错|不对|应该|\b(?:wrong|sorry|no|actually|should|mean|meant|make (?:it|that))\b)[^\d,，。.;；!！]{0,12}[\s,，。.;；!！]*(?:门牌号?)?(?:应该)?(?:是|改成|改为|it'?s|it is|it should be|number|no\.?|to|be|\s)*(?<fresh>\d+[a-z]?)\s?(?<kind>号楼|[号弄栋幢座楼层室]?)(?!\d)[吧啊呀哈的\s。.!！]*$/iu;
/** The end of a code. */
const ofCode = /^0\d{3}$/;

function figurePutRight(known: string, text: string): string | null {
  const { fresh = '', kind = '' } = figureAlone.exec(text)?.groups ?? {};
  if (fresh === '' || ofCode.test(fresh) || text.match(/\d+/g)?.length !== 1) return null;
  const figures = [...known.matchAll(new RegExp(`\\d+[a-z]?(?=\\s?${kind})(?!\\d)`, 'giu'))];
  const [only] = figures;
  // Of several figures nobody can tell which is meant.
  if (!only || figures.length > 1 || only[0] === fresh) return null;
  return known.slice(0, only.index) + fresh + known.slice(only.index + only[0].length);
}

/**
 * What is known with a piece of it put right, as "不是88号，是98号" or "15, not 5" do: null if the text says no such thing, or
 * the piece is none of it.
 */
export function mended(known: string, text: string): string | null {
  for (const way of ways) {
    const { old = '', fresh = '' } = way.exec(text)?.groups ?? {};
    const piece = fresh.replace(wordsAround, '').trim();
    if (old === '' || piece === '' || piece === old) continue;
    const place = new RegExp(`(?<![A-Za-z0-9])${old.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9])`, 'iu');
    if (place.test(known)) return known.replace(place, () => piece);
  }
  return figurePutRight(known, text);
}
