/** Sees every call a worker makes, the `index`-th (from 0); may throw, or wait, before and after it. */
export type Meddle = (step: string, when: 'before' | 'after', index: number) => void | Promise<void>;

/** Makes a call, as one step of a worker's. */
export type TakeStep = <T>(step: string, call: () => Promise<T>) => Promise<T>;

/** A worker's steps, each of them meddled with. */
export function meddledSteps(meddle: Meddle): { readonly seen: readonly string[]; readonly take: TakeStep } {
  const seen: string[] = [];
  return {
    /** Every step begun, in order. */
    seen,
    take: async (step, call) => {
      const index = seen.push(step) - 1;
      await meddle(step, 'before', index);
      const result = await call();
      await meddle(step, 'after', index);
      return result;
    },
  };
}
