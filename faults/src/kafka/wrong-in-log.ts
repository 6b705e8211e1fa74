import type { KafkaLog } from '@turnfleet/kafka';
import type { ModelledMember } from './modelled-member.ts';

export const has = (members: readonly ModelledMember[], partition: number, offset: bigint): boolean =>
  members.some(({ records }) => records.some((record) => record.partition === partition && record.offset === offset));

/** What was acknowledged stands where it was said to, in the order in which it was sent, and everything was delivered. */
export async function wrongInLog(
  log: KafkaLog | undefined,
  topic: string,
  members: readonly ModelledMember[],
  acknowledged: ReadonlyMap<string, string>,
  sent: readonly number[],
): Promise<string[]> {
  const wrong: string[] = [];
  const found = new Map<string, string>();
  for (let partition = 0; log && partition < sent.length; partition++) {
    const first = new Set<string>();
    for await (const { offset, value } of log.read(topic, partition, 0n)) {
      const text = Buffer.from(value ?? []).toString();
      first.add(text);
      found.set(`${partition}/${offset}`, text);
      if (!has(members, partition, offset)) wrong.push(`${partition}/${offset} was delivered to nobody`);
    }
    // The last may have landed without its acknowledgement.
    const all = Array.from({ length: sent[partition] ?? 0 }, (_, i) => `${partition}:${i}`);
    if ([...first].slice(0, all.length).join() !== all.join())
      wrong.push(`partition ${partition} has ${[...first].join()}`);
  }
  for (const [place, value] of acknowledged)
    if (found.get(place) !== value)
      wrong.push(`${value} was acknowledged at ${place}, where ${found.get(place)} stands`);
  return wrong;
}
