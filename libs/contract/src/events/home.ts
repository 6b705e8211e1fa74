/**
 * The partition a conversation lives on: 32-bit murmur2 of the id's UTF-8 bytes, sign bit cleared, modulo the number
 * of partitions. Same as the default partitioner of Kafka's Java client (org.apache.kafka.common.utils.Utils#murmur2).
 */
export function homePartition(conversationId: string, partitions: number): number {
  return (murmur2(Buffer.from(conversationId)) & 0x7fffffff) % partitions;
}

/** Austin Appleby's MurmurHash2 with Kafka's seed 0x9747b28c; signed 32-bit result. */
export function murmur2(bytes: Uint8Array): number {
  const m = 0x5bd1e995;
  let h = 0x9747b28c ^ bytes.length;
  const whole = bytes.length & ~3;
  const at = (i: number): number => bytes[i] ?? 0;
  for (let i = 0; i < whole; i += 4) {
    let k = Math.imul(at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24), m);
    k = Math.imul(k ^ (k >>> 24), m);
    h = Math.imul(h, m) ^ k;
  }
  const rest = bytes.length & 3;
  if (rest > 2) h ^= at(whole + 2) << 16;
  if (rest > 1) h ^= at(whole + 1) << 8;
  if (rest > 0) h = Math.imul(h ^ at(whole), m);
  h = Math.imul(h ^ (h >>> 13), m);
  return h ^ (h >>> 15);
}
