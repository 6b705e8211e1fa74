import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { flowSet } from '../definition/flow-set.ts';
import { readFlows } from '../definition/read-flows.ts';
import { type Recognise, type Wish, wishesIn } from './wishes.ts';

const folder = join(import.meta.dirname, '../../../../../flows');
const read = readFlows(
  globSync('*.yaml', { cwd: folder }).map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') })),
  null,
);
if (!read.ok) throw new Error(read.problems.join('\n'));
const flows = flowSet(read.flows);

/** Tells what it is given, and remembers by what it was asked. */
function telling(words: readonly Wish[], meaning: readonly Wish[] = []) {
  const asked: string[] = [];
  const recognise: Recognise = async (_, by) => {
    asked.push(by);
    return by === 'words' ? words : meaning;
  };
  return { asked, recognise };
}

const wish = (intent: string, confidence: number): Wish => ({ intent, confidence });
const cancels = { flows: [{ flow: { name: 'cancel_order' } }] };

describe('wishesIn', () => {
  it('goes by words where they are sure, or sure that no flow is wanted', async () => {
    const sure = telling([wish('cancel_order', 0.8)], [wish('price', 0.9)]);
    expect(await wishesIn('别给我发了', sure.recognise, flows)).toMatchObject(cancels);
    const none = telling([wish('price', 0.45), wish('stock_check', 0.4), wish('cancel_order', 0.1)]);
    expect(await wishesIn('这个怎么样', none.recognise, flows)).toMatchObject({ flows: [] });
    expect([...sure.asked, ...none.asked]).not.toContain('meaning');
  });

  it('goes by meaning where words leave open whether a flow is wanted', async () => {
    const unsure = [wish('cancel_order', 0.4), wish('price', 0.3)];
    const { asked, recognise } = telling(unsure, [wish('cancel_order', 0.9)]);
    expect(await wishesIn('别给我发了', recognise, flows)).toMatchObject({ ...cancels, top: { confidence: 0.9 } });
    expect(asked).toEqual(['words', 'meaning']);
  });

  it('looks into the clauses of a story that as a whole says nothing clear', async () => {
    const recognise: Recognise = async (text) =>
      text.includes('取消') && text.length < 12
        ? [wish('cancel_order', 0.95)]
        : [wish('price', 0.3), wish('thanks', 0.2)];
    const story = '昨天朋友送了我一个一样的，我现在用不上了，麻烦帮我取消订单吧，谢谢你们了';
    expect(await wishesIn(story, recognise, flows)).toMatchObject(cancels);
  });

  it('leaves alone what a shopper wants left alone', async () => {
    const recognise: Recognise = async (text) => [wish(text.includes('取消') ? 'cancel_order' : 'order_status', 0.95)];
    expect(await wishesIn('别取消我的订单，我就问问到哪了', recognise, flows)).toMatchObject({
      flows: [{ flow: { name: 'order_status' } }],
    });
    expect(await wishesIn('别取消', recognise, flows)).toMatchObject({ flows: [] });
    expect(await wishesIn('不要退款，取消订单', recognise, flows)).toMatchObject(cancels);
  });

  it('takes what is numbered apart, and does not mind names of products', async () => {
    const recognise: Recognise = async (text) => {
      if (/where/.test(text)) return [wish('order_status', 0.95)];
      return [wish('cancel_order', text.includes('1 Ultra') ? 0.4 : 0.95)];
    };
    const several = await wishesIn('1) where is my N7 2) cancel the X1 Ultra', recognise, flows);
    expect(several.flows.map(({ flow }) => flow.name)).toEqual(['order_status', 'cancel_order']);
  });

  it('goes by words where nobody can tell the meaning', async () => {
    const { recognise } = telling([wish('cancel_order', 0.4), wish('price', 0.3)]);
    expect(await wishesIn('别给我发了', recognise, flows)).toMatchObject({ flows: [], top: { confidence: 0.4 } });
  });
});
