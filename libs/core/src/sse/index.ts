export { type SseFields, sseComment, sseContentType, sseFrame, sseRetry } from './sse-frame.ts';
export { type SseEvent, SseReader } from './sse-reader.ts';
