import { openEncoder } from '@turnfleet/encoder';
import { type Judged, judge } from '../report/bar.ts';
import { measureOwnSets, type OwnResult } from './own-sets.ts';
import { measurePublicSets, type PublicResult } from './public-sets.ts';

export interface IntentResult {
  readonly own: OwnResult;
  readonly public: readonly PublicResult[];
  readonly bars: readonly Judged[];
}

/** `data`: folder of the public sets; null leaves them out. */
export async function runIntent(data: string | null, log: (line: string) => void): Promise<IntentResult> {
  const encoder = await openEncoder('third_party/sentence-encoder');
  try {
    const own = await measureOwnSets(encoder, log);
    const found = data === null ? [] : await measurePublicSets(data, encoder, log);
    const percent = (share: number | null | undefined): number | null => (share == null ? null : 100 * share);
    const of = (set: string): number | null => percent(found.find((one) => one.set === set)?.right);
    return {
      own,
      public: found,
      bars: [
        judge({ what: 'own intents, held out (%)', atLeast: 92 }, percent(own.heldOut.right)),
        judge({ what: 'gap between languages (points)', atMost: 5 }, 100 * Math.abs(own.heldOut.zh - own.heldOut.en)),
        judge({ what: 'trained in Chinese, asked in English (%)', atLeast: 85 }, percent(own.across.zhToEn)),
        judge({ what: 'trained in English, asked in Chinese (%)', atLeast: 85 }, percent(own.across.enToZh)),
        judge({ what: 'CPU a message with vectors (ms)', atMost: 3 }, own.cpuMs.meaning),
        judge({ what: 'CPU a message without (ms)', atMost: 0.3 }, own.cpuMs.words),
        judge({ what: 'Banking77 (%)', atLeast: 92.5 }, of('banking77')),
        judge({ what: 'Banking77, 10 examples an intent (%)', atLeast: 76 }, of('banking77, 10 examples an intent')),
        judge({ what: 'CLINC150 in scope (%)', atLeast: 94 }, of('clinc150')),
        judge(
          { what: 'CLINC150 out of scope caught (%)', atLeast: 75 },
          of('clinc150, out of scope caught at 5 % refused'),
        ),
        judge({ what: 'CrossWOZ acts (%)', atLeast: 86 }, of('crosswoz')),
      ],
    };
  } finally {
    await encoder.close();
  }
}
