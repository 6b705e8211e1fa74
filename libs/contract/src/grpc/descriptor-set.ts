import { descriptorSetBase64 } from '../generated/descriptor-set.ts';

/**
 * google.protobuf.FileDescriptorSet of every proto of ours and all they import, each file after those it imports. Holds
 * the tool options and the comments of our own files. Reflection serves these very bytes.
 */
export const descriptorSet: Uint8Array = Buffer.from(descriptorSetBase64, 'base64');
