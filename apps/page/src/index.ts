export { buildPage } from './build.ts';
