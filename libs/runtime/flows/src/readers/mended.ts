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
  return null;
}
