import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { TurnfleetError } from '@turnfleet/core';
import type { BaseSettings } from '../settings.ts';
import { answer, type Mode, modes } from './answers.ts';
import { type Contender, contendersAt } from './contenders.ts';
import { type Measured, resultOf, type TransportResult } from './result.ts';

const calls: Readonly<Record<Mode, number>> = { whole: 600, streamed: 300 };
const atOnce = 8;

/** The same calls by each, one contender after another, each round beginning with another one; a round before is not counted. */
export async function runModelTransport({ rounds, log }: BaseSettings): Promise<TransportResult> {
  const endpoint = fork(join(import.meta.dirname, 'endpoint-process.ts'), { execArgv: process.execArgv });
  try {
    const [{ port }] = (await once(endpoint, 'message')) as [{ readonly port: number }];
    const contenders = contendersAt(`http://127.0.0.1:${port}`);
    const measured: Measured[] = [];
    for (let round = 0; round <= rounds; round++) {
      log(round === 0 ? 'warm-up' : `round ${round} of ${rounds}`);
      const first = round % contenders.length;
      for (const mode of modes)
        for (const contender of [...contenders.slice(first), ...contenders.slice(0, first)]) {
          const cpuMicrosPerCall = await cpuOf(contender, mode);
          if (round > 0) measured.push({ contender: contender.name, mode, cpuMicrosPerCall });
        }
    }
    await Promise.all(contenders.map((contender) => contender.close()));
    return resultOf(measured, rounds);
  } finally {
    endpoint.kill();
  }
}

/** Of this process, user and system; the endpoint is another one. */
async function cpuOf({ name, ask }: Contender, mode: Mode): Promise<number> {
  let left = calls[mode];
  const one = async (): Promise<void> => {
    while (left-- > 0) {
      const text = await ask(mode);
      if (text !== answer) throw new TurnfleetError('internal', `${name} read another answer than was sent.`);
    }
  };
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: atOnce }, one));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls[mode];
}
