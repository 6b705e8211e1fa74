export { builtInCatalogue, builtInCatalogueText } from './built-in-catalogue.ts';
export type { Budget, Capability, Catalogue, CatalogueEndpoint, CatalogueModel, CatalogueSource } from './catalogue.ts';
export { type FallbackReason, fallbackReasons } from './catalogue-file.ts';
export { type ReadCatalogue, readCatalogue } from './read-catalogue.ts';
