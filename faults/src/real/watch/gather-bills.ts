import type { HistoryWriter } from '../../history/write-history.ts';
import { conversationId } from '../load/texts.ts';
import { lastMarker } from './model-tap.ts';

interface Bill {
  readonly call: string | null;
  readonly at: number;
  readonly model: string;
  readonly question: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cost: string;
}

/** Writes down what the model simulator bills, each call with the turn that its question names. */
export async function gatherBills(modelUrl: string, run: string, history: HistoryWriter): Promise<void> {
  const response = await fetch(`${modelUrl}/_sim/bill`);
  if (response.status !== 200) throw new Error(`The bill cannot be read: ${await response.text()}`);
  for (const line of (await response.text()).split('\n').filter((text) => text !== '')) {
    const { call, at, model, question, inputTokens, outputTokens, cost } = JSON.parse(line) as Bill;
    const turnId = lastMarker.exec(question)?.[1];
    const of = turnId === undefined ? {} : { conversationId: conversationId(run, Number.parseInt(turnId, 10)), turnId };
    await history.write({ at, event: 'billed', call, model, inputTokens, outputTokens, cost, ...of });
  }
}
