/** Short words that end in a full stop and end no sentence. */
const abbreviation =
  /(?:\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|fri|sat|sun|no|approx|mr|mrs|ms|dr|st|vs|etc|e\.g|i\.e|a\.m|p\.m|am|pm|incl|max|min)|^\s*\d{1,2})\.$/i;
const ends = /[。！？!?]+["”’」』)）]*|\n+|\.(?=\s)/g;
/** What has no end for so long is looked at where it pauses. */
const longest = 600;
const pauses = /[,，;；、:：]/g;

/** Where the first whole sentence of a text ends, null if it may go on. */
export function endOfSentence(text: string): number | null {
  ends.lastIndex = 0;
  for (let match = ends.exec(text); match; match = ends.exec(text)) {
    const end = match.index + match[0].length;
    const said = text.slice(0, end);
    if (said.trim() === '') continue;
    if (match[0] === '.' && abbreviation.test(said)) continue;
    return end;
  }
  if (text.length <= longest) return null;
  let pause: number | null = null;
  pauses.lastIndex = 0;
  for (let match = pauses.exec(text); match && match.index < longest; match = pauses.exec(text))
    pause = match.index + 1;
  return pause ?? longest;
}
