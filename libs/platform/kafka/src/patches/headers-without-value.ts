// @ts-expect-error: kafkajs declares no types of its insides.
import Encoder from 'kafkajs/src/protocol/encoder.js';

interface BytesEncoder {
  writeVarIntBytes: (this: BytesEncoder, bytes: unknown) => BytesEncoder;
}

const { prototype } = Encoder as { readonly prototype: BytesEncoder };
const { writeVarIntBytes: write } = prototype;

/** Stands for the value of a header that has none; takes as much room as that. */
export const noValue = Buffer.alloc(0);

/** kafkajs reads headers without a value, but breaks down on them where it writes: it measures a text that is not there. */
export function writeHeadersWithoutValue(): void {
  prototype.writeVarIntBytes = function (this: BytesEncoder, bytes): BytesEncoder {
    return write.call(this, bytes === noValue ? null : bytes);
  };
}
