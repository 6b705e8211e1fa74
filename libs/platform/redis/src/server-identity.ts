/** `master_replid2` of a server that was never promoted. */
const none = /^0*$/;

/**
 * Names the run of the server, and the promotion that made it a master: with either its data may be another's. The
 * replication id alone says less, it also changes with the first replica. https://redis.io/docs/latest/commands/info/
 */
export function serverIdentityOf(info: string): string {
  const field = (name: string): string => new RegExp(`^${name}:(\\S*)`, 'm').exec(info)?.[1] ?? '';
  const promoted = !none.test(field('master_replid2'));
  return `${field('run_id')}/${promoted ? field('master_replid') : ''}`;
}
