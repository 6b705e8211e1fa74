import type { ServerConnection } from './connection.ts';

/** Connects to whichever answers first; fails as the first one named does if none can be reached. */
export async function openAny(
  urls: readonly string[],
  open: (url: string) => Promise<ServerConnection>,
): Promise<ServerConnection> {
  const opening = urls.map(open);
  const settled = Promise.allSettled(opening);
  const first = await Promise.any(opening).catch(async () => {
    const [failure] = await settled;
    throw failure?.status === 'rejected' ? failure.reason : new Error('there is nothing to open');
  });
  void settled.then((all) => {
    for (const one of all) if (one.status === 'fulfilled' && one.value !== first) void one.value.stop();
  });
  return first;
}
