import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@turnfleet/core/testing';
import { builtInCatalogue, builtInCatalogueText } from '@turnfleet/model';
import { watchCatalogue } from './watch-catalogue.ts';

function watching(text: string | Error) {
  const clock = new ManualClock();
  const said: string[] = [];
  const say = (_: unknown, message?: string): void => void said.push(message ?? '');
  const file: { text: string | Error } = { text };
  const watch = watchCatalogue({
    path: 'models.yaml',
    first: { catalogue: builtInCatalogue, text: builtInCatalogueText },
    clock,
    logger: { debug: say, info: say, warn: say, error: say },
    read: async () => {
      if (file.text instanceof Error) throw file.text;
      return file.text;
    },
  });
  return { clock, said, file, watch };
}
const dearer = builtInCatalogueText.replace("'0.42'", "'0.50'");
const priceOf = (watch: ReturnType<typeof watchCatalogue>) =>
  watch.current().catalogue.models.get('deepseek-v3.2')?.listPrices.output;

describe('a watched catalogue', () => {
  it('holds as the file was changed, within a minute', async () => {
    const { clock, watch, file } = watching(builtInCatalogueText);
    await clock.advance(5_000);
    file.text = dearer;
    await clock.advance(60_000);
    expect(priceOf(watch)).toBe('0.50');
  });

  it('keeps the one before when an edit is bad, says why once, and takes the next good one', async () => {
    const { clock, watch, file, said } = watching(dearer);
    await clock.advance(5_000);
    file.text = dearer.replace("'0.50'", "'-1'");
    await clock.advance(60_000);
    expect(priceOf(watch)).toBe('0.50');
    expect(watch.problems()).toHaveLength(1);
    expect(said.filter((line) => line.includes('mistakes'))).toHaveLength(1);
    file.text = builtInCatalogueText;
    await clock.advance(5_000);
    expect([priceOf(watch), watch.problems()]).toEqual(['0.42', []]);
  });

  it('keeps what it has while the file cannot be read', async () => {
    const { clock, watch, said, file } = watching(new Error('gone'));
    await clock.advance(60_000);
    expect(priceOf(watch)).toBe('0.42');
    expect([watch.problems(), said.length]).toEqual([['the file cannot be read'], 1]);
    file.text = builtInCatalogueText;
    await clock.advance(5_000);
    expect(watch.problems()).toEqual([]);
  });

  it('looks no more when it was stopped', async () => {
    const { clock, watch, file } = watching(builtInCatalogueText);
    watch.stop();
    file.text = dearer;
    await clock.advance(60_000);
    expect(priceOf(watch)).toBe('0.42');
  });
});
