import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ToolCallRecord } from '@turnfleet/contract/schemas';
import { settle } from '@turnfleet/core/testing';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumMissing, findChromium } from '../testing/find-chromium.ts';
import { type Ingress, makeKey, startIngress, withKeys } from '../testing/index.ts';

const executablePath = findChromium();
const isNeeded = process.env['CI'] === 'true';
if (!executablePath && !isNeeded) process.stderr.write(`page.browser.spec.ts is skipped: ${chromiumMissing}\n`);

/** Where to put a picture of every state, to look at by hand. */
const pictures = process.env['PAGE_PICTURES'];

(executablePath || isNeeded ? describe : describe.skip)('the page in a browser', () => {
  let browser: Browser;
  let ingress: Ingress;
  let page: Page;
  const trouble: string[] = [];

  beforeAll(async () => {
    if (!executablePath) throw new Error(chromiumMissing);
    const args = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'];
    browser = await chromium.launch({ executablePath, args });
  }, 60_000);
  afterAll(() => browser?.close());

  const open = async (options: BrowserContextOptions = {}, hash = ''): Promise<void> => {
    page = await browser.newPage({ viewport: { width: 900, height: 800 }, locale: 'en-GB', ...options });
    page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
    page.on('pageerror', (error) => trouble.push(String(error)));
    await page.goto(`${ingress.url}/${hash}`);
  };
  const picture = async (name: string): Promise<void> => {
    if (pictures) await page.screenshot({ path: `${pictures}/${name}.png` });
  };
  const ask = async (text: string): Promise<void> => {
    await page.getByLabel('Message').fill(text);
    await page.keyboard.press('Enter');
  };
  const sent = (): { conversationId: string; turnId: string; text: string } =>
    JSON.parse(new TextDecoder().decode(ingress.log.records.at(-1)?.value ?? undefined)) as ReturnType<typeof sent>;
  const seeing = (text: string | RegExp): Promise<void> => page.getByText(text).first().waitFor();

  const stock: ToolCallRecord = { id: 'call_1', name: 'check_inventory', arguments: {}, outcome: 'ok', ms: 4 };
  const answered = {
    text: 'SKU-2024-888 is in stock in Shanghai: 128 pieces.',
    model: 'deepseek-v3.2',
    toolCalls: [stock],
    suggestions: ['What does it cost?', 'When would it arrive?'],
    usage: { inputTokens: 412, outputTokens: 63, costUsd: 0.0000677 },
    timings: { queuedMs: 2, firstTokenMs: 31, totalMs: 58 },
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  };
  const playToTheMiddle = async (): Promise<{ conversationId: string; turnId: string }> => {
    await ask('Is SKU-2024-888 in stock in Shanghai?');
    await seeing('Received, waiting for its turn…');
    const { conversationId, turnId } = sent();
    await ingress.worker.progress(
      conversationId,
      { type: 'turn.started', turnId },
      { type: 'tool.started', turnId, id: 'call_1', name: 'check_inventory', arguments: {} },
      { type: 'tool.finished', turnId, id: 'call_1', name: 'check_inventory', outcome: 'ok', ms: 4 },
      { type: 'reply.delta', turnId, text: 'SKU-2024-888 is in stock' },
      { type: 'reply.delta', turnId, text: ' in Shanghai' },
    );
    return { conversationId, turnId };
  };

  beforeEach(async () => {
    trouble.length = 0;
    ingress = await startIngress({ adapters: () => ({ simulatedModel: true }) });
  });
  afterEach(async () => {
    await page.close();
    await ingress.stop();
  });

  it('streams an answer, then shows tools, suggestions, model, cost and trace', async () => {
    await open();
    await seeing('Connected');
    await seeing(
      'Answers come from the bundled model simulator. Set OPENAI_API_KEY or ANTHROPIC_API_KEY for a real model.',
    );
    await picture('welcome');
    const { conversationId, turnId } = await playToTheMiddle();
    await seeing('SKU-2024-888 is in stock in Shanghai');
    await seeing(/done, 4 ms/);
    await picture('streaming');
    await ingress.worker.answer(conversationId, turnId, answered);
    await seeing(answered.text);
    await seeing(/deepseek-v3.2 · 412 \+ 63 tokens · \$0\.000068 · 58 ms/);
    expect(await page.getByRole('link', { name: /trace 4bf92f35/ }).getAttribute('href')).toBe(
      `/v1/traces/${answered.traceId}`,
    );
    await picture('finished');
    await page.getByRole('button', { name: 'What does it cost?' }).click();
    await seeing('Received, waiting for its turn…');
    expect(sent()).toMatchObject({ conversationId, text: 'What does it cost?' });
    expect(trouble).toEqual([]);
  });

  it('shows a failed turn kindly, and asks again on demand', async () => {
    await open();
    await ask('Hello?');
    await seeing('Received, waiting for its turn…');
    const { conversationId, turnId } = sent();
    const error = {
      kind: 'model_unavailable' as const,
      message: 'x',
      suggestion: 'Ask again in a moment.',
      retryable: true,
    };
    await ingress.worker.answer(conversationId, turnId, {
      status: 'failed',
      text: 'Sorry, I cannot answer right now.',
      error,
    });
    await seeing('Sorry, I cannot answer right now.');
    await picture('failed');
    await page.getByRole('button', { name: 'Ask again' }).click();
    await seeing('Received, waiting for its turn…');
    expect(sent()).toMatchObject({ text: 'Hello?' });
    expect(sent().turnId).not.toBe(turnId);
  });

  it('marks a degraded answer', async () => {
    await open();
    await ask('Hello?');
    await seeing('Received, waiting for its turn…');
    const { conversationId, turnId } = sent();
    const late = { ...stock, outcome: 'timeout' as const, ms: 800 };
    await ingress.worker.answer(conversationId, turnId, { ...answered, status: 'degraded', toolCalls: [stock, late] });
    await seeing('Something was unavailable just now');
    await seeing('took too long, 800 ms');
    await picture('degraded');
  });

  it('goes on after a reload, and after a reset of the answer', async () => {
    await open();
    const { conversationId, turnId } = await playToTheMiddle();
    await seeing('SKU-2024-888 is in stock in Shanghai');
    await page.reload();
    await seeing('SKU-2024-888 is in stock in Shanghai');
    await ingress.worker.progress(
      conversationId,
      { type: 'reply.reset', turnId, reason: 'another model' },
      { type: 'reply.delta', turnId, text: 'Yes, there are' },
    );
    await seeing('Yes, there are');
    expect(await page.getByText('SKU-2024-888 is in stock in Shanghai', { exact: true }).count()).toBe(0);
    await ingress.worker.answer(conversationId, turnId, { text: 'Yes, there are 128.' });
    await seeing('Yes, there are 128.');
    await page.reload();
    await seeing('Yes, there are 128.');
  });

  it('stops a turn on demand', async () => {
    await open();
    const { conversationId, turnId } = await playToTheMiddle();
    const asked = Promise.withResolvers<void>();
    await ingress.state.gateway.watchCancel({ conversationId, turnId }, asked.resolve);
    await page.getByRole('button', { name: 'Stop' }).click();
    await asked.promise;
    await seeing('Stopping…');
  });

  it('says that it reconnects while the server is away, and catches up', async () => {
    await open();
    await seeing('Connected');
    const { conversationId, turnId } = await playToTheMiddle();
    const { port } = new URL(ingress.url);
    await ingress.stop();
    await seeing('The connection was lost, reconnecting…');
    await picture('reconnecting');
    await ingress.worker.answer(conversationId, turnId, answered);
    const { state } = ingress;
    const again = await startIngress({
      config: { PORT: Number(port) },
      adapters: () => ({ gateway: state.gateway, journal: state.journal }),
    });
    await seeing(answered.text);
    await seeing('Connected');
    await page.close();
    await again.stop();
  }, 20_000);

  it('sends again what a server that began anew does not know, and in order what was asked while nobody was there', async () => {
    await open();
    await seeing('Connected');
    const { turnId } = await playToTheMiddle();
    const { port } = new URL(ingress.url);
    await ingress.stop();
    await seeing('The connection was lost, reconnecting…');
    await ask('And in Guangzhou?');
    await ask('And in Beijing?');
    await seeing('Sending…');
    const again = await startIngress({ config: { PORT: Number(port) } });
    const turns = () =>
      again.log.records.map(
        ({ value }) => JSON.parse(new TextDecoder().decode(value ?? undefined)) as ReturnType<typeof sent>,
      );
    while (turns().length < 3) await settle();
    expect(turns().find(({ text }) => text === 'Is SKU-2024-888 in stock in Shanghai?')).toMatchObject({ turnId });
    const later = turns().filter(({ text }) => text.startsWith('And'));
    expect(later.map(({ text }) => text)).toEqual(['And in Guangzhou?', 'And in Beijing?']);
    for (const { conversationId, ...turn } of turns()) await again.worker.answer(conversationId, turn.turnId, answered);
    await page
      .getByText(/deepseek-v3.2/)
      .nth(2)
      .waitFor();
    await page.close();
    await again.stop();
  }, 20_000);

  it('says so when the server hangs, and goes on when it answers', async () => {
    await open();
    await seeing('Connected');
    const held: (() => Promise<void>)[] = [];
    await page.route('**/icon.svg', (route) => void held.push(() => route.continue()));
    await seeing('The connection was lost, reconnecting…');
    await page.unroute('**/icon.svg');
    await seeing('Connected');
    await Promise.all(held.map((go) => go().catch(() => undefined)));
  }, 40_000);

  it('keeps a message that could not be sent, to send it again', async () => {
    await open();
    await seeing('Connected');
    await page.route('**/turns', (route) =>
      route.fulfill({
        status: 400,
        contentType: 'application/problem+json',
        body: '{"detail":"No.","retryable":false}',
      }),
    );
    await ask('Hello?');
    await seeing('The message was not sent: No.');
    await picture('unsent');
    await page.unroute('**/turns');
    await page.getByRole('button', { name: 'Send again' }).click();
    await seeing('Received, waiting for its turn…');
  });

  it('speaks Chinese to a Chinese browser, and the other language on demand', async () => {
    await open({ locale: 'zh-CN', viewport: { width: 375, height: 720 }, colorScheme: 'dark' });
    await seeing('您好，想了解什么？');
    await picture('phone-welcome-dark');
    await page.getByRole('button', { name: 'SKU-2024-888 上海有货吗?' }).click();
    await seeing('已收到，正在排队…');
    const { conversationId, turnId } = sent();
    const suggestions = ['多少钱?', '什么时候能送到?'];
    await ingress.worker.answer(conversationId, turnId, {
      ...answered,
      text: 'SKU-2024-888 在上海有货,共 128 件。',
      suggestions,
    });
    await seeing('SKU-2024-888 在上海有货,共 128 件。');
    await picture('phone-dark');
    const width = await page.evaluate('document.documentElement.scrollWidth');
    expect(width).toBe(375);
    await page.getByRole('button', { name: 'English' }).click();
    await seeing('New conversation');
    await page.waitForFunction('document.documentElement.lang === "en"');
  });

  it('sends on Enter, not on Shift+Enter and not while an input method composes', async () => {
    await open();
    const field = page.getByLabel('Message');
    await field.fill('one');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('two');
    await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    expect(ingress.log.records).toHaveLength(0);
    await page.keyboard.press('Enter');
    await seeing('Received, waiting for its turn…');
    expect(sent().text).toBe('one\ntwo');
    expect(await field.inputValue()).toBe('');
  });

  it('asks no other origin for anything', async () => {
    const origins = new Set<string>();
    page = await browser.newPage();
    page.on('request', (request) => origins.add(new URL(request.url()).origin));
    await page.goto(ingress.url);
    await page.getByRole('textbox').waitFor();
    expect([...origins]).toEqual([ingress.url]);
  });

  it('asks for a key where clients sign in, turns a wrong one away, and then works, also after a cut', async () => {
    await ingress.stop();
    ingress = await startIngress({ config: withKeys, adapters: () => ({ simulatedModel: true }) });
    const { key, record } = await makeKey(ingress.access);
    await open();
    await seeing('Enter your API key');
    await picture('sign-in');
    const enter = async (text: string): Promise<void> => {
      await page.getByLabel('API key').fill(text);
      await page.keyboard.press('Enter');
    };
    await enter('tfk_wrong');
    await seeing('This key is not accepted.');
    await picture('sign-in-refused');
    await enter(key);
    await seeing('Connected');
    const { conversationId, turnId } = await playToTheMiddle();
    await ingress.worker.answer(conversationId, turnId, answered);
    await seeing('128 pieces');
    await picture('signed-in');
    // The browser's own way to reconnect would send the ticket again.
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await ask('And in Beijing?');
    const next = sent();
    await ingress.worker.answer(next.conversationId, next.turnId, { text: 'None in Beijing.' });
    await seeing('None in Beijing.');
    await ingress.access.put({ ...record, revokedAt: new Date(ingress.clock.now()).toISOString() });
    await ingress.clock.advance(5_000);
    await ask('Hello?');
    await seeing('This key is not accepted.');
    trouble.length = 0; // the browser tells of each 401
  }, 60_000);
});
