import { masked } from './masked.ts';
import { isRecord } from './shape.ts';
import type { Tool } from './tool.ts';
import { trimmed } from './trimmed.ts';

/** What a model was shown of a result, as it may be kept: personal data masked, in so many characters. Null if it is none. */
export function maskedContent({ output }: Pick<Tool, 'output'>, content: string, room: number): string | null {
  const shown: unknown = JSON.parse(content);
  if (!isRecord(shown)) return null;
  const { content: kept } = trimmed(masked(output, shown), room);
  return JSON.stringify(kept);
}
