import { describe, expect, it } from '@jest/globals';
import { openGate } from './gate.ts';
import { Grounds } from './grounds.ts';

const now = Date.parse('2026-12-01T02:00:00Z');

function grounds(...results: readonly object[]): Grounds {
  const made = new Grounds({ timeZone: 'Asia/Shanghai', now, said: [], limits: [] });
  for (const result of results) made.learn(JSON.stringify(result));
  return made;
}

const price = { product: { sku: 'SKU-2024-888', price: { amount: '6999.00', currency: 'CNY' } } };

/** What is shown after each piece. */
function shownOf(pieces: readonly string[], { replace = false, locale = 'zh-CN', on = grounds(price) } = {}) {
  const gate = openGate({ grounds: on, locale, replace });
  let text = '';
  const steps = [...pieces.map((piece) => () => gate.push(piece)), () => gate.end()].map((step) => {
    const shown = step();
    text = shown.takeBack ? gate.shown : text + shown.text;
    return text;
  });
  return { steps, gate, text };
}

describe('openGate', () => {
  it('shows at once what holds no figure, whatever comes next', () => {
    expect(shownOf(['您', '好', '！我可以', '帮您']).steps).toEqual([
      '您',
      '您好',
      '您好！我可以',
      '您好！我可以帮您',
      '您好！我可以帮您',
    ]);
    expect(shownOf(['Happy ', 'to help with', ' SKU-2024-888, ']).steps.slice(0, 3)).toEqual([
      'Happy ',
      'Happy to help with',
      'Happy to help with SKU-2024-888, ',
    ]);
  });

  it('holds a sentence from its first figure on until it is whole', () => {
    expect(shownOf(['这款的价格', '是¥69', '99，很', '划算。', '欢迎']).steps).toEqual([
      '这款的价格',
      '这款的价格是',
      '这款的价格是',
      '这款的价格是¥6999，很划算。',
      '这款的价格是¥6999，很划算。欢迎',
      '这款的价格是¥6999，很划算。欢迎',
    ]);
  });

  it('shows no part of a sentence that nothing supports, and takes back what it began with', () => {
    const { steps, gate } = shownOf(['您好！这款的价格', '是¥59', '99。欢迎']);
    expect(steps).toEqual(['您好！这款的价格', '您好！这款的价格是', '您好！', '您好！']);
    expect(gate.offending.map(({ text }) => text)).toEqual(['¥5999']);
    expect(gate.counts).toEqual({ checked: 1, held: 1, replaced: 1 });
  });

  it('says an honest sentence instead, once for several in a row, and keeps the form of a list', () => {
    const { text } = shownOf(['- 价格：¥5999\n- 会员价：¥4999\n- 有问题请告诉我\n'], { replace: true });
    expect(text).toBe('- 具体的价格或优惠我暂时无法核实，请以商品页和结算页显示的为准。\n- 有问题请告诉我\n');
    const english = shownOf(['It costs ¥5999. Anything else?'], { replace: true, locale: 'en' });
    expect(english.text).toMatch(/^I cannot verify the exact price .* counts\. Anything else\?$/);
  });

  it('does not end a sentence at a decimal point or an abbreviation', () => {
    const on = grounds(price, { earliest_time: '2026-12-02T01:00:00Z' });
    for (const text of ['It costs ¥6999.00 now.', 'It arrives on Dec. 2 at 9 a.m. in Shanghai.']) {
      const { gate } = shownOf([...text], { on, locale: 'en' });
      expect([gate.shown, gate.counts]).toEqual([text, { checked: 1, held: 0, replaced: 0 }]);
    }
  });

  it('shows the same whatever the pieces', () => {
    const text = '您好！SKU-2024-888 的价格是¥6,999.00。两件共¥13,998。明天送到。还有什么可以帮您？';
    const whole = shownOf([text], { replace: true }).text;
    for (const size of [1, 2, 3, 5, 8]) {
      const pieces = text.match(new RegExp(`.{1,${size}}`, 'gsu')) ?? [];
      expect(shownOf(pieces, { replace: true }).text).toBe(whole);
    }
    expect(whole).toContain('两件共¥13,998');
    expect(whole).not.toContain('明天');
  });

  it('looks at what has no end for long where it pauses', () => {
    const long = `${'这款商品很受欢迎，'.repeat(100)}价格是¥5999`;
    const { text } = shownOf([long], { replace: true });
    expect(text.length).toBeGreaterThan(600);
    expect(text).not.toContain('5999');
  });
});
