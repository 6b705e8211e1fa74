export { sseComment, sseContentType, sseFrame, sseOpening } from './sse-frame.ts';
export { type SseEvent, SseReader } from './sse-reader.ts';
