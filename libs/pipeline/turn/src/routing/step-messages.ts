import type { CatalogueModel, ModelMessage } from '@turnfleet/model';

/** The messages of a turn, as whoever is asked may have them. */
export class StepMessages {
  readonly #prompt: (entry: CatalogueModel, withHistory: boolean) => readonly ModelMessage[];
  readonly #steps: { readonly by: string; readonly message: ModelMessage }[] = [];
  withHistory = true;

  constructor(prompt: (entry: CatalogueModel, withHistory: boolean) => readonly ModelMessage[]) {
    this.#prompt = prompt;
  }

  add(by: string, ...messages: readonly ModelMessage[]): void {
    this.#steps.push(...messages.map((message) => ({ by, message })));
  }

  /** False if it was left out before. */
  leaveHistoryOut(): boolean {
    const was = this.withHistory;
    this.withHistory = false;
    return was;
  }

  /** What a vendor put on a message goes back to the model that it came from, and to no other. */
  forModel(model: CatalogueModel): readonly ModelMessage[] {
    const steps = this.#steps.map(({ by, message }) => (by === model.id ? message : withoutCarried(message)));
    return [...this.#prompt(model, this.withHistory), ...steps];
  }
}

function withoutCarried(message: ModelMessage): ModelMessage {
  if (message.role !== 'assistant') return message;
  const toolCalls = message.toolCalls.map(({ carried: _, ...call }) => call);
  return { role: 'assistant', text: message.text, toolCalls };
}
