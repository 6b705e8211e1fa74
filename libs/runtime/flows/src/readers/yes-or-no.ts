const ofYes =
  /^(?:[嗯恩]+|好+|是+|对+|行(?!李|程|情|业)|成(?!都|人|套|本|功)|中(?!国|间|午|文|号|等|秋|关)|妥|得嘞|可以|要|需要|没错|没问题|同意|确认|确定|当然|必须|ok|okay|k+\b|yes|yea|yeah|yep|yup|ya\b|sure|please do|go ahead|do it|sounds good|of course|fine|great|right|correct|absolutely|definitely|certainly|affirmative|perfect|works for me|that works|alright|all right|y\b|please\b|麻烦|拜托|请)/iu;
const ofNo =
  /^(?:不|别|没有?必要|没有|算了|免了|先不|暂时不|nope?|nah|not|don'?t|do not|never|no\b|n\b|leave it|forget)|不用|不要|不必|不需要|算了|别.{0,4}了|\bno,? thanks?\b|\brather not\b|\bdon'?t want/iu;

/** Whether a text says yes or no, to whatever was asked; null if it says neither. */
export function yesOrNo(text: string): 'yes' | 'no' | null {
  const plain = text
    .normalize('NFKC')
    .trim()
    .replace(/^[\p{P}\s]+/u, '');
  if (/^(?:不是不|没问题|不错|no problem|not bad)/iu.test(plain)) return 'yes';
  if (ofNo.test(plain)) return 'no';
  return ofYes.test(plain) && !/[?？]|好不好|行不行|可以吗|对吗|是吗/u.test(plain) ? 'yes' : null;
}
