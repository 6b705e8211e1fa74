/** Turns sentences into vectors that lie close where they mean the same, in whichever language they are said. */
export interface SentenceEncoder {
  /** Numbers in a vector. */
  readonly dimensions: number;
  /** One vector of length 1 for each sentence. What is longer than the encoder reads is judged by its beginning. */
  encode(sentences: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
