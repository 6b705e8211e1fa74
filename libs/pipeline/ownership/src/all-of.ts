/** The results of all; fails as the first of them does, but only when all have ended, so that nothing goes on unattended. */
export async function allOf<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const [only] = work;
  // Most turns are worked on by themselves.
  if (only && work.length === 1) return [await only];
  await Promise.allSettled(work);
  return Promise.all(work);
}
