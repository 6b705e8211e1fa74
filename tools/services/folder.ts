import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes a temporary folder for a server, its owner's alone; if `use` fails, nothing of it stays. */
export async function inNewFolder<T>(
  name: string,
  use: (folder: string) => Promise<T>,
  owner?: { readonly uid: number; readonly gid: number },
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), `turnfleet-${name}-`));
  try {
    await chmod(folder, 0o700);
    if (owner) await chown(folder, owner.uid, owner.gid);
    return await use(folder);
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
