import { type Config, isSimulated } from '@turnfleet/orchestrator/config';

/** What the page says about where answers come from; null when a real model is configured. */
export function modelNotice(config: Config): string | null {
  if (!isSimulated(config)) return null;
  return 'Answers come from the bundled model simulator. Set OPENAI_API_KEY or ANTHROPIC_API_KEY for a real model.';
}
