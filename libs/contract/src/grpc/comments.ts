import type { DescField, DescMessage } from '@bufbuild/protobuf';

/** What the .proto file says above a field, on one line; `''` if nothing, or if the file came without comments. */
export function commentOf(field: DescField): string {
  const path = [...pathOf(field.parent), 2, field.parent.fields.indexOf(field)];
  const locations = field.parent.file.proto.sourceCodeInfo?.location ?? [];
  const location = locations.find((one) => one.path.length === path.length && one.path.every((n, i) => n === path[i]));
  return (location?.leadingComments ?? '').trim().replaceAll(/\s+/g, ' ');
}

/** Where a message stands in its file, as SourceCodeInfo.Location.path counts (see google/protobuf/descriptor.proto). */
function pathOf(message: DescMessage): number[] {
  if (message.parent) return [...pathOf(message.parent), 3, message.parent.nestedMessages.indexOf(message)];
  return [4, message.file.messages.indexOf(message)];
}
