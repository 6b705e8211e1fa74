import { decodeUsage, topics } from '@turnfleet/contract/events';
import { TurnfleetError } from '@turnfleet/core';
import type { Catalogue, CatalogueModel } from '@turnfleet/model';
import type { TurnLog } from '@turnfleet/turn-engine';
import { CostSheet, type Costs, type Grouping } from './sum-costs.ts';

export interface CostQuery {
  readonly by: Grouping;
  readonly compareWith: CatalogueModel | null;
  /** Unix milliseconds: turns that ended before are left out. */
  readonly since: number;
}

/** Reads all of `chat.usage`. Records of one turn stand in one partition; the first counts. */
export async function readCosts(
  log: Pick<TurnLog, 'partitionsOf' | 'read'>,
  { by, compareWith, since }: CostQuery,
): Promise<Costs> {
  const sheet = new CostSheet(by, compareWith);
  const partitions = await log.partitionsOf(topics.usage);
  for (let partition = 0; partition < partitions; partition++) {
    const counted = new Set<string>();
    for await (const record of log.read(topics.usage, partition, 0n)) {
      const usage = decodeUsage(record);
      const turn = usage && `${usage.conversationId}/${usage.turnId}`;
      if (!turn || counted.has(turn)) continue;
      counted.add(turn);
      if (record.timestamp >= since) sheet.add(usage, record.timestamp);
    }
  }
  return sheet;
}

/** `strongest`, or a model by its name in the catalogue. */
export function modelNamed({ models }: Catalogue, name: string): CatalogueModel {
  const strongest = [...models.values()].toSorted((a, b) => b.strength - a.strength)[0];
  const model = name === 'strongest' ? strongest : models.get(name);
  if (model) return model;
  throw new TurnfleetError('invalid_request', `The catalogue has no model "${name}".`, {
    suggestion: `There are strongest, ${[...models.keys()].join(', ')}.`,
  });
}
